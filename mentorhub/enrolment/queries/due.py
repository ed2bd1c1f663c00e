"""Work of the line that is due: what the periodic tasks look for."""

import datetime as dt

from sqlalchemy import select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.deadlines import reminder_due
from mentorhub.enrolment.rules.states import LIVE, EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules import CohortState


def unplaced_cohorts(*, viewer: Viewer) -> list[int]:
    """Cohorts with arrivals that nobody has placed."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.cohort_id)
                .where(Enrolment.state == EnrolmentState.ARRIVED)
                .distinct()
            )
        )


def overdue_holds(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Enrolments whose hold has passed its deadline, the longest overdue first."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.id)
                .where(Enrolment.state == EnrolmentState.HELD, Enrolment.held_until <= now)
                .order_by(Enrolment.held_until, Enrolment.id)
                .limit(limit)
            )
        )


def called_off_places(*, viewer: Viewer, limit: int) -> list[int]:
    """Enrolments that go on in a cohort that was called off; holds last, since Stripe may not answer for theirs."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.id)
                .join(Cohort, Cohort.id == Enrolment.cohort_id)
                .where(
                    Cohort.state == CohortState.CANCELLED,
                    Enrolment.state.in_(LIVE),
                    Enrolment.state != EnrolmentState.COMPLETED,
                )
                .order_by(Enrolment.held_until.is_not(None), Enrolment.id)
                .limit(limit)
            )
        )


def unanswered_offers(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Offers whose reminder is due and was not sent, the one that ends first before the others."""
    with reading(viewer=viewer) as session:
        offers = session.execute(
            select(Enrolment.id, Enrolment.offered_at, Enrolment.held_until)
            .where(
                Enrolment.state == EnrolmentState.HELD,
                Enrolment.offered_at.is_not(None),
                Enrolment.reminded_at.is_(None),
                Enrolment.held_until > now,
            )
            .order_by(Enrolment.held_until)
        )
        due = [
            one.id
            for one in offers
            if reminder_due(offered_at=one.offered_at, held_until=one.held_until) <= now
        ]
    return due[:limit]
