"""Inquiries to the mentor from the public page."""

from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.programs import emails
from mentorhub.programs.models.offers import Inquiry, Program
from mentorhub.programs.rules.offers import SAME_INQUIRY


def send_inquiry(program_id: int, *, name: str, email: str, message: str) -> str:
    """Store a visitor's inquiry and mail it to the practice; returns its public id. Raises `NotFound`.

    The same words from the same address within the hour are one inquiry: the form was submitted twice.
    """
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        program = session.get(Program, program_id, with_for_update={"key_share": True})
        if program is None:
            raise NotFound
        known = session.scalar(
            select(Inquiry.public_id).where(
                Inquiry.practice_id == program.practice_id,
                Inquiry.created_at > now - SAME_INQUIRY,
                Inquiry.program_id == program.id,
                Inquiry.email == email,
                Inquiry.message == message,
            )
        )
        if known is not None:
            return known
        inquiry = Inquiry(
            practice_id=program.practice_id,
            program_id=program.id,
            name=name,
            email=email,
            message=message,
            created_at=now,
        )
        session.add(inquiry)
        session.flush()
        emails.queue_inquiry(session, inquiry, now=now)
        return inquiry.public_id
