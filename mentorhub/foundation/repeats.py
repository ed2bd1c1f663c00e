"""Requests that may be sent twice: the key each came with, what it asked, and what was answered, for a day.

Source: draft-ietf-httpapi-idempotency-key-header. `begin` says what becomes of one that was never answered.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import Id, Model
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import Refusal

KEPT = dt.timedelta(hours=24)
HELD_FOR = dt.timedelta(minutes=5)  # longer than any request takes
KEY_MAX = 255  # characters


class RepeatedRequest(Model):
    """One request by its key (hashed), of one user. `answer` is None until it is answered, or once it was forgotten."""

    __tablename__ = "repeated_request"
    __table_args__ = (
        UniqueConstraint("user_id", "key_hash", name="a_key_is_used_once"),
        CheckConstraint("length(key_hash) = 64", name="key_is_hashed"),
        CheckConstraint("length(asked_hash) = 64", name="what_was_asked_is_hashed"),
        CheckConstraint("(status IS NULL) = (answered_at IS NULL)", name="answered_with_a_status"),
        CheckConstraint(
            "answer IS NULL OR answered_at IS NOT NULL", name="no_answer_before_it_is_answered"
        ),
        Index("ix_repeated_request_begun", "begun_at"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE")
    )
    key_hash: Mapped[str] = mapped_column(String(64))
    asked_hash: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[dt.datetime]
    held_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    status: Mapped[int | None]
    headers: Mapped[str] = mapped_column(String(1000), default="")
    answer: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


@dataclass(frozen=True)
class Answer:
    """What was answered: status, headers as lines `Name: value`, body."""

    status: int
    headers: str
    body: bytes


@dataclass(frozen=True)
class Held:
    """Act on the request; `begun_at` is when the first one with its key came."""

    begun_at: dt.datetime


class AskedOtherwise(Refusal):
    """The key came before with another request."""


class StillRunning(Refusal):
    """The first request with this key is not answered yet."""


class AnswerForgotten(Refusal):
    """It was done, and its answer is not kept any more: what it was about was erased."""


def begin(key_hash: str, asked_hash: str, *, viewer: Viewer) -> Answer | Held:
    """Hold the key for this request, or give what was answered to it before.

    A process that stopped in between leaves a row without an answer: after `HELD_FOR` the next one acts in its place.

    Raises `AskedOtherwise`, `StillRunning`, `AnswerForgotten`.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        mine = _mine(key_hash, viewer)
        session.execute(
            delete(RepeatedRequest).where(*mine, RepeatedRequest.begun_at <= now - KEPT)
        )
        found = session.scalar(select(RepeatedRequest).where(*mine).with_for_update())
        if found is None:
            _hold(session, key_hash, asked_hash, user_id=viewer.id or 0, now=now)
            return Held(now)
        if found.asked_hash != asked_hash:
            raise AskedOtherwise
        if found.status is None:
            if now < found.held_at + HELD_FOR:
                raise StillRunning
            found.held_at = now
            return Held(found.begun_at)
        if found.answer is None:
            raise AnswerForgotten
        return Answer(found.status, found.headers, found.answer)


def finish(key_hash: str, answer: Answer, *, viewer: Viewer) -> None:
    """This was answered."""
    with transaction(viewer=viewer) as session:
        session.execute(
            update(RepeatedRequest)
            .where(*_mine(key_hash, viewer))
            .values(
                status=answer.status,
                headers=answer.headers,
                answer=answer.body,
                answered_at=clock.now(),
            )
        )


def give_up(key_hash: str, *, viewer: Viewer) -> None:
    """Nothing was done: the key is free again."""
    with transaction(viewer=viewer) as session:
        mine = _mine(key_hash, viewer)
        session.execute(delete(RepeatedRequest).where(*mine, RepeatedRequest.status.is_(None)))


def forget_answers(session: Session, user_id: int) -> None:
    """Keep no word of what was answered to this user, in the caller's transaction; what was done is not done twice."""
    session.execute(
        update(RepeatedRequest).where(RepeatedRequest.user_id == user_id).values(answer=None)
    )


def forget_requests() -> int:
    """Delete those that are a day old; returns 0, since nothing is ever left."""
    with transaction(viewer=SYSTEM) as session:
        is_old = RepeatedRequest.begun_at <= clock.now() - KEPT
        session.execute(delete(RepeatedRequest).where(is_old))
    return 0


def _hold(
    session: Session, key_hash: str, asked_hash: str, *, user_id: int, now: dt.datetime
) -> None:
    """Of two that come at the same moment the second finds the first one's row."""
    row = RepeatedRequest(
        user_id=user_id, key_hash=key_hash, asked_hash=asked_hash, begun_at=now, held_at=now
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise StillRunning from None


def _mine(key_hash: str, viewer: Viewer) -> tuple[Any, ...]:
    return RepeatedRequest.user_id == viewer.id, RepeatedRequest.key_hash == key_hash
