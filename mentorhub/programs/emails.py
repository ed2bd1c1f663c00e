"""Mails of programs: a visitor's inquiry, to the practice and back; and of an opening, to whoever asked for it."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import links
from mentorhub.foundation.names import isolated
from mentorhub.mail import outbox
from mentorhub.mail.kinds import Kind, Weight
from mentorhub.programs.models.inquiries import Inquiry
from mentorhub.programs.models.openings import OpeningNotice
from mentorhub.programs.rules.inquiries import KEPT, InquiryState, without_links
from mentorhub.programs.rules.openings import CONFIRMED_WITHIN
from mentorhub.programs.rules.openings import KEPT as OPENING_KEPT

KINDS = (
    Kind("programs.inquiry", Weight.INQUIRY, _l("A visitor’s inquiry to the practice")),
    Kind("programs.inquiry_copy", Weight.INQUIRY, _l("A copy of the inquiry to the visitor")),
    Kind("programs.inquiry_answer", Weight.INQUIRY, _l("The practice’s answer to an inquiry")),
    Kind("programs.inquiry_again", Weight.INQUIRY, _l("Further words to an inquiry")),
    Kind("programs.inquiry_deleted", Weight.INQUIRY, _l("A visitor has deleted their inquiry")),
    Kind("programs.opening_link", Weight.WISH, _l("A link to confirm the wish to be told")),
    Kind("programs.opening", Weight.WISH, _l("Enrolment has opened")),
)


def queue_inquiry(session: Session, inquiry: Inquiry, words: str, *, now: dt.datetime) -> None:
    """A new inquiry, to the practice's own address; a reply to the mail goes to the visitor."""
    practice = inquiry.program.practice
    with outbox.written_for(practice.locale, practice.timezone):
        who, about = isolated(inquiry.name), isolated(inquiry.program.title)
        subject = _("%(name)s asks about %(program)s", name=who, program=about)
    _to_practice(session, "inquiry", inquiry, subject, words, now=now)


def queue_further_words(
    session: Session, inquiry: Inquiry, words: str, *, now: dt.datetime
) -> None:
    """The visitor has written again, to the practice."""
    practice = inquiry.program.practice
    with outbox.written_for(practice.locale, practice.timezone):
        who, about = isolated(inquiry.name), isolated(inquiry.program.title)
        subject = _("%(name)s has written again about %(program)s", name=who, program=about)
    _to_practice(session, "inquiry_again", inquiry, subject, words, now=now)


def queue_deleted(session: Session, inquiry: Inquiry, *, now: dt.datetime) -> None:
    """The visitor has deleted the conversation, to the practice: there is nothing left to answer."""
    practice = inquiry.program.practice
    with outbox.written_for(practice.locale, practice.timezone):
        subject = _("%(name)s has deleted their inquiry", name=isolated(inquiry.name))
    outbox.queue(
        session,
        "programs/emails/inquiry_deleted",
        subject=subject,
        now=now,
        **_practice(practice),
        inquiry={"name": inquiry.name},
        program={"title": inquiry.program.title},
    )


def queue_copy(session: Session, inquiry: Inquiry, words: str, *, now: dt.datetime) -> None:
    """What was sent, to the address that was typed, with the link to its page.

    Anybody can type anybody's address: nothing of it is the sender's but the words, and of those no link is.
    """
    practice = inquiry.program.practice
    with outbox.written_for(practice.locale, practice.timezone):
        subject = _("Your message to %(practice)s", practice=isolated(practice.name))
    _to_visitor(session, "inquiry_copy", inquiry, subject, without_links(words), now=now)


def queue_answer(session: Session, inquiry: Inquiry, words: str, *, now: dt.datetime) -> None:
    """The practice's words, to the visitor; a reply to the mail goes to the practice."""
    practice = inquiry.program.practice
    with outbox.written_for(practice.locale, practice.timezone):
        subject = _("%(practice)s has answered you", practice=isolated(practice.name))
    _to_visitor(session, "inquiry_answer", inquiry, subject, words, now=now)


def queue_opening_link(session: Session, notice: OpeningNotice, *, now: dt.datetime) -> None:
    """The link by which this address says that it wants to be told; anybody could have typed it."""
    program = notice.cohort.program
    with outbox.written_for(program.practice.locale, program.practice.timezone):
        subject = _("Shall we tell you when %(program)s opens?", program=isolated(program.title))
    _to_listed(session, "opening_link", notice, subject, days=CONFIRMED_WITHIN.days, now=now)


def queue_opening(session: Session, notice: OpeningNotice, *, now: dt.datetime) -> None:
    """Enrolment is open, to an address that has asked for it."""
    program = notice.cohort.program
    with outbox.written_for(program.practice.locale, program.practice.timezone):
        subject = _("Enrolment for %(program)s is open", program=isolated(program.title))
    _to_listed(
        session,
        "opening",
        notice,
        subject,
        days=OPENING_KEPT.days,
        now=now,
        fact_key=f"opening {notice.public_id} announced",
    )


def _to_listed(
    session: Session,
    name: str,
    notice: OpeningNotice,
    subject: str,
    *,
    days: int,
    now: dt.datetime,
    fact_key: str | None = None,
) -> None:
    cohort, practice = notice.cohort, notice.cohort.program.practice
    outbox.queue(
        session,
        f"programs/emails/{name}",
        to_name="",
        to_address=notice.email,
        reply_to=practice.email,
        subject=subject,
        locale=practice.locale,
        zone=practice.timezone,
        now=now,
        practice_id=practice.id,
        fact_key=fact_key,
        practice={"name": practice.name},
        program={"title": cohort.program.title},
        cohort={"name": cohort.name, "opens_at": cohort.opens_at, "closes_at": cohort.closes_at},
        days=days,
        link=links.absolute(f"/opening-notices/{notice.token}"),
        page_link=links.absolute(f"/programs/{cohort.program.slug}"),
    )


def _to_practice(
    session: Session, name: str, inquiry: Inquiry, subject: str, words: str, *, now: dt.datetime
) -> None:
    outbox.queue(
        session,
        f"programs/emails/{name}",
        reply_to=inquiry.email,
        subject=subject,
        now=now,
        **_practice(inquiry.program.practice),
        inquiry={
            "name": inquiry.name,
            "email": inquiry.email,
            "message": words,
            "is_answerable": outbox.is_answerable(inquiry.email),
        },
        program={"title": inquiry.program.title},
        link=links.absolute(f"/practice/inquiries/{inquiry.public_id}"),
    )


def _to_visitor(
    session: Session, name: str, inquiry: Inquiry, subject: str, words: str, *, now: dt.datetime
) -> None:
    practice = inquiry.program.practice
    outbox.queue(
        session,
        f"programs/emails/{name}",
        to_name="",
        to_address=inquiry.email,
        reply_to=practice.email,
        subject=subject,
        locale=practice.locale,
        zone=practice.timezone,
        now=now,
        practice_id=practice.id,
        message=words,
        practice={"name": practice.name},
        program={"title": inquiry.program.title},
        is_declined=inquiry.state == InquiryState.DECLINED,
        kept_days=KEPT.days,
        link=links.absolute(f"/inquiries/{inquiry.token}"),
    )


def _practice(practice: Practice) -> dict[str, Any]:
    return {
        "to_name": practice.name,
        "to_address": practice.email,
        "locale": practice.locale,
        "zone": practice.timezone,
        "practice_id": practice.id,
    }
