"""On whose behalf the database is asked, and how PostgreSQL gets to know, for its row-level security.

`transaction`, `reading` and `snapshot` name their viewer; outside them it is nobody, who sees no row of anybody's
notebook. PostgreSQL gets the viewer with the next statement, and only when it has changed.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

NOBODY = ""
SETTING = "app.viewer"  # read by the policies, which migrations make
_SET_VIEWER = f"SELECT set_config('{SETTING}', %s, %s)"
_SENT, _SENT_LOCALLY = "mentorhub_viewer", "mentorhub_viewer_local"


@dataclass(frozen=True)
class Viewer:
    """On whose behalf the database is asked: a user, an applicant by link, the public, the system."""

    kind: str
    id: int | None = None


PUBLIC = Viewer("public")
SYSTEM = Viewer("system")

_asking: ContextVar[str] = ContextVar("mentorhub_asking", default=NOBODY)


def USER(user_id: int) -> Viewer:  # noqa: N802 - reads as the constants beside it
    """A signed-in user."""
    return Viewer("user", user_id)


def APPLICANT(enrolment_id: int) -> Viewer:  # noqa: N802
    """The holder of an enrolment's link, who has no account yet."""
    return Viewer("applicant", enrolment_id)


@contextmanager
def asking_for(viewer: Viewer) -> Iterator[None]:
    """Statements inside are asked for this viewer. The public and applicants have no notebook: they are nobody."""
    named = {"system": "system", "user": f"user:{viewer.id}"}.get(viewer.kind, NOBODY)
    with _asking_as(named):
        yield


@contextmanager
def asking_for_nobody() -> Iterator[None]:
    """As at the beginning of a request or a periodic task, whatever was asked before in this thread."""
    with _asking_as(NOBODY):
        yield


def send_viewers(engine: Engine) -> None:
    """Send PostgreSQL the viewer with each statement."""
    event.listen(engine, "before_cursor_execute", _send)
    event.listen(engine, "commit", _forget_local)
    event.listen(engine, "rollback", _forget_local)


@contextmanager
def _asking_as(named: str) -> Iterator[None]:
    before = _asking.set(named)
    try:
        yield
    finally:
        _asking.reset(before)


def _send(connection: Connection, _cursor: Any, *_statement: Any) -> None:
    """Inside a transaction until its end (SET LOCAL), else for this connection until another viewer is sent.

    By a cursor of its own: the statement's may be one on the server, which runs nothing before it is read.
    """
    wanted, sent = _asking.get(), connection.info
    if sent.get(_SENT_LOCALLY, sent.get(_SENT, NOBODY)) == wanted:
        return
    is_local = "isolation_level" in connection.get_execution_options()
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(_SET_VIEWER, (wanted, is_local))
    sent[_SENT_LOCALLY if is_local else _SENT] = wanted


def _forget_local(connection: Connection) -> None:
    if not connection.invalidated:  # one that was lost has forgotten
        connection.info.pop(_SENT_LOCALLY, None)
