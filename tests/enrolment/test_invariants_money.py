"""Invariants of refunds: each finds its planted breach."""

import pytest
from sqlalchemy import text

from mentorhub import audit
from mentorhub.enrolment.actions import refunds
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support.applicants import assert_in_order, enrolment
from tests.support.dealing import Deal, bring, deal, last_event
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _commit(sql: str) -> None:
    db.session.execute(text(sql))
    db.session.commit()


def _offenders(sentence: str) -> list[str]:
    db.session.rollback()
    return audit.invariants()[f"enrolment.{sentence}"](viewer=SYSTEM)


def _disputed(stripe: StripeClient) -> Deal:
    found, since = deal(stripe), last_event(stripe)
    stripe.control("disputes", charge=stripe.charge_of(found.intent))
    bring(stripe, since)
    assert_in_order()
    return found


def test_a_disputed_seat_that_goes_on_is_found(stripe: StripeClient) -> None:
    found = _disputed(stripe)
    _commit("UPDATE enrolment SET paused_at = NULL, pause_reason = ''")
    assert _offenders("an_open_dispute_pauses_its_seat") == [enrolment(found.ada).public_id]


def test_a_seat_kept_after_a_lost_dispute_is_found(stripe: StripeClient) -> None:
    found = _disputed(stripe)
    _commit("UPDATE dispute SET state = 'lost'")
    assert _offenders("a_lost_dispute_holds_no_seat") == [enrolment(found.ada).public_id]


def test_a_seat_kept_after_a_full_refund_is_found(stripe: StripeClient) -> None:
    found = deal(stripe)
    refunds.refund(found.ada, amount_minor=10000, viewer=found.staff)
    assert _offenders("a_fully_refunded_seat_is_free") == []
    _commit("UPDATE refund SET amount_minor = 64000")
    assert _offenders("a_fully_refunded_seat_is_free") == [enrolment(found.ada).public_id]
