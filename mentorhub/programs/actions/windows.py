"""When a cohort takes arrivals: its window is moved before it opens, and ended once it has."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import Refusal
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.programs import own_cohort
from mentorhub.programs.rules.cohorts import (
    CohortState,
    Misshapen,
    Window,
    refuse_misshapen_cohort,
    refuse_overlap,
)


class AlreadyOpen(Refusal):
    """The window has begun, so people may have enrolled already; carries when it began."""

    def __init__(self, opens_at: dt.datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class StillClosed(Refusal):
    """The window has not begun, so there is nothing to end: it can be moved; carries when it begins."""

    def __init__(self, opens_at: dt.datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


def move_window(
    cohort_id: int, *, viewer: Viewer, opens_at: dt.datetime, closes_at: dt.datetime
) -> None:
    """Move its window to [opens_at, closes_at), while its old window has not begun.

    Raises `AlreadyOpen`, `Misshapen` (also for a beginning in the past), `WindowsOverlap`, `NotFound`
    to strangers.
    """
    with transaction(viewer=viewer) as session:
        cohort = _locked(session, cohort_id, viewer=viewer)
        now = clock.now()
        if now >= cohort.opens_at:
            raise AlreadyOpen(cohort.opens_at)
        window = Window(opens_at, closes_at, cohort.starts_on, cohort.ends_on)
        if opens_at < now:
            raise Misshapen("opens_at")
        refuse_misshapen_cohort(
            window,
            seats=cohort.seats,
            claim_minutes=cohort.claim_minutes,
            offer_hours=cohort.offer_hours,
        )
        refuse_overlap(window, others=_others(session, cohort))
        cohort.opens_at, cohort.closes_at = opens_at, closes_at


def end_window(cohort_id: int, *, viewer: Viewer) -> None:
    """Take no more arrivals from now on; who is in the line stays there. Ending it twice leaves the first end.

    Raises `StillClosed`, `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        cohort = _locked(session, cohort_id, viewer=viewer)
        now = clock.now()
        if now <= cohort.opens_at:
            raise StillClosed(cohort.opens_at)
        cohort.closes_at = min(cohort.closes_at, now)


def _locked(session: Session, cohort_id: int, *, viewer: Viewer) -> Cohort:
    """The cohort under its programme's lock, which publishing another cohort takes, too."""
    found = own_cohort(cohort_id, viewer=viewer)
    session.get_one(Program, found.program_id, with_for_update={"key_share": True})
    return session.get_one(
        Cohort, cohort_id, with_for_update={"key_share": True}, populate_existing=True
    )


def _others(session: Session, cohort: Cohort) -> list[Window]:
    """Windows of the programme's other public cohorts; a draft is checked against them when it is published."""
    if cohort.state != CohortState.PUBLISHED:
        return []
    others = session.scalars(
        select(Cohort).where(
            Cohort.program_id == cohort.program_id,
            Cohort.id != cohort.id,
            Cohort.state == CohortState.PUBLISHED,
        )
    )
    return [other.window for other in others]
