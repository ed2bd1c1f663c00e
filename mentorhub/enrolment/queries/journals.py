"""The public reads of a cohort's journal: what was written in which order, and never about whom."""

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, joinedload

from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.queries.managed import seen_practices
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.cohorts import IN_PUBLIC
from mentorhub.programs.rules.offers import ProgramState

PAGE = 100
_ENTRY = (LineEntry.number, LineEntry.kind, LineEntry.text, LineEntry.hash, LineEntry.at)


@dataclass(frozen=True)
class Entry:
    """One entry as anybody may read it. `seats` is the cohort's new count, where the entry changed it."""

    number: int
    kind: str
    at: dt.datetime
    place: int | None
    seat: int | None
    seats: int | None
    hash: str


@dataclass(frozen=True, kw_only=True)
class Journal:
    """A cohort's journal: its counters and head as they stood together, and one page of entries, newest first."""

    id: int
    public_id: str
    cohort_name: str
    program_title: str
    slug: str
    has_page: bool
    is_rehearsal: bool
    locale: str
    timezone: str
    seats: int
    taken: int
    waiting: int
    allocation_number: int
    allocated_at: dt.datetime | None
    total: int
    head: str
    page: int = 1
    entries: tuple[Entry, ...] = ()

    @property
    def first(self) -> int:
        """Which of all entries, from the newest, this page begins with; from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Which of all entries, from the newest, this page ends with."""
        return self.first + len(self.entries) - 1


def journal(public_id: str, *, viewer: Viewer, page: int) -> Journal:
    """One page of the journal of a published or cancelled cohort; a page past the end is the last. Two queries.

    A rehearsal has one, too, for the members of its practice.

    Raises `NotFound` for any other cohort.
    """
    with reading(viewer=viewer) as session:
        cohort = _cohort(session, public_id, viewer)
        page = max(1, min(page, -(-cohort.entries // PAGE)))
        newest = cohort.entries - (page - 1) * PAGE
        rows = session.execute(
            select(*_ENTRY)
            .where(
                LineEntry.cohort_id == cohort.id,
                LineEntry.number <= newest,
                LineEntry.number > newest - PAGE,
            )
            .order_by(LineEntry.number.desc())
        )
        return _journal(cohort, page=page, entries=tuple(_entry(row) for row in rows))


def journal_head(public_id: str, *, viewer: Viewer) -> Journal:
    """The same without entries: how many there are, and the hash of the last. One query."""
    with reading(viewer=viewer) as session:
        return _journal(_cohort(session, public_id, viewer))


def journal_entry(journal: Journal, *, number: int, viewer: Viewer) -> Entry | None:
    """The entry of this number, if there is one by now; asked for only where it is not on the page."""
    for entry in journal.entries:
        if entry.number == number:
            return entry
    with reading(viewer=viewer) as session:
        row = session.execute(
            select(*_ENTRY).where(LineEntry.cohort_id == journal.id, LineEntry.number == number)
        ).one_or_none()
    return _entry(row) if row else None


def journal_texts(
    journal: Journal, *, after: int, limit: int, viewer: Viewer
) -> list[tuple[int, str, str]]:
    """(number, hash, canonical text) of the entries after a number, up to the journal's own last one."""
    with reading(viewer=viewer) as session:
        rows = session.execute(
            select(LineEntry.number, LineEntry.hash, LineEntry.text)
            .where(
                LineEntry.cohort_id == journal.id,
                LineEntry.number > after,
                LineEntry.number <= journal.total,
            )
            .order_by(LineEntry.number)
            .limit(limit)
        )
        return [(row.number, row.hash, row.text) for row in rows]


def _is_rehearsed_by(viewer: Viewer) -> ColumnElement[bool]:
    """A rehearsal's journal is for the members of its practice."""
    if viewer.kind != "user":
        return false()
    return Cohort.rehearses_id.is_not(None) & Cohort.practice_id.in_(seen_practices(viewer))


def _cohort(session: Session, public_id: str, viewer: Viewer) -> Cohort:
    found = session.scalars(
        select(Cohort)
        .where(
            Cohort.public_id == public_id, Cohort.state.in_(IN_PUBLIC) | _is_rehearsed_by(viewer)
        )
        .options(joinedload(Cohort.program).joinedload(Program.practice))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _journal(cohort: Cohort, *, page: int = 1, entries: tuple[Entry, ...] = ()) -> Journal:
    program = cohort.program
    return Journal(
        id=cohort.id,
        public_id=cohort.public_id,
        cohort_name=cohort.name,
        program_title=program.title,
        slug=program.slug,
        has_page=program.state == ProgramState.PUBLISHED,
        is_rehearsal=cohort.is_rehearsal,
        locale=program.practice.locale,
        timezone=program.practice.timezone,
        seats=cohort.seats,
        taken=cohort.taken,
        waiting=cohort.waiting,
        allocation_number=cohort.allocation_number,
        allocated_at=cohort.allocated_at,
        total=cohort.entries,
        head=cohort.journal_head,
        page=page,
        entries=entries,
    )


def _entry(row: Row[int, str, str, str, dt.datetime]) -> Entry:
    told = json.loads(row.text)
    return Entry(
        number=row.number,
        kind=row.kind,
        at=row.at,
        place=told["place"],
        seat=told["seat"],
        seats=told.get("seats"),
        hash=row.hash,
    )
