"""What tables are made of: the base class, column types, public ids."""

import datetime as dt
import secrets
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer, MetaData, String, inspect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm import registry as orm_registry
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


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
    for name, default in _plain_defaults(type(row)):  # type: ignore[arg-type] # a class can be a key
        setattr(row, name, default)
    for name, value in values.items():
        if not hasattr(type(row), name):
            raise TypeError(f"{name!r} is not an attribute of {type(row).__name__}")
        setattr(row, name, value)


@cache
def _plain_defaults(kind: Any) -> list[tuple[str, Any]]:
    columns = {each.key: each.columns[0] for each in inspect(kind).column_attrs}
    return [
        (name, column.default.arg)
        for name, column in columns.items()
        if isinstance(column.default, ScalarElementColumnDefault)
    ]


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
