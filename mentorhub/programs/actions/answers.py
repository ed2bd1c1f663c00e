"""What a practice does with an inquiry: answer it, decline it with words or without, take that back."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs import emails
from mentorhub.programs.actions.inquiries import is_said_already
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from mentorhub.programs.queries.programs import refuse_strangers
from mentorhub.programs.rules.inquiries import (
    INQUIRY,
    Author,
    InquiryDeclined,
    InquiryEnrolled,
    InquiryState,
    MessagesSince,
    refuse_unfit_answer,
)


def answer_inquiry(inquiry_id: int, *, viewer: Viewer, message: str, seen: int) -> None:
    """Store an answer and mail it to the visitor; `seen` is how many messages the writer has seen.

    The same words again within the hour change nothing. Raises `MessageMissing`, `MessageTooLong`, `BracketsUnfilled`,
    `InquiryDeclined`, `MessagesSince`, `NotFound` to strangers.
    """
    refuse_unfit_answer(message)
    with transaction(viewer=viewer) as session:
        inquiry, now = _locked(session, inquiry_id, viewer=viewer), clock.now()
        if not INQUIRY.allows("answer", inquiry.state):
            raise InquiryDeclined
        if is_said_already(session, inquiry, Author.PRACTICE, message, now=now):
            return
        _refuse_unseen(session, inquiry, seen)
        session.add(inquiry.answer(message, by=viewer.id, now=now))
        emails.queue_answer(session, inquiry, message, now=now)


def decline_inquiry(inquiry_id: int, *, viewer: Viewer, message: str, seen: int) -> None:
    """End the conversation. Words are mailed to the visitor; without any ('') nothing is mailed.

    Declining again without words, or in the same ones, changes nothing. Raises as `answer_inquiry`, but for missing
    words; `InquiryDeclined` for other words once it is declined, `InquiryEnrolled`.
    """
    if message:
        refuse_unfit_answer(message)
    with transaction(viewer=viewer) as session:
        inquiry, now = _locked(session, inquiry_id, viewer=viewer), clock.now()
        if inquiry.state == InquiryState.ENROLLED:
            raise InquiryEnrolled
        if inquiry.state == InquiryState.DECLINED:
            if message and not is_said_already(session, inquiry, Author.PRACTICE, message, now=now):
                raise InquiryDeclined
            return
        _refuse_unseen(session, inquiry, seen)
        said = inquiry.decline(message, by=viewer.id, now=now)
        if said is not None:
            session.add(said)
            emails.queue_answer(session, inquiry, message, now=now)


def reopen_inquiry(inquiry_id: int, *, viewer: Viewer) -> None:
    """A declined one waits for an answer again; any other stays as it is. Raises `NotFound` to strangers."""
    with transaction(viewer=viewer) as session:
        inquiry = _locked(session, inquiry_id, viewer=viewer)
        if INQUIRY.allows("reopen", inquiry.state):
            inquiry.reopen()


def _locked(session: Session, inquiry_id: int, *, viewer: Viewer) -> Inquiry:
    inquiry = session.get(
        Inquiry, inquiry_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if inquiry is None:
        raise NotFound
    refuse_strangers(inquiry.practice_id, viewer=viewer)
    return inquiry


def _refuse_unseen(session: Session, inquiry: Inquiry, seen: int) -> None:
    written = select(func.count(InquiryMessage.id)).where(InquiryMessage.inquiry_id == inquiry.id)
    if session.scalar(written) != seen:
        raise MessagesSince
