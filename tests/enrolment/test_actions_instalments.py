"""Later payments: taken on their day, refused, tried again; answers lost, late and never given."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import instalments
from mentorhub.enrolment.periodic.money import charge_instalments
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.checkouts import StripeCustomer
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.stripe_gateway import intents as stripe_intents
from mentorhub.payments.stripe_gateway.intents import CardCharge, PaymentIntentData
from tests.support.applicants import assert_in_order, mails_to, pass_time, states
from tests.support.dealing import bring, last_event
from tests.support.paying_in_parts import (
    paid_amounts,
    parts,
    pay_by_debit,
    refused,
    spoil_card,
    wait_until_due,
)
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_each_is_taken_on_its_day_from_the_kept_card(stripe: StripeClient) -> None:
    found = parts(stripe)
    assert charge_instalments() == 0
    assert len(paid_amounts()) == 1
    for number in (2, 3):
        wait_until_due(found, number)
        for _ in range(2):
            charge_instalments()
    assert paid_amounts() == [(21334, False), (21333, True), (21333, True)]
    assert [found.instalment(number).state.value for number in (1, 2, 3)] == ["paid"] * 3
    assert mails_to("ada").count("enrolment.instalment_paid") == 2
    assert_in_order()


def test_a_refused_card_is_mailed_and_tried_again(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found)
    second = found.instalment()
    assert (second.state.value, second.failure_code) == ("scheduled", "card_declined")
    assert mails_to("ada")[-1] == "enrolment.instalment_failed"
    assert states(found.ada) == ["enrolled"]
    spoil_card(stripe, found, "pays")
    pass_time(days=3, seconds=1)
    charge_instalments()
    second = found.instalment()
    assert (second.state.value, second.attempts, second.failure_code) == ("paid", 2, "")
    assert_in_order()


def test_a_card_that_wants_its_owner_is_not_tried_again(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found, "always_challenge")
    second = found.instalment()
    assert (second.failure_code, second.try_at) == ("authentication_required", None)


def test_a_seat_without_a_card_waits_for_its_owner(stripe: StripeClient) -> None:
    found = parts(stripe)
    db.session.delete(db.session.scalars(select(StripeCustomer)).one())
    db.session.commit()
    wait_until_due(found)
    charge_instalments()
    second = found.instalment()
    assert (second.state.value, second.failure_code) == ("scheduled", "no_card")


def test_a_call_that_stripe_refuses_counts_as_a_refused_card(stripe: StripeClient) -> None:
    found = parts(stripe)
    db.session.scalars(select(StripeCustomer)).one().customer_id = "cus_of_somebody_else"
    db.session.commit()
    wait_until_due(found)
    charge_instalments()
    assert found.instalment().failure_code == "resource_missing"


def test_a_lost_answer_is_looked_for_before_anything_is_asked_again(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    wait_until_due(found)
    confirm = stripe_intents.confirm_charge

    def charged_but_silent(intent_id: str, asked: CardCharge) -> PaymentIntentData:
        confirm(intent_id, asked)
        raise StripeUnavailable("the answer is lost")

    monkeypatch.setattr(stripe_intents, "confirm_charge", charged_but_silent)
    charge_instalments()
    assert found.instalment().state == InstalmentState.PAYING
    pass_time(minutes=11)
    monkeypatch.setattr(stripe_intents, "confirm_charge", None)  # nobody asks again
    monkeypatch.setattr(stripe_intents, "prepare_charge", None)
    charge_instalments()
    assert found.instalment().state == InstalmentState.PAID
    assert paid_amounts() == [(21334, False), (21333, True)]


def test_a_call_that_never_arrived_is_made_again(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    wait_until_due(found)

    def silent(*_args: object, **_kwargs: object) -> None:
        raise StripeUnavailable("nobody answers")

    with monkeypatch.context() as patch:
        patch.setattr(stripe_intents, "prepare_charge", silent)
        charge_instalments()
    pass_time(minutes=11)
    charge_instalments()
    second = found.instalment()
    assert (second.state.value, second.attempts) == ("paid", 1)


def test_a_debit_on_its_way_is_waited_for(stripe: StripeClient) -> None:
    found = parts(stripe)
    pay_by_debit()
    wait_until_due(found)
    charge_instalments()
    second = found.instalment()
    assert second.state == InstalmentState.PAYING
    assert second.payment_intent is not None
    since = last_event(stripe)
    stripe.control(f"payment_intents/{second.payment_intent}", debit="settled")
    pass_time(days=1, seconds=1)
    charge_instalments()
    assert found.instalment().state == InstalmentState.PAID
    bring(stripe, since)
    assert len(paid_amounts()) == 2


def test_a_debit_that_fails_is_reported_by_its_event(stripe: StripeClient) -> None:
    found = parts(stripe)
    pay_by_debit()
    wait_until_due(found)
    charge_instalments()
    since = last_event(stripe)
    intent = found.instalment().payment_intent
    stripe.control(f"payment_intents/{intent}", debit="failed")
    bring(stripe, since, "payment_intent.payment_failed")
    second = found.instalment()
    assert (second.state.value, second.failure_code != "") == ("scheduled", True)


def test_events_alone_settle_an_instalment_and_late_ones_change_nothing(
    stripe: StripeClient,
) -> None:
    found = parts(stripe)
    refused(stripe, found)
    before = found.instalment().payment_intent
    spoil_card(stripe, found, "pays")
    since = last_event(stripe)
    pass_time(days=3, seconds=1)
    charge_instalments()
    bring(stripe, since)
    assert instalments.recognise_charge(str(before), account="")
    assert found.instalment().state == InstalmentState.PAID
    assert mails_to("ada").count("enrolment.instalment_failed") == 1
    assert len(paid_amounts()) == 2


def test_a_charge_of_a_checkout_is_no_instalments(stripe: StripeClient) -> None:
    found = parts(stripe)
    first = found.instalment(1).payment_intent
    assert not instalments.recognise_charge(str(first), account="")
