"""The ways a place ends: left, passed on, lapsed, withdrawn, removed, called off. One transaction each."""

from mentorhub.enrolment.emails.places import queue_lapsed, queue_reminder
from mentorhub.enrolment.emails.seats import queue_called_off, queue_removed
from mentorhub.enrolment.line import endings
from mentorhub.enrolment.line.allocation import allocate
from mentorhub.enrolment.line.locked import LockedPlace, lock_cohort, lock_place
from mentorhub.enrolment.line.money import (
    cancel_instalments,
    has_more_to_pay,
    refuse_while_payable,
    send_back,
)
from mentorhub.enrolment.line.moves import pass_on
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.queries.checkouts import Money, money_of_place
from mentorhub.enrolment.queries.endings import refuse_after_end
from mentorhub.enrolment.rules.refusals import CannotLeave, MoneyOnItsWay, PlaceEnded, RefundExceeds
from mentorhub.enrolment.rules.states import ENROLMENT, UNPAID_ENDS, EnrolmentState
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.queries.programs import own_cohort, refuse_strangers


def leave(enrolment_id: int) -> None:
    """Give up a place or a held seat; the seat goes to the next in the same commit.

    Doing it twice changes nothing. Raises `CheckoutUnderway` while a checkout could still be paid,
    `CannotLeave` once money is on its way or has arrived.
    """
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        place = lock_place(session, enrolment_id)
        endings.place_first(place)
        if place.enrolment.state in UNPAID_ENDS:
            return
        if not ENROLMENT.allows("leave", place.enrolment.state):
            raise CannotLeave
        endings.leave(place)


def pass_offer(enrolment_id: int) -> None:
    """Decline an offered seat and keep the place in line: the seat goes to the next.

    Raises as `leave`; `NotFound` without an offer.
    """
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        place = lock_place(session, enrolment_id)
        if place.enrolment.state != EnrolmentState.HELD or place.enrolment.offered_at is None:
            raise NotFound
        refuse_while_payable(place)
        pass_on(place)
        allocate(place)


def lapse_hold(enrolment_id: int) -> bool:
    """End a hold whose deadline has passed and offer its seat on; False where there is nothing to end.

    Raises `CheckoutUnderway` while its checkout is not known to be expired.
    """
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        enrolment = place.enrolment
        if enrolment.held_until is None or place.now < enrolment.held_until:
            return False
        if enrolment.is_stopped:
            return False  # nobody loses a seat that they could not pay for
        if enrolment.is_cut_short:
            return False  # its time goes on: `seats.extend_short_hold`
        refuse_while_payable(place)
        endings.end(place, "lapse")
        key = f"place {enrolment.public_id} lapsed"
        queue_lapsed(session, enrolment, now=place.now, fact_key=key)
        allocate(place)
        return True


def remind_of_offer(enrolment_id: int) -> bool:
    """Remind of an offer once before it ends; False where it was answered or the reminder was sent already."""
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        enrolment, now = place.enrolment, place.now
        if enrolment.offered_at is None or enrolment.reminded_at or not enrolment.is_held_at(now):
            return False
        enrolment.reminded_at = now
        queue_reminder(session, enrolment, now=now)
        return True


def withdraw(enrolment_id: int, *, viewer: Viewer) -> int:
    """A mentee gives their enrolled seat back; returns the minor units that go back by the programme's policy.

    Before the seat has become an account's, whoever holds its link may. The seat is offered on in the same
    commit; the refund is sent later and cannot take the offer back.
    Doing it twice changes nothing (0). Raises `NotFound` to anybody else and where no seat is enrolled,
    `CheckoutUnderway` while a payment of this seat can still be made, `CohortOver` after the programme's last day
    unless payments are still to come, which this stops.
    """
    with transaction(viewer=viewer) as session:
        place = lock_place(session, enrolment_id)
        if viewer != _whose(place.enrolment):
            raise NotFound
        if place.enrolment.state == EnrolmentState.WITHDRAWN:
            return 0
        if place.enrolment.state != EnrolmentState.ENROLLED:
            raise NotFound
        refuse_after_end(place.cohort, has_more_to_pay=has_more_to_pay(place), now=place.now)
        return endings.withdraw(place, by=viewer.id if viewer.kind == "user" else None)


def remove(enrolment_id: int, *, reason: str, refund_minor: int | None, viewer: Viewer) -> None:
    """The practice ends a place; `reason` reaches the person by mail, in the words given.

    `refund_minor` None sends all that is left back. Doing it twice changes nothing. Raises
    `RefundExceeds`, `CheckoutUnderway` (close the checkout first), `MoneyOnItsWay`, `PlaceEnded`;
    `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        place = lock_place(session, enrolment_id)
        refuse_strangers(place.cohort.practice_id, viewer=viewer)
        endings.place_first(place)
        if place.enrolment.state == EnrolmentState.REMOVED:
            return
        _refuse_unendable(place)
        amount = _chosen(refund_minor, money_of_place(session, enrolment_id))
        endings.end(place, "remove", reason="by_practice")
        cancel_instalments(place)
        by = viewer.id if viewer.kind == "user" else None
        sent = send_back(place, amount, reason="removed", by=by)
        queue_removed(session, place.enrolment, words=reason, refund_minor=sent, now=place.now)
        allocate(place)


def cancel_cohort(cohort_id: int, *, reason: str, viewer: Viewer) -> None:
    """Call a cohort off for good; `reason` goes into everybody's mail. Doing it twice changes nothing.

    From this commit on nobody is seated, offered or enrolled late; `wind_up` ends each place. Raises
    `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        own_cohort(cohort_id, viewer=viewer)
        line = lock_cohort(session, cohort_id)
        if line.cohort.is_called_off:
            return
        endings.cancel(line, reason=reason)
        allocate(line)


def wind_up(enrolment_id: int) -> bool:
    """End one place of a cohort that was called off, everything paid for it sent back; False where nothing is left.

    Of a rehearsal that is over too, without a mail.

    Whoever has completed keeps that. Raises `CheckoutUnderway` while the checkout is not known to be closed.
    """
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        enrolment, words = place.enrolment, place.cohort.cancel_reason
        if not place.cohort.is_called_off:
            return False
        endings.place_first(place)
        if not ENROLMENT.allows("remove", enrolment.state):
            return False
        refuse_while_payable(place)
        endings.end(place, "remove", reason="cohort_cancelled")
        cancel_instalments(place)
        left = money_of_place(session, enrolment_id).left_minor
        sent = send_back(place, left, reason="cohort_cancelled")
        if not place.cohort.is_rehearsal:
            queue_called_off(session, enrolment, words=words, refund_minor=sent, now=place.now)
        return True


def _whose(enrolment: Enrolment) -> Viewer:
    return APPLICANT(enrolment.id) if enrolment.user_id is None else USER(enrolment.user_id)


def _refuse_unendable(place: LockedPlace) -> None:
    if place.enrolment.state == EnrolmentState.PAYING:
        raise MoneyOnItsWay
    if not ENROLMENT.allows("remove", place.enrolment.state):
        raise PlaceEnded
    refuse_while_payable(place)


def _chosen(refund_minor: int | None, paid: Money) -> int:
    if refund_minor is None:
        return paid.left_minor
    if not 0 <= refund_minor <= paid.refundable_minor:
        raise RefundExceeds(paid.refundable_minor)
    return refund_minor
