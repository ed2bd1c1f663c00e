"""Replies that a practice keeps for its answers: made, changed, taken away."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.programs.models.inquiries import SavedReply
from mentorhub.programs.queries.programs import refuse_strangers
from mentorhub.programs.rules.inquiries import (
    REPLIES_MAX,
    ReplyTitleTaken,
    TooManyReplies,
    refuse_unfit_message,
)


def add_reply(practice_id: int, *, viewer: Viewer, title: str, body: str) -> str:
    """Keep a reply; its public id. The same name and words again are one reply: the form was sent twice.

    Raises `MessageMissing`, `MessageTooLong`, `ReplyTitleTaken`, `TooManyReplies`, `NotFound` to strangers.
    """
    refuse_unfit_message(body)
    with transaction(viewer=viewer) as session:
        _lock_practice(session, practice_id, viewer=viewer)
        same = select(SavedReply.public_id).where(
            SavedReply.practice_id == practice_id,
            SavedReply.title == title,
            SavedReply.body == body,
        )
        known = session.scalar(same)
        if known is not None:
            return known
        kept = select(func.count(SavedReply.id)).where(SavedReply.practice_id == practice_id)
        if (session.scalar(kept) or 0) >= REPLIES_MAX:
            raise TooManyReplies
        _refuse_taken(session, practice_id, title)
        reply = SavedReply(practice_id=practice_id, title=title, body=body)
        session.add(reply)
        session.flush()
        return reply.public_id


def change_reply(public_id: str, *, viewer: Viewer, title: str, body: str, seen: str) -> None:
    """Other words for it; `seen` is the version of `SavedReply.written` that was read before.

    Raises as `add_reply`, but for their number; and `ChangedElsewhere`.
    """
    refuse_unfit_message(body)
    with transaction(viewer=viewer) as session:
        reply = _own(session, public_id, viewer=viewer)
        refuse_overwriting(reply.written, {"title": title, "body": body}, seen=seen)
        _refuse_taken(session, reply.practice_id, title, but=reply.id)
        reply.title, reply.body = title, body


def remove_reply(public_id: str, *, viewer: Viewer) -> dict[str, str]:
    """Take it away; what it said, so that it can be put back. Raises `NotFound` as `add_reply`."""
    with transaction(viewer=viewer) as session:
        reply = _own(session, public_id, viewer=viewer)
        written = reply.written
        session.delete(reply)
        return written


def _own(session: Session, public_id: str, *, viewer: Viewer) -> SavedReply:
    found = select(SavedReply).where(SavedReply.public_id == public_id)
    reply = session.scalar(found)
    if reply is None:
        raise NotFound
    _lock_practice(session, reply.practice_id, viewer=viewer)
    reply = session.scalar(found.execution_options(populate_existing=True))
    if reply is None:  # taken away while this waited
        raise NotFound
    return reply


def _lock_practice(session: Session, practice_id: int, *, viewer: Viewer) -> None:
    """Two who keep replies of one practice wait for each other."""
    refuse_strangers(practice_id, viewer=viewer)
    session.get_one(Practice, practice_id, with_for_update={"key_share": True})


def _refuse_taken(
    session: Session, practice_id: int, title: str, *, but: int | None = None
) -> None:
    taken = select(SavedReply.id).where(
        SavedReply.practice_id == practice_id,
        SavedReply.title == title,
        SavedReply.id != (but or 0),
    )
    if session.scalar(taken) is not None:
        raise ReplyTitleTaken
