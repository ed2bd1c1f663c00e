"""Refunds that wait are sent; one that fails does not stop the rest."""

import pytest
from sqlalchemy import select

from mentorhub.foundation.database.tables import db
from mentorhub.payments import periodic
from mentorhub.payments.actions import refunds
from mentorhub.payments.models.ledger import Refund
from mentorhub.payments.rules.refunds import RefundState
from tests.support.seatless import seatless_payment
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_due_refunds_are_sent(stripe: StripeClient) -> None:
    seatless_payment(stripe)
    assert periodic.send_refunds() == 0
    db.session.rollback()
    assert db.session.scalars(select(Refund)).one().state == RefundState.SUCCEEDED


def test_a_refund_that_fails_is_left_for_the_next_run(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seatless_payment(stripe)

    def fail(_: int) -> None:
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr(refunds, "send_refund", fail)
        assert periodic.send_refunds() == 1
    assert periodic.send_refunds() == 0
