"""A cohort is called off: first the cohort itself, then each place is ended by itself and refunded in full."""

from mentorhub.enrolment import emails, line, rules
from mentorhub.enrolment.rules import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, Viewer, transaction
from mentorhub.programs.queries import own_cohort
from mentorhub.programs.rules import CohortState


def cancel_cohort(cohort_id: int, *, reason: str, viewer: Viewer) -> None:
    """Call a cohort off for good; `reason` goes into everybody's mail. Doing it twice changes nothing.

    From this commit on nobody is seated, offered or enrolled late; `wind_up` ends each place. Raises
    `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        cohort = line.locked(session, cohort_id)
        if cohort.state == CohortState.CANCELLED:
            return
        now = clock.now()
        line.cancel(session, cohort, reason=reason, now=now)
        line.allocate(session, cohort, now=now)


def wind_up(enrolment_id: int) -> bool:
    """End one place of a cohort that was called off, everything paid for it sent back; False where nothing is left.

    Whoever has completed keeps that. Raises `CheckoutUnderway` while the checkout is not known to be closed.
    """
    with transaction(viewer=SYSTEM) as session:
        cohort, enrolment = line.locked_with(session, enrolment_id)
        if cohort.state != CohortState.CANCELLED:
            return False
        now = clock.now()
        if enrolment.state == EnrolmentState.ARRIVED:  # it needs a place before it can lose one
            line.allocate(session, cohort, now=now)
        if not rules.ENROLMENT.allows("remove", enrolment.state):
            return False
        line.money.refuse_while_payable(session, enrolment_id)
        line.end(session, cohort, enrolment, "remove", now=now, reason="cohort_cancelled")
        line.money.cancel_instalments(session, enrolment)
        left = line.money.left_minor(line.money.payments_of(session, enrolment_id))
        sent = line.money.send_back(session, enrolment, left, reason="cohort_cancelled", now=now)
        emails.queue_called_off(
            session, enrolment, words=cohort.cancel_reason, refund_minor=sent, now=now
        )
        return True
