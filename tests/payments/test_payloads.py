"""What Stripe said is forgotten thirty days after it has done its work; that it was said is not."""

import datetime as dt

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock, due_work
from mentorhub.foundation.database.tables import db
from mentorhub.payments import periodic
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.rules.events import PAYLOADS_KEPT

pytestmark = pytest.mark.usefixtures("in_app")


def _event(number: int, *, is_done: bool) -> None:
    now = clock.now()
    db.session.add(
        StripeEvent(
            event_id=f"evt_{number}",
            type="charge.updated",
            livemode=False,
            payload={"data": {"object": {"receipt_email": "ada@example.org"}}},
            state="applied" if is_done else "received",
            received_at=now,
            due_at=now + dt.timedelta(days=365),
            done_at=now if is_done else None,
        )
    )
    db.session.commit()


def _payloads() -> list[bool]:
    db.session.rollback()
    rows = db.session.scalars(select(StripeEvent.payload).order_by(StripeEvent.id))
    return [bool(payload) for payload in rows]


def test_what_was_said_goes_thirty_days_after_it_was_done_and_not_before() -> None:
    _event(1, is_done=True)
    _event(2, is_done=False)
    clock.advance(PAYLOADS_KEPT - dt.timedelta(seconds=1))
    assert (periodic.forget_payloads(), _payloads()) == (0, [True, True])
    clock.advance(dt.timedelta(seconds=1))
    assert (periodic.forget_payloads(), _payloads()) == (0, [False, True])


def test_more_than_a_batch_is_forgotten_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        _event(number, is_done=True)
    clock.advance(PAYLOADS_KEPT)
    monkeypatch.setattr(periodic, "BATCH", 2)
    with due_work.within(due_work.Run(seconds=0)):
        assert (periodic.forget_payloads(), _payloads()) == (3, [False, False, True, True, True])
    assert (periodic.forget_payloads(), _payloads()) == (0, [False] * 5)
