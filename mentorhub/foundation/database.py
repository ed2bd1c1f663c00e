"""One door to both databases: the base class, column types, viewers, `transaction` and `reading`."""

import datetime as dt
import secrets
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer, MetaData, String, event, inspect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm import registry as orm_registry
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

from mentorhub.foundation.errors import Busy

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code when lock_timeout ran out
PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")
POSTGRESQL_OPTIONS = "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"


class UTCDateTime(TypeDecorator[dt.datetime]):
    """Aware UTC in Python on both databases; refuses naive values, which would hide a zone bug."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: dt.datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it
    ) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
Document = JSON().with_variant(JSONB(), "postgresql")
Id = Annotated[int, mapped_column(BigId, primary_key=True)]
Ref = Annotated[int, mapped_column(BigId)]


def _construct(row: Any, **values: Any) -> None:
    """A new row has its plain defaults from the start, so that a state can be moved before the first flush."""
    for attribute in inspect(type(row)).column_attrs:
        default = attribute.columns[0].default
        if isinstance(default, ScalarElementColumnDefault):
            setattr(row, attribute.key, default.arg)
    for name, value in values.items():
        if not hasattr(type(row), name):
            raise TypeError(f"{name!r} is not an attribute of {type(row).__name__}")
        setattr(row, name, value)


class Base(DeclarativeBase):
    """The base of every table."""

    registry = orm_registry(
        constructor=_construct,
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={dt.datetime: UTCDateTime, dict[str, Any]: Document},
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:

    class Model(Base):
        """What a type checker can know of `db.Model`, which is made at run time."""

else:
    Model = db.Model


def new_public_id() -> str:
    """128 random bits for URLs: says nothing about how many there are, cannot be guessed."""
    return secrets.token_urlsafe(16)


class HasPublicId:
    """A row that URLs may name: bigint inside, 128 random bits outside."""

    id: Mapped[Id]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)


def one_of(states: type[StrEnum], name: str) -> Enum:
    """A column that holds exactly these values, held to them by a CHECK named `name`."""
    return Enum(
        states,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


@dataclass(frozen=True)
class Viewer:
    """On whose behalf the database is asked: a user, an applicant by link, the public, the system."""

    kind: str
    id: int | None = None


PUBLIC = Viewer("public")
SYSTEM = Viewer("system")


def USER(user_id: int) -> Viewer:  # noqa: N802 - reads as the constants beside it
    """A signed-in user."""
    return Viewer("user", user_id)


def APPLICANT(enrolment_id: int) -> Viewer:  # noqa: N802
    """The holder of an enrolment's link, who has no account yet."""
    return Viewer("applicant", enrolment_id)


@contextmanager
def transaction(*, viewer: Viewer) -> Iterator[Session]:
    """One deed: commits at the end, rolls back on any error, refuses to nest.

    Ends the open read first. On SQLite waits its turn in a first-in-first-out queue, then takes the
    write lock at once (an upgrade from read to write would fail). Raises `Busy` when a PostgreSQL
    lock was not had in 3 s.
    """
    session = db.session()
    if "viewer" in session.info:
        raise RuntimeError("a transaction does not nest: an action never calls another action")
    session.rollback()
    with _turn(session):
        session.info["viewer"] = viewer
        try:
            session.connection(execution_options={"mentorhub_write": True})
            yield session
            session.commit()
        except OperationalError as error:
            session.rollback()
            if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
                raise Busy from error
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info["viewer"]


@contextmanager
def reading(*, viewer: Viewer) -> Iterator[Session]:
    """Reads on behalf of `viewer`; inside a transaction, part of it."""
    session = db.session()
    session.info["reader"] = session.info.get("viewer", viewer)
    yield session


def leave_database() -> None:
    """Before a network call: ends the open read; raises inside a transaction, where none may be made."""
    session = db.session()
    if "viewer" in session.info:
        raise RuntimeError("no network call inside a transaction")
    session.rollback()


class Turns:
    """A first-in-first-out lock: `threading.Lock` promises no order, and a line must keep its own."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def __enter__(self) -> None:
        mine = threading.Event()
        with self._guard:
            self._waiting.append(mine)
            if len(self._waiting) == 1:
                mine.set()
        mine.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].set()


def engine_options(url: str) -> dict[str, Any]:
    """Pool and connection options: 6 + 2 connections to PostgreSQL, since one hot row gets no faster with more."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 5, "check_same_thread": False}}
    return {
        "pool_size": 6,
        "max_overflow": 2,
        "pool_timeout": 30,
        "pool_pre_ping": False,
        "pool_recycle": 1800,
        "connect_args": {"options": POSTGRESQL_OPTIONS},
    }


def prepare_engine(engine: Engine) -> None:
    """Give a SQLite engine its pragmas, its explicit BEGIN and its queue of writers."""
    if engine.dialect.name != "sqlite" or hasattr(engine, "mentorhub_turns"):
        return
    engine.mentorhub_turns = Turns()  # type: ignore[attr-defined]
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _turn(session: Session) -> Any:
    return getattr(session.get_bind(), "mentorhub_turns", None) or nullcontext()


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver opens no transaction by itself; `_begin` does
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("mentorhub_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
