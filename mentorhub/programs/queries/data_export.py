"""The viewer's own inquiries, for the data export: those from their account's confirmed address."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.data_export import INSIDE, Exported, Section, named
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from mentorhub.programs.models.offers import Program

_INSIDE = {"id": INSIDE, "practice_id": INSIDE}
INQUIRIES = Exported(
    Inquiry,
    {
        **_INSIDE,
        "program_id": INSIDE,
        "email_key": "the address in the form that is searched for",
        "link_version": "it is part of the link that opens the conversation",
        "enrolment_id": INSIDE,
    },
)
MESSAGES = Exported(
    InquiryMessage,
    {
        **_INSIDE,
        "inquiry_id": INSIDE,
        "author_id": "who of the practice wrote it is the practice's to say",
    },
)
EXPORTED = (INQUIRIES, MESSAGES)


def inquiry_sections(*, viewer: Viewer) -> Mapping[str, Section]:
    """The inquiries and all messages of theirs, the oldest first."""
    mine = _own(viewer)
    asked: Select[Any] = (
        select(*named(programme=Program.title, practice=Practice.name), *INQUIRIES.columns())
        .join(Program, Program.id == Inquiry.program_id)
        .join(Practice, Practice.id == Inquiry.practice_id)
        .where(mine)
        .order_by(Inquiry.id)
    )
    said: Select[Any] = (
        select(*named(inquiry_id=Inquiry.public_id), *MESSAGES.columns())
        .join(Inquiry, Inquiry.id == InquiryMessage.inquiry_id)
        .where(mine)
        .order_by(InquiryMessage.id)
    )
    return {
        "inquiries": Section("inquiries", asked),
        "inquiry_messages": Section("inquiry_messages", said),
    }


def _own(viewer: Viewer) -> ColumnElement[bool]:
    proven = select(User.email_key).where(User.id == viewer.id, User.confirmed_at.is_not(None))
    return Inquiry.email_key.in_(proven)
