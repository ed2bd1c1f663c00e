"""Giving a place up, by the applicant's own choice or because its time is over."""

from mentorhub.enrolment.emails.places import queue_lapsed, queue_reminder
from mentorhub.enrolment.line import allocation, locks, money, moves, withdrawals
from mentorhub.enrolment.rules.refusals import CannotLeave
from mentorhub.enrolment.rules.states import ENROLMENT, UNPAID_ENDS, EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM
from mentorhub.foundation.errors import NotFound


def leave(enrolment_id: int) -> None:
    """Give up a place or a held seat; the seat goes to the next in the same commit.

    Doing it twice changes nothing. Raises `CheckoutUnderway` while a checkout could still be paid,
    `CannotLeave` once money is on its way or has arrived.
    """
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        now = clock.now()
        if enrolment.state == EnrolmentState.ARRIVED:  # it needs a place before it can leave one
            allocation.allocate(session, cohort, now=now)
        if enrolment.state in UNPAID_ENDS:
            return
        if not ENROLMENT.allows("leave", enrolment.state):
            raise CannotLeave
        withdrawals.leave(session, cohort, enrolment, now=now)


def pass_offer(enrolment_id: int) -> None:
    """Decline an offered seat and keep the place in line: the seat goes to the next.

    Raises as `leave`; `NotFound` without an offer.
    """
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        if enrolment.state != EnrolmentState.HELD or enrolment.offered_at is None:
            raise NotFound
        money.refuse_while_payable(session, enrolment_id)
        now = clock.now()
        moves.pass_on(session, cohort, enrolment, now=now)
        allocation.allocate(session, cohort, now=now)


def lapse_hold(enrolment_id: int) -> bool:
    """End a hold whose deadline has passed and offer its seat on; False where there is nothing to end.

    Raises `CheckoutUnderway` while its checkout is not known to be expired.
    """
    with transaction(viewer=SYSTEM) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        now = clock.now()
        if enrolment.held_until is None or now < enrolment.held_until:
            return False
        money.refuse_while_payable(session, enrolment_id)
        moves.end(session, cohort, enrolment, "lapse", now=now)
        key = f"place {enrolment.public_id} lapsed"
        queue_lapsed(session, enrolment, now=now, fact_key=key)
        allocation.allocate(session, cohort, now=now)
        return True


def remind_of_offer(enrolment_id: int) -> bool:
    """Remind of an offer once before it ends; False where it was answered or the reminder was sent already."""
    with transaction(viewer=SYSTEM) as session:
        _, enrolment = locks.locked_with(session, enrolment_id)
        now = clock.now()
        if enrolment.offered_at is None or enrolment.reminded_at or not enrolment.is_held_at(now):
            return False
        enrolment.reminded_at = now
        queue_reminder(session, enrolment, now=now)
        return True
