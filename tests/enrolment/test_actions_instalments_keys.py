"""Later payments: whose they are, from which card, under which key; what is not tried yet and not asked for twice."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.actions import instalments, seats
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.periodic.money import charge_instalments
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.payments.models.checkouts import Checkout, StripeCustomer
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.rules.instalments import LEFT_TO_THE_PAYER, InstalmentState, missed_from
from mentorhub.payments.stripe_gateway import intents as stripe_intents
from mentorhub.payments.stripe_gateway.intents import CardCharge, PaymentIntentData
from tests.support.applicants import enrolment, mails_to, pass_time
from tests.support.paying_in_parts import (
    Parts,
    paid_amounts,
    parts,
    pay_by_debit,
    refused,
    wait_until_due,
)
from tests.support.pricing import instalments as plan_of
from tests.support.still_time import stand_at
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _newer_card(found: Parts) -> None:
    """Stripe kept one more card for Ada, with which nothing can be paid."""
    with transaction(viewer=SYSTEM) as session:
        card = StripeCustomer(
            practice_id=found.scene.practice_id,
            enrolment_id=found.ada,
            customer_id="cus_newer",
            payment_method="pm_newer",
            created_at=clock.now(),
        )
        session.add(card)


def test_a_first_try_is_asked_for_once_with_all_that_names_it(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, found.scene.practice_id).statement_suffix = "CIRCLE"
    asked: list[CardCharge] = []
    prepare = stripe_intents.prepare_charge

    def seen(what: CardCharge) -> PaymentIntentData:
        asked.append(what)
        return prepare(what)

    monkeypatch.setattr(stripe_intents, "prepare_charge", seen)
    monkeypatch.setattr(stripe_intents, "find_charge", None)  # nothing to look for yet
    wait_until_due(found)
    instalments.charge_instalment(found.instalment().id)
    (what,) = asked
    second = found.instalment()
    assert (second.state, second.attempts) == (InstalmentState.PAID, 1)
    assert (what.reference, what.attempt) == (second.public_id, 1)
    assert (what.environment, what.statement_suffix) == (settings().environment, "CIRCLE")


def test_the_card_that_was_kept_last_is_the_one_that_pays(stripe: StripeClient) -> None:
    found = parts(stripe)
    _newer_card(found)
    wait_until_due(found)
    charge_instalments()
    assert found.instalment().failure_code == "resource_missing"
    assert len(paid_amounts()) == 1


def test_a_debit_on_its_way_is_not_taken_again_from_a_newer_card(stripe: StripeClient) -> None:
    found = parts(stripe)
    pay_by_debit()
    wait_until_due(found)
    charge_instalments()
    on_its_way = found.instalment().payment_intent
    _newer_card(found)
    wait_until_due(found)
    charge_instalments()
    second = found.instalment()
    assert (second.state, second.payment_intent) == (InstalmentState.PAYING, on_its_way)


def test_who_gives_no_answer_is_left_alone_for_some_minutes(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    wait_until_due(found)

    def silent(*_args: object, **_kwargs: object) -> None:
        raise StripeUnavailable("nobody answers")

    monkeypatch.setattr(stripe_intents, "prepare_charge", silent)
    charge_instalments()
    again = found.instalment().try_at
    assert again is not None
    assert again > clock.now()


def test_while_its_payer_may_pay_by_hand_a_part_waits_half_an_hour(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    wait_until_due(found)
    with transaction(viewer=SYSTEM) as session:
        session.scalars(select(Checkout)).one().state = CheckoutState.OPEN
    moment = clock.now()
    stand_at(monkeypatch, moment)
    instalments.charge_instalment(found.instalment().id)
    second = found.instalment()
    assert (second.state, second.try_at) == (
        InstalmentState.SCHEDULED,
        moment + LEFT_TO_THE_PAYER,
    )


def test_a_card_that_is_gone_since_names_no_charge_any_more(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found)
    assert found.instalment().payment_intent is not None
    with transaction(viewer=SYSTEM) as session:
        session.delete(session.scalars(select(StripeCustomer)).one())
    pass_time(days=3, seconds=1)
    charge_instalments()
    second = found.instalment()
    assert (second.failure_code, second.payment_intent, second.attempts) == ("no_card", None, 2)


def test_what_was_never_tried_is_not_missed(stripe: StripeClient) -> None:
    found = parts(stripe)
    wait_until_due(found)
    pass_time(days=20)
    instalments.miss_instalment(found.instalment().id)
    assert (found.instalment().state.value, enrolment(found.ada).paused_at) == ("scheduled", None)


def test_a_part_is_tried_at_its_very_moment_and_missed_at_that_of_its_end(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    second = found.instalment()
    stand_at(monkeypatch, second.try_at)
    stripe.control(f"payment_methods/{found.card}", behaviour="generic_decline")
    instalments.charge_instalment(second.id)
    second = found.instalment()
    assert second.failure_code == "card_declined"
    zone = enrolment(found.ada).timezone
    stand_at(monkeypatch, missed_from(second.due_on, days=14, zone=zone))
    instalments.miss_instalment(second.id)
    assert found.instalment().state == InstalmentState.MISSED


def test_of_two_who_pay_in_parts_each_pays_their_own(stripe: StripeClient) -> None:
    found = parts(stripe)
    seats.set_seats(found.scene.cohort_id, seats=2, viewer=USER(found.scene.mentor_id))
    today = clock.now().astimezone(ZoneInfo(enrolment(found.ben).timezone)).date()
    open_checkout(found.ben, consent="I agree.", consented_on=today)
    checkout = db.session.scalars(select(Checkout).order_by(Checkout.id.desc())).first()
    assert checkout is not None
    stripe.pay(str(checkout.stripe_session))
    fulfil(checkout.id)
    pass_time(days=31)
    instalments.charge_instalment(plan_of(found.ben)[1].id)
    assert [one.state.value for one in plan_of(found.ben)] == ["paid", "paid", "scheduled"]
    assert [one.state.value for one in plan_of(found.ada)] == ["paid", "scheduled", "scheduled"]
    assert mails_to("ben")[-1] == "enrolment.instalment_paid"
    assert "enrolment.instalment_paid" not in mails_to("ada")
