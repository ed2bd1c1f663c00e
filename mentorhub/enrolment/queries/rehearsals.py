"""Rehearsals of a cohort, for the practice that may change it: the running or last one, its places, its page."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import names_somebody
from mentorhub.enrolment.queries.checkouts import NOTHING, Money, money_of
from mentorhub.enrolment.queries.managed import managed_practices
from mentorhub.enrolment.rules.rehearsals import NAMES_KEPT
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries import shown
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules.cohorts import CohortState


@dataclass(frozen=True)
class RehearsedPlace:
    """A place of somebody who is made up; `token` opens their page to members of the practice."""

    enrolment: Enrolment
    token: str
    money: Money


@dataclass(frozen=True)
class Rehearsal:
    """A cohort with its running or else last rehearsal, None before the first. `is_paid`: at a sandbox of Stripe's."""

    cohort: Cohort
    program: Program
    last: Cohort | None
    places: tuple[RehearsedPlace, ...]
    is_paid: bool
    is_running: bool

    @property
    def has_enrolled(self) -> bool:
        """Whether somebody went the whole way in it."""
        return any(place.enrolment.enrolled_at is not None for place in self.places)


def rehearsal(cohort_id: int, *, viewer: Viewer, now: dt.datetime) -> Rehearsal:
    """Of this cohort, as of `now`. Six queries at most. Raises `NotFound` to whoever may not manage its line."""
    with reading(viewer=viewer) as session:
        cohort = _cohort(session, cohort_id, viewer=viewer)
        last = session.scalar(
            select(Cohort)
            .where(Cohort.rehearses_id == cohort_id)
            .order_by(Cohort.id.desc())
            .limit(1)
            .options(joinedload(Cohort.mentor), joinedload(Cohort.prices))
            .execution_options(populate_existing=True)
        )
        prices = last.prices if last else cohort.prices
        return Rehearsal(
            cohort=cohort,
            program=cohort.program,
            last=last,
            places=_places(session, last.id) if last else (),
            is_paid=bool(settings().rehearsal_key) and any(one.amount_minor for one in prices),
            is_running=last is not None and _is_running(last, now),
        )


def rehearsed_page(cohort_id: int, *, viewer: Viewer, now: dt.datetime) -> ProgramPage:
    """The programme's page as visitors would see it, with the running rehearsal for its cohort.

    Raises `NotFound` to strangers, and where none is running.
    """
    with reading(viewer=viewer) as session:
        cohort = _cohort(session, cohort_id, viewer=viewer)
        running = running_rehearsal(session, cohort_id)
        if running is None or not _is_running(running, now):
            raise NotFound
        return shown.page(cohort.program, running, slug=cohort.program.slug, now=now)


def running_rehearsal(session: Session, cohort_id: int) -> Cohort | None:
    """Of this cohort; one whose hour is over runs until a periodic task has ended it."""
    return session.scalar(
        select(Cohort).where(
            Cohort.rehearses_id == cohort_id, Cohort.state == CohortState.REHEARSAL
        )
    )


def was_rehearsed(program_id: str, *, viewer: Viewer) -> bool:
    """Whether somebody has gone the whole way in a rehearsal of this programme (by public id)."""
    enrolled = (
        select(Enrolment.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
        .where(
            Program.public_id == program_id,
            Cohort.rehearses_id.is_not(None),
            Cohort.practice_id.in_(managed_practices(viewer)),
            Enrolment.enrolled_at.is_not(None),
        )
    )
    with reading(viewer=viewer) as session:
        return bool(session.scalar(select(exists(enrolled))))


def overdue_rehearsals(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of rehearsals whose hour is over, the longest ago first."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Cohort.id)
                .where(Cohort.state == CohortState.REHEARSAL, Cohort.closes_at <= now)
                .order_by(Cohort.closes_at, Cohort.id)
                .limit(limit)
            )
        )


def rehearsed_names(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Enrolments of rehearsals that ended some time ago and still hold a name."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.id)
                .join(Cohort, Cohort.id == Enrolment.cohort_id)
                .where(
                    Cohort.state == CohortState.REHEARSED,
                    Cohort.cancelled_at <= now - NAMES_KEPT,
                    Enrolment.ended_at.is_not(None),
                    names_somebody(),
                )
                .order_by(Enrolment.id)
                .limit(limit)
            )
        )


def _cohort(session: Session, cohort_id: int, *, viewer: Viewer) -> Cohort:
    found = session.scalars(
        select(Cohort)
        .where(
            Cohort.id == cohort_id,
            Cohort.practice_id.in_(managed_practices(viewer)),
            Cohort.rehearses_id.is_(None),
        )
        .options(
            joinedload(Cohort.prices),
            joinedload(Cohort.program).joinedload(Program.practice),
            joinedload(Cohort.program).joinedload(Program.questions),
        )
        .execution_options(populate_existing=True)
    ).unique()
    cohort = found.one_or_none()
    if cohort is None:
        raise NotFound
    return cohort


def _is_running(last: Cohort, now: dt.datetime) -> bool:
    return last.state == CohortState.REHEARSAL and now < last.closes_at


def _places(session: Session, rehearsal_id: int) -> tuple[RehearsedPlace, ...]:
    rows = session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == rehearsal_id)
        .order_by(Enrolment.place.is_(None), Enrolment.place, Enrolment.id)
        .execution_options(populate_existing=True)
    ).all()
    money = money_of(session, [one.id for one in rows])
    return tuple(RehearsedPlace(one, one.token, money.get(one.id, NOTHING)) for one in rows)
