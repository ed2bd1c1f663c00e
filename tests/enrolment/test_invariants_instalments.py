"""Each invariant of prices paid in parts finds its own breach, planted past the rules."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub import audit
from mentorhub.enrolment.periodic.money import charge_instalments
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.instalments import InstalmentState
from tests.support.applicants import assert_in_order, enrolment
from tests.support.paying_in_parts import Parts, parts, wait_until_due
from tests.support.stripe_client import StripeClient


@pytest.fixture
def found(in_app: Flask, stripe: StripeClient) -> Parts:
    """Ada has paid two of three."""
    assert in_app
    made = parts(stripe)
    wait_until_due(made)
    charge_instalments()
    assert_in_order()
    return made


def _offenders(invariant: str) -> list[str]:
    db.session.commit()
    return audit.run()[f"enrolment.{invariant}"]


def test_parts_that_are_not_the_price_are_found(found: Parts) -> None:
    found.instalment(3).amount_minor -= 1
    assert _offenders("instalments_add_up_to_the_price") == [enrolment(found.ada).public_id]


def test_a_paid_part_without_its_payment_is_found(found: Parts) -> None:
    third = found.instalment(3)
    third.state = InstalmentState.PAID
    invariant = "a_later_payment_settles_one_instalment_or_is_refunded"
    assert _offenders(invariant) == [found.instalment(3).public_id]


def test_a_payment_that_settled_nothing_is_found(found: Parts) -> None:
    found.instalment(2).state = InstalmentState.MISSED
    invariant = "a_later_payment_settles_one_instalment_or_is_refunded"
    assert _offenders(invariant) == [found.instalment(2).public_id]
    second = db.session.scalars(select(Payment).where(Payment.instalment_id.is_not(None))).one()
    second.send_back(second.amount_minor, reason="not_due", now=clock.now())
    assert _offenders(invariant) == []


def test_a_missed_part_whose_seat_goes_on_is_found(found: Parts) -> None:
    third = found.instalment(3)
    third.state, third.missed_at = InstalmentState.MISSED, clock.now()
    invariant = "a_missed_instalment_pauses_its_seat"
    assert _offenders(invariant) == [enrolment(found.ada).public_id]
    enrolment(found.ada).pause("instalment", clock.now() + dt.timedelta())
    assert _offenders(invariant) == []


def test_a_part_that_is_owed_for_an_ended_place_is_found(found: Parts) -> None:
    enrolment(found.ada).end("withdraw", now=clock.now(), reason="")
    assert _offenders("a_place_that_ended_owes_nothing") == [found.instalment(3).public_id]
