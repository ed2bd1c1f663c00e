"""Reads of inquiries: a practice's list, one conversation as either side sees it, which are due to be forgotten."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.paging import PAGE, Paged
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.editing import offering
from mentorhub.programs.rules.inquiries import KEPT, Author, InquiryState


@dataclass(frozen=True)
class InquiryListed:
    """One line of the list; `words` are those of the last message, by `author`."""

    public_id: str
    name: str
    state: InquiryState
    program_title: str
    practice_name: str
    author: Author
    words: str
    at: dt.datetime


@dataclass(frozen=True)
class InquiryList:
    """One page of the list, narrowed to `shown`; `counts` has every state that occurs in all of them."""

    rows: tuple[InquiryListed, ...]
    counts: dict[InquiryState, int]
    shown: InquiryState | None
    paged: Paged


@dataclass(frozen=True)
class Message:
    """One message; `name` is of the member of the practice who wrote it, '' where that is not known."""

    author: Author
    name: str
    body: str
    at: dt.datetime


@dataclass(frozen=True)
class Conversation:
    """One inquiry with its messages, the first one first. `enrolment_id` is of the visitor's later seat."""

    id: int
    public_id: str
    name: str
    email: str
    state: InquiryState
    enrolment_id: int | None
    practice_id: int
    practice_name: str
    program_title: str
    program_slug: str
    locale: str
    timezone: str
    messages: tuple[Message, ...]

    @property
    def kept_until(self) -> dt.datetime:
        """When all of it is deleted, unless somebody writes again."""
        return self.messages[-1].at + KEPT


def listed_inquiries(*, viewer: Viewer, shown: InquiryState | None, page: int) -> InquiryList:
    """Those to the practices for which the viewer may answer, the latest message first. Two queries."""
    mine = Inquiry.practice_id.in_(offering(viewer))
    narrowed = mine if shown is None else mine & (Inquiry.state == shown)
    with reading(viewer=viewer) as session:
        by_state = select(Inquiry.state, func.count()).where(mine).group_by(Inquiry.state)
        counts = {state: count for state, count in session.execute(by_state)}  # noqa: C416 - rows are no pairs to mypy
        total = sum(counts.values()) if shown is None else counts.get(shown, 0)
        page = max(1, min(page, -(-total // PAGE)))  # one past the end is the last
        found = session.execute(
            _list()
            .where(narrowed)
            .order_by(Inquiry.last_message_at.desc(), Inquiry.id.desc())
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        )
        rows = tuple(InquiryListed(*row) for row in found)
    return InquiryList(rows, counts, shown, Paged(page, total, len(rows)))


def new_inquiries(*, viewer: Viewer) -> int:
    """How many wait for an answer of the viewer's practices."""
    waiting = select(func.count(Inquiry.id)).where(
        Inquiry.practice_id.in_(offering(viewer)), Inquiry.state == InquiryState.NEW
    )
    with reading(viewer=viewer) as session:
        return session.scalar(waiting) or 0


def answered_inquiry(public_id: str, *, viewer: Viewer) -> int:
    """The id of an inquiry that the viewer may answer; raises `NotFound` to anybody else."""
    query = select(Inquiry.id).where(
        Inquiry.public_id == public_id, Inquiry.practice_id.in_(offering(viewer))
    )
    return _found(query, viewer=viewer)


def inquiry_of_link(opened: tuple[str, int] | None, *, viewer: Viewer) -> int:
    """The id of the inquiry whose link this is; `opened` is (public id, link version). Raises `NotFound`."""
    if opened is None:
        raise NotFound
    public_id, version = opened
    query = select(Inquiry.id).where(
        Inquiry.public_id == public_id, Inquiry.link_version == version
    )
    return _found(query, viewer=viewer)


def conversation(inquiry_id: int, *, viewer: Viewer) -> Conversation:
    """All of it; who may see it is asked by `answered_inquiry` or `inquiry_of_link`. Raises `NotFound`. Two queries."""
    with reading(viewer=viewer) as session:
        row = session.execute(
            select(Inquiry, Program.title, Program.slug, Practice)
            .join(Program, Program.id == Inquiry.program_id)
            .join(Practice, Practice.id == Inquiry.practice_id)
            .where(Inquiry.id == inquiry_id)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            raise NotFound
        return _conversation(row, _messages(session, inquiry_id))


def inquiries_to_forget(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Those in which nobody has written for so long, and those of people whose account is to be erased."""
    due = select(Inquiry.id).where((Inquiry.last_message_at <= now - KEPT) | _is_leaving(now))
    with reading(viewer=viewer) as session:
        return list(session.scalars(due.order_by(Inquiry.id).limit(limit)))


def holds_data(user_id: int) -> bool:
    """Whether an inquiry names the address of this user still, so that their row cannot be erased yet."""
    named = select(Inquiry.id).join(User, User.email_key == Inquiry.email_key)
    with reading(viewer=SYSTEM) as session:
        return session.scalar(named.where(User.id == user_id).limit(1)) is not None


def _is_leaving(now: dt.datetime) -> ColumnElement[bool]:
    return exists().where(User.email_key == Inquiry.email_key, User.closing_at <= now - GRACE)


def _list() -> Select[str, str, InquiryState, str, str, Author, str, dt.datetime]:
    last = (
        select(func.max(InquiryMessage.id))
        .where(InquiryMessage.inquiry_id == Inquiry.id)
        .correlate(Inquiry)
        .scalar_subquery()
    )
    return (
        select(
            Inquiry.public_id,
            Inquiry.name,
            Inquiry.state,
            Program.title,
            Practice.name,
            InquiryMessage.author,
            InquiryMessage.body,
            InquiryMessage.at,
        )
        .join(Program, Program.id == Inquiry.program_id)
        .join(Practice, Practice.id == Inquiry.practice_id)
        .join(InquiryMessage, InquiryMessage.id == last)
    )


def _messages(session: Session, inquiry_id: int) -> tuple[Message, ...]:
    rows = session.execute(
        select(
            InquiryMessage.author,
            func.coalesce(User.name, ""),
            InquiryMessage.body,
            InquiryMessage.at,
        )
        .outerjoin(User, User.id == InquiryMessage.author_id)
        .where(InquiryMessage.inquiry_id == inquiry_id)
        .order_by(InquiryMessage.id)
    )
    return tuple(Message(*row) for row in rows)


def _conversation(
    row: Row[Inquiry, str, str, Practice], messages: tuple[Message, ...]
) -> Conversation:
    inquiry, title, slug, practice = row
    return Conversation(
        id=inquiry.id,
        public_id=inquiry.public_id,
        name=inquiry.name,
        email=inquiry.email,
        state=inquiry.state,
        enrolment_id=inquiry.enrolment_id,
        practice_id=practice.id,
        practice_name=practice.name,
        program_title=title,
        program_slug=slug,
        locale=practice.locale,
        timezone=practice.timezone,
        messages=messages,
    )


def _found(query: Select[int], *, viewer: Viewer) -> int:
    with reading(viewer=viewer) as session:
        found = session.scalar(query)
    if found is None:
        raise NotFound
    return found
