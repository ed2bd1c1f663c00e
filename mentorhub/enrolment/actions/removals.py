"""Places that end with a refund: a mentee withdraws, the practice removes. Seat, offer and refund in one commit."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.removals import queue_removed
from mentorhub.enrolment.line import allocation, locks, money, moves, withdrawals
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.queries.withdrawals import refuse_after_end
from mentorhub.enrolment.rules.refusals import MoneyOnItsWay, PlaceEnded, RefundExceeds
from mentorhub.enrolment.rules.states import ENROLMENT, EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import APPLICANT, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.ledger import Payment
from mentorhub.programs.queries.programs import refuse_strangers


def withdraw(enrolment_id: int, *, viewer: Viewer) -> int:
    """A mentee gives their enrolled seat back; returns the minor units that go back by the programme's policy.

    Before the seat has become an account's, whoever holds its link may. The seat is offered on in the same
    commit; the refund is sent later and cannot take the offer back.
    Doing it twice changes nothing (0). Raises `NotFound` to anybody else and where no seat is enrolled,
    `CheckoutUnderway` while a payment of this seat can still be made, `CohortOver` after the programme's last day
    unless payments are still to come, which this stops.
    """
    with transaction(viewer=viewer) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        if viewer != _whose(enrolment):
            raise NotFound
        if enrolment.state == EnrolmentState.WITHDRAWN:
            return 0
        if enrolment.state != EnrolmentState.ENROLLED:
            raise NotFound
        now = clock.now()
        has_more_to_pay = money.has_more_to_pay(session, enrolment_id)
        refuse_after_end(cohort, has_more_to_pay=has_more_to_pay, now=now)
        by = viewer.id if viewer.kind == "user" else None
        return withdrawals.withdraw(session, cohort, enrolment, by=by, now=now)


def remove(enrolment_id: int, *, reason: str, refund_minor: int | None, viewer: Viewer) -> None:
    """The practice ends a place; `reason` reaches the person by mail, in the words given.

    `refund_minor` None sends all that is left back. Doing it twice changes nothing. Raises
    `RefundExceeds`, `CheckoutUnderway` (close the checkout first), `MoneyOnItsWay`, `PlaceEnded`;
    `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        refuse_strangers(cohort.practice_id, viewer=viewer)
        now = clock.now()
        if enrolment.state == EnrolmentState.ARRIVED:  # it needs a place before it can lose one
            allocation.allocate(session, cohort, now=now)
        if enrolment.state == EnrolmentState.REMOVED:
            return
        _refuse_unendable(session, enrolment)
        amount = _chosen(refund_minor, money.payments_of(session, enrolment_id))
        moves.end(session, cohort, enrolment, "remove", now=now, reason="by_practice")
        sent = _refund(session, enrolment, amount, reason="removed", by=viewer, now=now)
        queue_removed(session, enrolment, words=reason, refund_minor=sent, now=now)
        allocation.allocate(session, cohort, now=now)


def _whose(enrolment: Enrolment) -> Viewer:
    return APPLICANT(enrolment.id) if enrolment.user_id is None else USER(enrolment.user_id)


def _refuse_unendable(session: Session, enrolment: Enrolment) -> None:
    if enrolment.state == EnrolmentState.PAYING:
        raise MoneyOnItsWay
    if not ENROLMENT.allows("remove", enrolment.state):
        raise PlaceEnded
    money.refuse_while_payable(session, enrolment.id)


def _chosen(refund_minor: int | None, payments: Sequence[Payment]) -> int:
    if refund_minor is None:
        return money.left_minor(payments)
    most = money.refundable_minor(payments)
    if not 0 <= refund_minor <= most:
        raise RefundExceeds(most)
    return refund_minor


def _refund(
    session: Session,
    enrolment: Enrolment,
    amount_minor: int,
    *,
    reason: str,
    by: Viewer,
    now: dt.datetime,
) -> int:
    money.cancel_instalments(session, enrolment)
    user_id = by.id if by.kind == "user" else None
    return money.send_back(session, enrolment, amount_minor, reason=reason, now=now, by=user_id)
