"""The programme that opens five minutes after each start, so that its first second can be watched."""

import datetime as dt

from sqlalchemy import func, select

from mentorhub.demo.stories.offers import SOON
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, USER, reading
from mentorhub.programs.actions.cohorts import add_price, create_cohort, publish_cohort
from mentorhub.programs.actions.windows import end_window, move_window
from mentorhub.programs.models import Cohort, Program

OPENS_IN = dt.timedelta(minutes=5)
STAYS_OPEN = dt.timedelta(days=21)
STARTS_AFTER = dt.timedelta(days=28)
WEEKS = dt.timedelta(weeks=6)


def open_in_five_minutes(*, mentor_id: int) -> None:
    """See to it that the programme's window begins five minutes from now; its mentor's deed.

    A cohort that has not opened yet is moved. One that has takes no more arrivals, and the next
    one is published.
    """
    opens_at = clock.now() + OPENS_IN
    latest, cohorts = _latest()
    if latest is not None and latest.opens_at > clock.now():
        move_window(
            latest.id,
            viewer=USER(mentor_id),
            opens_at=opens_at,
            closes_at=opens_at + STAYS_OPEN,
        )
        return
    if latest is not None:
        end_window(latest.id, viewer=USER(mentor_id))
    _publish_next(cohorts + 1, mentor_id=mentor_id, opens_at=opens_at)


def _latest() -> tuple[Cohort | None, int]:
    """The programme's last cohort, and how many it has had."""
    with reading(viewer=SYSTEM) as session:
        of_it = select(Program.id).where(Program.slug == SOON.slug).scalar_subquery()
        cohorts = session.scalar(select(func.count(Cohort.id)).where(Cohort.program_id == of_it))
        latest = session.scalars(
            select(Cohort)
            .where(Cohort.program_id == of_it)
            .order_by(Cohort.opens_at.desc())
            .limit(1)
        ).first()
        return latest, cohorts or 0


def _publish_next(number: int, *, mentor_id: int, opens_at: dt.datetime) -> None:
    viewer = USER(mentor_id)
    with reading(viewer=viewer) as session:
        program_id = session.scalars(select(Program.id).where(Program.slug == SOON.slug)).one()
    starts_on = (opens_at + STARTS_AFTER).date()
    cohort_id = create_cohort(
        program_id,
        viewer=viewer,
        name=f"Circle {number}",
        seats=SOON.seats,
        opens_at=opens_at,
        closes_at=opens_at + STAYS_OPEN,
        starts_on=starts_on,
        ends_on=starts_on + WEEKS - dt.timedelta(days=1),
        mentor_id=mentor_id,
    )
    add_price(
        cohort_id, viewer=viewer, amount_minor=SOON.price_minor, currency=SOON.currency
    )
    publish_cohort(cohort_id, viewer=viewer)
