"""Inquiries by the visitor, from the public page and from the page that their link opens; and what becomes of them."""

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.retention import forget_address
from mentorhub.programs import emails
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.inquiries import (
    INQUIRY,
    KEPT,
    SAME_WORDS,
    Author,
    Followed,
    InquiryDeclined,
    refuse_unfit_message,
)


def send_inquiry(
    program_id: int, *, name: str, email: str, message: str, has_copy: bool = False
) -> str:
    """Store a visitor's inquiry and mail it to the practice; returns its public id.

    With `has_copy` the visitor gets a mail, too, with the link to their page of it. The same words from the same
    address within the hour are one inquiry: the form was submitted twice. Raises `NotFound`, `MessageMissing`,
    `MessageTooLong`.
    """
    refuse_unfit_message(message)
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        program = session.get(Program, program_id, with_for_update={"key_share": True})
        if program is None:
            raise NotFound
        known = _same(session, program, email, message, now=now)
        if known is not None:
            return known
        inquiry = Inquiry(
            practice_id=program.practice_id,
            program_id=program.id,
            name=name,
            email=email,
            email_key=email_key(email),
            created_at=now,
            last_message_at=now,
        )
        session.add(inquiry)
        session.flush()
        session.add(inquiry.ask(message, now=now))
        emails.queue_inquiry(session, inquiry, message, now=now)
        if has_copy:
            emails.queue_copy(session, inquiry, message, now=now)
        return inquiry.public_id


def write_again(inquiry_id: int, *, message: str) -> None:
    """Further words of the visitor, mailed to the practice; the same words again within the hour change nothing.

    Raises `InquiryDeclined`, `NotFound`, `MessageMissing`, `MessageTooLong`.
    """
    refuse_unfit_message(message)
    with transaction(viewer=PUBLIC) as session:
        inquiry, now = _locked(session, inquiry_id), clock.now()
        if not INQUIRY.allows("ask", inquiry.state):
            raise InquiryDeclined
        if is_said_already(session, inquiry, Author.VISITOR, message, now=now):
            return
        session.add(inquiry.ask(message, now=now))
        emails.queue_further_words(session, inquiry, message, now=now)


def delete_inquiry(inquiry_id: int) -> None:
    """At the visitor's wish: the conversation is deleted with all its messages, and the practice is told.

    Raises `NotFound`, also where it was deleted before.
    """
    with transaction(viewer=PUBLIC) as session:
        inquiry = _locked(session, inquiry_id)
        emails.queue_deleted(session, inquiry, now=clock.now())
        _delete(session, inquiry)


def forget_inquiry(inquiry_id: int) -> bool:
    """Delete a conversation whose time is over, or whose visitor's account is erased; False where it is not due."""
    with transaction(viewer=SYSTEM) as session:
        inquiry, now = _locked(session, inquiry_id), clock.now()
        is_leaving = session.scalar(
            select(User.id).where(
                User.email_key == inquiry.email_key, User.closing_at <= now - GRACE
            )
        )
        if is_leaving is None and inquiry.last_message_at > now - KEPT:
            return False
        if is_leaving is not None:
            forget_address(session, inquiry.email, package="programs", now=now)
        _delete(session, inquiry)
        return True


def enrol_inquiry(followed: Followed) -> bool:
    """The visitor has this seat since; False where the inquiry waits for an answer, or says so already.

    Raises `NotFound`.
    """
    with transaction(viewer=SYSTEM) as session:
        inquiry = _locked(session, followed.inquiry_id)
        if not INQUIRY.allows("enrol", inquiry.state):
            return False
        inquiry.enrol(followed.enrolment_id)
        return True


def is_said_already(
    session: Session, inquiry: Inquiry, author: Author, words: str, *, now: dt.datetime
) -> bool:
    """Whether the last message is this one, written within the hour: the form was submitted twice."""
    last = session.scalar(
        select(InquiryMessage)
        .where(InquiryMessage.inquiry_id == inquiry.id)
        .order_by(InquiryMessage.id.desc())
        .limit(1)
    )
    return (
        last is not None
        and (last.author, last.body) == (author, words)
        and last.at > now - SAME_WORDS
    )


def _same(
    session: Session, program: Program, email: str, message: str, *, now: dt.datetime
) -> str | None:
    """The public id of an inquiry of the last hour in which this address has said these words."""
    return session.scalar(
        select(Inquiry.public_id)
        .join(InquiryMessage, InquiryMessage.inquiry_id == Inquiry.id)
        .where(
            Inquiry.practice_id == program.practice_id,
            Inquiry.program_id == program.id,
            Inquiry.email_key == email_key(email),
            Inquiry.created_at > now - SAME_WORDS,
            InquiryMessage.author == Author.VISITOR,
            InquiryMessage.body == message,
        )
    )


def _locked(session: Session, inquiry_id: int) -> Inquiry:
    inquiry = session.get(
        Inquiry, inquiry_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if inquiry is None:
        raise NotFound
    return inquiry


def _delete(session: Session, inquiry: Inquiry) -> None:
    """The database deletes its messages with it, and refuses to delete them otherwise."""
    session.execute(delete(Inquiry).where(Inquiry.id == inquiry.id))
