"""The demo's third programme, which opens five minutes after each start."""

import datetime as dt

from sqlalchemy import func, select

from mentorhub.demo.stories.offers import SOON
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions.cohorts import add_price, create_cohort, publish_cohort
from mentorhub.programs.actions.windows import end_window, move_window
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program

SOON_IN = dt.timedelta(minutes=5)
SOON_OPEN_DAYS, SOON_COURSE_WEEKS = 21, 6


def open_in_five_minutes(*, mentor_id: int) -> None:
    """Make the demo's third programme open five minutes from now, by its mentor's actions.

    A cohort that has not opened yet is moved. One that has opened is closed to arrivals, and the
    next one is published.
    """
    viewer = USER(mentor_id)
    opens_at = clock.now() + SOON_IN
    program_id, latest, cohorts = _soon()
    if latest is not None and latest.opens_at > clock.now():
        closes_at = opens_at + dt.timedelta(days=SOON_OPEN_DAYS)
        move_window(latest.id, viewer=viewer, opens_at=opens_at, closes_at=closes_at)
        return
    if latest is not None:
        end_window(latest.id, viewer=viewer)
    name = f"Circle {cohorts + 1}"
    cohort_id = _draft(program_id, name, mentor_id=mentor_id, opens_at=opens_at)
    add_price(cohort_id, viewer=viewer, amount_minor=SOON.price_minor, currency=SOON.currency)
    publish_cohort(cohort_id, viewer=viewer)


def _soon() -> tuple[int, Cohort | None, int]:
    """The third programme, its last cohort, and how many it has had."""
    with reading(viewer=SYSTEM) as session:
        program_id = session.scalars(select(Program.id).where(Program.slug == SOON.slug)).one()
        of_it = Cohort.program_id == program_id
        cohorts = session.scalar(select(func.count(Cohort.id)).where(of_it))
        latest = select(Cohort).where(of_it).order_by(Cohort.opens_at.desc()).limit(1)
        return program_id, session.scalar(latest), cohorts or 0


def _draft(program_id: int, name: str, *, mentor_id: int, opens_at: dt.datetime) -> int:
    """A cohort of the third programme, which starts the day after its window."""
    closes_at = opens_at + dt.timedelta(days=SOON_OPEN_DAYS)
    starts_on = closes_at.date() + dt.timedelta(days=1)
    return create_cohort(
        program_id,
        viewer=USER(mentor_id),
        name=name,
        seats=SOON.seats,
        opens_at=opens_at,
        closes_at=closes_at,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(weeks=SOON_COURSE_WEEKS) - dt.timedelta(days=1),
        mentor_id=mentor_id,
    )
