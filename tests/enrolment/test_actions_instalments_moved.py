"""Payments in parts when a practice's account changes: they run on there, wait, or go where a new card was given."""

import dataclasses
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from flask import current_app
from sqlalchemy import select, update

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.enrolment.actions.checkouts import pay_instalment
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.actions.instalments import miss_instalment
from mentorhub.enrolment.line import instalments
from mentorhub.enrolment.line.checkouts import Choice, live_or_new
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.periodic.money import charge_instalments, miss_instalments
from mentorhub.enrolment.rules.refusals import CodeNotForParts
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.rules.instalments import ACCOUNT_MOVED
from mentorhub.payments.stripe_gateway import intents as stripe_intents
from mentorhub.payments.stripe_gateway.intents import CardCharge
from tests.support import factories
from tests.support.applicants import enrolment, mails_to, pass_time, place_applicant
from tests.support.paying_in_parts import Parts, parts, refused, wait_until_due
from tests.support.pricing import pay_in_parts
from tests.support.stripe_accounts import own_account
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
OLD = "acct_old"


def _account_is(found: Parts, state: StripeState, *, in_use: bool = True) -> None:
    """Ada's payments are on an account of the practice's own, which is as `state` says."""
    own_account(found.scene.practice_id, OLD, state)
    with transaction(viewer=SYSTEM) as session:
        for table in (StripeCustomer, Checkout, Instalment, Payment):
            session.execute(update(table).values(stripe_account=OLD))
        if not in_use:
            connection = session.scalars(select(StripeConnection)).one()
            connection.end(connection.created_at)
            practice = session.get_one(Practice, found.scene.practice_id)
            practice.stripe_account, practice.stripe_state = "", StripeState.PLATFORM


def test_an_account_that_rests_is_not_asked_and_nobody_is_paused(stripe: StripeClient) -> None:
    found = parts(stripe)
    _account_is(found, StripeState.BLOCKED)
    wait_until_due(found)
    charge_instalments()
    pass_time(days=40)
    miss_instalments()
    assert (found.instalment().state.value, found.instalment().attempts) == ("scheduled", 0)
    assert enrolment(found.ada).paused_at is None
    assert "enrolment.instalment_failed" not in mails_to("ada")


def test_one_that_was_refused_before_is_not_missed_while_it_cannot_be_paid(
    stripe: StripeClient,
) -> None:
    found = parts(stripe)
    refused(stripe, found)
    _account_is(found, StripeState.DISCONNECTED)
    pass_time(days=40)
    miss_instalments()
    assert found.instalment().state.value == "scheduled"
    assert enrolment(found.ada).paused_at is None


def test_its_day_is_the_one_on_which_it_could_be_asked_for(stripe: StripeClient) -> None:
    found = parts(stripe)
    due_on = found.instalment().due_on
    wait_until_due(found)
    pass_time(days=20)
    charge_instalments()
    assert found.instalment().state.value == "paid"
    assert (found.instalment().due_on - due_on).days == 20


@pytest.mark.usefixtures("stripes_clock")
def test_a_lost_account_is_told_and_a_card_given_anew_goes_on_at_the_present_one(
    stripe: StripeClient,
) -> None:
    found = parts(stripe)
    _account_is(found, StripeState.DISCONNECTED, in_use=False)
    wait_until_due(found)
    charge_instalments()
    told = found.instalment()
    assert (told.state.value, told.failure_code, told.try_at) == ("scheduled", ACCOUNT_MOVED, None)
    assert mails_to("ada")[-1] == "enrolment.instalment_failed"
    pass_time(days=40)
    miss_instalments()
    assert enrolment(found.ada).paused_at is None
    stripe.control("clock", now=clock.now().timestamp())
    pay_instalment(found.ada)
    db.session.rollback()
    checkout = db.session.scalars(select(Checkout).order_by(Checkout.id.desc())).first()
    assert checkout is not None
    assert checkout.stripe_account == ""
    stripe.pay(str(checkout.stripe_session))
    fulfil(checkout.id)
    assert [found.instalment(number).stripe_account for number in (1, 2, 3)] == [OLD, OLD, ""]
    wait_until_due(found, 3)
    charge_instalments()
    assert [found.instalment(number).state.value for number in (1, 2, 3)] == ["paid"] * 3


def test_what_is_left_is_asked_for_where_it_began_with_the_platforms_part(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    _account_is(found, StripeState.READY, in_use=False)
    asked = list[CardCharge]()

    def silent(charge: CardCharge) -> NoReturn:
        asked.append(charge)
        raise StripeUnavailable

    monkeypatch.setattr(stripe_intents, "prepare_charge", silent)
    fees = dataclasses.replace(settings(), platform_fee_bps=250)
    monkeypatch.setitem(current_app.extensions, "mentorhub.settings", fees)
    wait_until_due(found)
    charge_instalments()
    assert [(one.account, one.application_fee_minor) for one in asked] == [(OLD, 533)]


def test_nobody_is_paused_for_what_cannot_be_taken(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found)
    pass_time(days=30)
    _account_is(found, StripeState.DISCONNECTED)
    miss_instalment(found.instalment().id)
    assert found.instalment().missed_at is None
    assert enrolment(found.ada).paused_at is None


def test_later_payments_follow_a_card_and_wait_for_their_day(stripe: StripeClient) -> None:
    found = parts(stripe)
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Instalment).values(try_at=None, failure_code="account_moved"))
        checkout = session.scalars(select(Checkout)).one()
        checkout.stripe_account = "acct_new"
        place = lock_place(session, found.ada)
        no_card = SimpleNamespace(customer_id="", payment_method="", payment_intent=None)
        instalments.follow(place, checkout, no_card)
        assert set(session.scalars(select(Instalment.stripe_account))) == {""}
        given = SimpleNamespace(customer_id="cus_1", payment_method="pm_1", payment_intent=None)
        instalments.follow(place, checkout, given)
    second = found.instalment()
    assert (second.stripe_account, second.failure_code) == ("acct_new", "")
    assert second.try_at is not None
    assert second.try_at.date() >= second.due_on
    assert found.instalment(1).stripe_account == ""  # paid already


def test_a_code_is_not_for_payments_in_parts(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    pay_in_parts(scene, count=3, days=30)
    ada = place_applicant(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, ada)
        code: Any = SimpleNamespace(id="promo_1")
        with pytest.raises(CodeNotForParts):
            live_or_new(place, Choice(code=code))
