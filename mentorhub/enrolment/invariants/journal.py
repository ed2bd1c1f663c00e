"""Invariants of the journal: one unbroken chain, and what it says is what is."""

from sqlalchemy import func, select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.rules.states import (
    STATE_AFTER,
    EnrolmentState,
    entry_hash,
)
from mentorhub.foundation.database.sessions import reading, snapshot
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import GENESIS, Cohort


def a_pause_is_in_the_journal(*, viewer: Viewer) -> list[str]:
    """Invariant 2: allocation is paused if and only if the last entry about it says so."""
    about = LineEntry.kind.in_(("allocation_paused", "allocation_resumed"))
    last = (
        select(LineEntry.kind)
        .where(LineEntry.cohort_id == Cohort.id, about)
        .order_by(LineEntry.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_paused = Cohort.allocation_paused_at.is_not(None)
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Cohort.public_id).where(
                    is_paused != (func.coalesce(last, "") == "allocation_paused")
                )
            )
        )


def every_journal_is_one_unbroken_chain(*, viewer: Viewer) -> list[str]:
    """Invariant 7: numbered without a gap, each hash over the one before, the last one the cohort's head."""
    offenders = []
    with snapshot(viewer=viewer) as session:
        heads = session.execute(
            select(Cohort.id, Cohort.public_id, Cohort.entries, Cohort.journal_head)
        ).all()
        rows = session.execute(
            select(LineEntry.cohort_id, LineEntry.number, LineEntry.text, LineEntry.hash)
            .order_by(LineEntry.cohort_id, LineEntry.number)
            .execution_options(yield_per=1000)
        )
        ends: dict[int, tuple[int, str]] = {}
        for cohort_id, number, text, stored in rows:
            last, previous = ends.get(cohort_id, (0, GENESIS))
            if number != last + 1 or entry_hash(previous, text) != stored:
                offenders.append(f"entry {number} of cohort {cohort_id}")
            ends[cohort_id] = (number, stored)
    for cohort_id, public_id, entries, head in heads:
        if ends.get(cohort_id, (0, GENESIS)) != (entries, head):
            offenders.append(public_id)
    return offenders


def a_journal_ends_with_each_enrolments_state(*, viewer: Viewer) -> list[str]:
    """Invariant 7: an enrolment's state is what its last entry says; without a place it has no entry."""
    latest = (
        select(LineEntry.enrolment_id, func.max(LineEntry.number).label("number"))
        .where(LineEntry.enrolment_id.is_not(None))
        .group_by(LineEntry.enrolment_id)
        .subquery()
    )
    with reading(viewer=viewer) as session:
        rows = session.execute(
            select(Enrolment.public_id, Enrolment.state, LineEntry.kind)
            .outerjoin(latest, latest.c.enrolment_id == Enrolment.id)
            .outerjoin(
                LineEntry,
                (LineEntry.cohort_id == Enrolment.cohort_id)
                & (LineEntry.number == latest.c.number),
            )
        )
        return [
            public_id
            for public_id, state, kind in rows
            if state != (EnrolmentState.ARRIVED if kind is None else STATE_AFTER.get(kind))
        ]


INVARIANTS = (
    a_pause_is_in_the_journal,
    every_journal_is_one_unbroken_chain,
    a_journal_ends_with_each_enrolments_state,
)
