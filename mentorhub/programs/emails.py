"""Mails of programs: a visitor's letter, to the practice."""

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.foundation import mail
from mentorhub.foundation.names import isolated
from mentorhub.programs.models import Inquiry


def queue_inquiry(session: Session, letter: Inquiry, *, now: dt.datetime) -> None:
    """The letter to the practice's own address; answering it answers the writer, who gets no copy.

    A copy would let anybody have our mail sent to any address.
    """
    program = letter.program
    practice = program.practice
    with mail.written_for(practice.locale, practice.timezone):
        who, about = isolated(letter.name), isolated(program.title)
        subject = _("%(name)s asks about %(program)s", name=who, program=about)
    mail.queue(
        session,
        "programs/emails/inquiry",
        to_name=practice.name,
        to_address=practice.email,
        reply_to=letter.email,
        subject=subject,
        locale=practice.locale,
        zone=practice.timezone,
        now=now,
        practice_id=practice.id,
        inquiry={
            "name": letter.name,
            "email": letter.email,
            "message": letter.message,
            "is_answerable": mail.is_answerable(letter.email),
        },
        program={"title": program.title},
    )
