"""When a cohort takes arrivals: its window is moved before it opens, and ended once it has."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.queries.programs import locked_cohort, other_windows
from mentorhub.programs.rules.cohort_changes import NoLongerFree, refuse_after_its_end
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
    cohort_id: int,
    *,
    viewer: Viewer,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    seen: str | None = None,
) -> None:
    """Move its window to [opens_at, closes_at), while its old window has not begun.

    `seen` is the version of the window that its form was filled from. Raises `AlreadyOpen`, `Misshapen` (also for a
    beginning in the past), `AfterItsEnd`, `WindowsOverlap`, `NoLongerFree` once it is cancelled, `ChangedElsewhere`,
    `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        cohort = locked_cohort(session, cohort_id, viewer=viewer)
        now = clock.now()
        wanted, stored = [opens_at, closes_at], [cohort.opens_at, cohort.closes_at]
        if seen is not None:
            refuse_overwriting(stored, wanted, seen=seen)
        if wanted == stored:
            return
        if cohort.state == CohortState.CANCELLED:
            raise NoLongerFree("opens_at")
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
        zone = ZoneInfo(cohort.program.practice.timezone)
        refuse_after_its_end(closes_at.astimezone(zone).date(), ends_on=cohort.ends_on)
        refuse_overlap(window, others=_others(session, cohort))
        cohort.opens_at, cohort.closes_at = opens_at, closes_at


def end_window(cohort_id: int, *, viewer: Viewer) -> None:
    """Take no more arrivals from now on; who is in the line stays there. Ending it twice leaves the first end.

    Raises `StillClosed`, `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        cohort = locked_cohort(session, cohort_id, viewer=viewer)
        now = clock.now()
        if now <= cohort.opens_at:
            raise StillClosed(cohort.opens_at)
        cohort.closes_at = min(cohort.closes_at, now)


def _others(session: Session, cohort: Cohort) -> list[Window]:
    """Windows of the programme's other public cohorts; a draft is checked against them when it is published."""
    if cohort.state != CohortState.PUBLISHED:
        return []
    return other_windows(session, cohort.program_id, but=cohort.id)
