"""Mails of programs: a visitor's inquiry, to the practice."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from mentorhub.foundation.names import isolated
from mentorhub.mail import outbox
from mentorhub.mail.kinds import Kind, Weight
from mentorhub.programs.models.offers import Inquiry

KINDS = (Kind("programs.inquiry", Weight.INQUIRY, _l("A visitor’s inquiry to the practice")),)


def queue_inquiry(session: Session, inquiry: Inquiry, *, now: dt.datetime) -> None:
    """The inquiry, to the practice's own address; a reply goes to the writer, who gets no copy.

    A copy would let anybody make us send mail to any address.
    """
    program = inquiry.program
    practice = program.practice
    with outbox.written_for(practice.locale, practice.timezone):
        who, about = isolated(inquiry.name), isolated(program.title)
        subject = _("%(name)s asks about %(program)s", name=who, program=about)
    outbox.queue(
        session,
        "programs/emails/inquiry",
        to_name=practice.name,
        to_address=practice.email,
        reply_to=inquiry.email,
        subject=subject,
        locale=practice.locale,
        zone=practice.timezone,
        now=now,
        practice_id=practice.id,
        inquiry={
            "name": inquiry.name,
            "email": inquiry.email,
            "message": inquiry.message,
            "is_answerable": outbox.is_answerable(inquiry.email),
        },
        program={"title": program.title},
    )
