"""Each law of prices paid in parts finds its own breach, planted past the rules."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub import audit
from mentorhub.enrolment import sweeps
from mentorhub.foundation import clock
from mentorhub.foundation.database import db
from mentorhub.payments.models import Payment
from mentorhub.payments.rules import InstalmentState
from tests.enrolment.line_up import assert_in_order, enrolment
from tests.enrolment.parts import Parts, parts, wait_until_due
from tests.till import Till


@pytest.fixture
def found(in_app: Flask, stripe: Till) -> Parts:
    """Ada has paid two of three."""
    assert in_app
    made = parts(stripe)
    wait_until_due(made)
    sweeps.charge_instalments()
    assert_in_order()
    return made


def _offenders(law: str) -> list[str]:
    db.session.commit()
    return audit.run()[f"enrolment.{law}"]


def test_parts_that_are_not_the_price_are_found(found: Parts) -> None:
    found.instalment(3).amount_minor -= 1
    assert _offenders("instalments_add_up_to_the_price") == [enrolment(found.ada).public_id]


def test_a_paid_part_without_its_payment_is_found(found: Parts) -> None:
    third = found.instalment(3)
    third.state = InstalmentState.PAID
    law = "a_later_payment_settles_one_instalment_or_is_refunded"
    assert _offenders(law) == [found.instalment(3).public_id]


def test_a_payment_that_settled_nothing_is_found(found: Parts) -> None:
    found.instalment(2).state = InstalmentState.MISSED
    law = "a_later_payment_settles_one_instalment_or_is_refunded"
    assert _offenders(law) == [found.instalment(2).public_id]
    second = db.session.scalars(select(Payment).where(Payment.instalment_id.is_not(None))).one()
    second.send_back(second.amount_minor, reason="not_due", now=clock.now())
    assert _offenders(law) == []


def test_a_missed_part_whose_seat_goes_on_is_found(found: Parts) -> None:
    third = found.instalment(3)
    third.state, third.missed_at = InstalmentState.MISSED, clock.now()
    law = "a_missed_instalment_pauses_its_seat"
    assert _offenders(law) == [enrolment(found.ada).public_id]
    enrolment(found.ada).pause("instalment", clock.now() + dt.timedelta())
    assert _offenders(law) == []


def test_a_part_that_is_owed_for_an_ended_place_is_found(found: Parts) -> None:
    enrolment(found.ada).end("withdraw", now=clock.now(), reason="")
    assert _offenders("a_place_that_ended_owes_nothing") == [found.instalment(3).public_id]
