"""Fifty paid seats of a cohort called off, and the process killed after any step: one refund each, one mail each."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.periodic.places import wind_up_cohorts
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.periodic import send_refunds
from mentorhub.payments.stripe_gateway import refunds as stripe_refunds
from mentorhub.payments.stripe_gateway.refunds import RefundData
from tests.support import factories
from tests.support.applicants import assert_in_order, enrol, pass_time
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
PAID_SEATS = 50
_ask_for_refund = stripe_refunds.refund


def _amounts() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund.amount_minor).order_by(Refund.id)))


class Killed(BaseException):
    """The process ends here: nothing after it runs, and only what was committed stays."""


@contextmanager
def _killed_at_commit(number: int) -> Iterator[None]:
    """The run of a periodic task inside ends right after this commit of it."""
    commits, commit = itertools.count(1), Session.commit

    def commit_and_die(session: Session) -> None:
        commit(session)
        if next(commits) == number:
            raise Killed

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Session, "commit", commit_and_die)
        yield


def _killed_before_the_answer_is_kept(**asked: Any) -> RefundData:
    _ask_for_refund(**asked)
    raise Killed


@pytest.mark.failure_mode(16)
def test_fifty_paid_seats_are_refunded_exactly_once_across_a_kill_after_any_step(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene(seats=PAID_SEATS)
    for number in range(PAID_SEATS):
        enrol(stripe, scene, f"p{number}")
    endings.cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    for left in reversed(range(PAID_SEATS)):
        with _killed_at_commit(1):
            wind_up_cohorts()
        assert len(_amounts()) == PAID_SEATS - left
    assert wind_up_cohorts() == 0
    for _ in range(PAID_SEATS):  # the attempt is counted, Stripe is not asked
        with _killed_at_commit(1):
            send_refunds()
    pass_time(minutes=1)
    with monkeypatch.context() as patch:  # Stripe is asked, the answer is lost
        patch.setattr(stripe_refunds, "refund", _killed_before_the_answer_is_kept)
        for _ in range(PAID_SEATS):
            with pytest.raises(Killed):
                send_refunds()
    pass_time(minutes=2)
    for _ in range(PAID_SEATS):  # and the answer is kept
        with _killed_at_commit(2):
            send_refunds()
    assert send_refunds() == 0
    for intent in db.session.scalars(select(Payment.payment_intent)).all():
        assert [one["amount"] for one in stripe.refunds(str(intent))] == [64000]
    assert _amounts() == [64000] * PAID_SEATS
    mails = db.session.scalars(
        select(OutboxMail.id).where(OutboxMail.kind == "enrolment.called_off")
    )
    assert len(mails.all()) == PAID_SEATS
    assert_in_order()
