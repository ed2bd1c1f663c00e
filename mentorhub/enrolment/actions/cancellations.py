"""A cohort is called off: first the cohort itself, then each place is ended by itself and refunded in full."""

from mentorhub.enrolment.emails.removals import queue_called_off
from mentorhub.enrolment.line import allocation, locks, money, moves
from mentorhub.enrolment.rules.states import ENROLMENT, EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.programs.queries.programs import own_cohort
from mentorhub.programs.rules import CohortState


def cancel_cohort(cohort_id: int, *, reason: str, viewer: Viewer) -> None:
    """Call a cohort off for good; `reason` goes into everybody's mail. Doing it twice changes nothing.

    From this commit on nobody is seated, offered or enrolled late; `wind_up` ends each place. Raises
    `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        cohort = locks.locked(session, cohort_id)
        if cohort.state == CohortState.CANCELLED:
            return
        now = clock.now()
        moves.cancel(session, cohort, reason=reason, now=now)
        allocation.allocate(session, cohort, now=now)


def wind_up(enrolment_id: int) -> bool:
    """End one place of a cohort that was called off, everything paid for it sent back; False where nothing is left.

    Whoever has completed keeps that. Raises `CheckoutUnderway` while the checkout is not known to be closed.
    """
    with transaction(viewer=SYSTEM) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        if cohort.state != CohortState.CANCELLED:
            return False
        now = clock.now()
        if enrolment.state == EnrolmentState.ARRIVED:  # it needs a place before it can lose one
            allocation.allocate(session, cohort, now=now)
        if not ENROLMENT.allows("remove", enrolment.state):
            return False
        money.refuse_while_payable(session, enrolment_id)
        moves.end(session, cohort, enrolment, "remove", now=now, reason="cohort_cancelled")
        money.cancel_instalments(session, enrolment)
        left = money.left_minor(money.payments_of(session, enrolment_id))
        sent = money.send_back(session, enrolment, left, reason="cohort_cancelled", now=now)
        queue_called_off(session, enrolment, words=cohort.cancel_reason, refund_minor=sent, now=now)
        return True
