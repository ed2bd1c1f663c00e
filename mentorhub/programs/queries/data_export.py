"""What the viewer asked from their account's confirmed address, for the data export: inquiries, news of openings."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.data_export import INSIDE, Exported, Section, named
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from mentorhub.programs.models.offers import Program
from mentorhub.programs.models.openings import OpeningNotice

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
OPENINGS = Exported(
    OpeningNotice,
    {
        **_INSIDE,
        "cohort_id": INSIDE,
        "email_key": "the address in the form that is searched for",
    },
)
EXPORTED = (INQUIRIES, MESSAGES, OPENINGS)


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


def opening_sections(*, viewer: Viewer) -> Mapping[str, Section]:
    """The openings of which the viewer's address wants to be told, or was told a while ago, the oldest first."""
    asked: Select[Any] = (
        select(
            *named(programme=Program.title, cohort=Cohort.name, practice=Practice.name),
            *OPENINGS.columns(),
        )
        .join(Cohort, Cohort.id == OpeningNotice.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
        .join(Practice, Practice.id == OpeningNotice.practice_id)
        .where(OpeningNotice.email_key.in_(_proven(viewer)))
        .order_by(OpeningNotice.id)
    )
    return {"opening_notices": Section("opening_notices", asked)}


def _own(viewer: Viewer) -> ColumnElement[bool]:
    return Inquiry.email_key.in_(_proven(viewer))


def _proven(viewer: Viewer) -> Select[str]:
    return select(User.email_key).where(User.id == viewer.id, User.confirmed_at.is_not(None))
