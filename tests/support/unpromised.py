"""Prices of a public cohort set up otherwise by a test: what the database refuses once they were promised."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules.cohorts import CohortState


@contextmanager
def unpromised(session: Session, cohort_id: int) -> Iterator[None]:
    """Within it the cohort counts as a draft in which nobody has a place; afterwards it is what it was."""
    this = Cohort.id == cohort_id
    session.flush()
    before = session.execute(select(Cohort.state, Cohort.entries).where(this)).one()
    session.execute(update(Cohort).where(this).values(state=CohortState.DRAFT, entries=0))
    yield
    session.flush()
    session.execute(update(Cohort).where(this).values(state=before.state, entries=before.entries))
