"""Charges of a kept card whose making or confirming was lost: money is taken once, by a charge that is known here."""

from collections.abc import Iterator

import pytest
import requests

from mentorhub.enrolment.actions import endings, instalments
from mentorhub.enrolment.periodic.money import charge_instalments
from mentorhub.foundation.database.viewers import APPLICANT
from mentorhub.payments.rules.failures import StripeRefused
from mentorhub.payments.stripe_gateway import intents as stripe_intents
from mentorhub.payments.stripe_gateway.intents import CardCharge, PaymentIntentData
from tests.support.applicants import assert_in_order, mails_to, pass_time
from tests.support.paying_in_parts import Parts, paid_amounts, parts, wait_until_due
from tests.support.stripe_client import KEY, StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
MADE, CONFIRMED = "/v1/payment_intents$", "/v1/payment_intents/*/confirm"


@pytest.fixture
def due(stripe: StripeClient) -> Iterator[Parts]:
    """The second part is due."""
    found = parts(stripe)
    wait_until_due(found)
    yield found
    stripe.clear_faults()


def _fail(stripe: StripeClient, path: str, status: int, stage: str) -> None:
    times = 1 if status == 500 else 3  # what may be asked again, the library asks again
    stripe.fault(kind="status", status=status, stage=stage, method="POST", path=path, times=times)


def _charges(stripe: StripeClient, found: Parts) -> list[str]:
    """The states at Stripe of every charge that was made for the second part."""
    url = f"{stripe.url}/v1/payment_intents"
    listed = requests.get(url, params={"limit": 100}, auth=KEY, timeout=10).json()["data"]
    wanted = found.instalment().public_id
    return [one["status"] for one in listed if one["metadata"].get("instalment") == wanted]


@pytest.mark.parametrize("path", [MADE, CONFIRMED])
@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (500, "during"),
        (500, "after"),
        (500, "before"),
        (502, "after"),
        (429, "before"),
        (409, "before"),
        (401, "before"),
    ],
)
def test_whatever_is_lost_the_money_is_taken_once(
    stripe: StripeClient, due: Parts, path: str, status: int, stage: str
) -> None:
    _fail(stripe, path, status, stage)
    charge_instalments()
    stripe.clear_faults()
    for _ in range(3):
        pass_time(minutes=11)
        charge_instalments()
    second = due.instalment()
    assert (second.state.value, second.attempts) == ("paid", 1)
    assert _charges(stripe, due) == ["succeeded"]
    assert paid_amounts() == [(21334, False), (21333, True)]
    assert mails_to("ada").count("enrolment.instalment_paid") == 1
    assert "enrolment.instalment_failed" not in mails_to("ada")
    assert_in_order()


def test_a_charge_is_known_here_before_it_takes_anything(
    due: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm = stripe_intents.confirm_charge
    known: list[str | None] = []

    def seen(intent_id: str, asked: CardCharge) -> PaymentIntentData:
        known.append(due.instalment().payment_intent)
        assert known == [intent_id]
        return confirm(intent_id, asked)

    monkeypatch.setattr(stripe_intents, "confirm_charge", seen)
    charge_instalments()
    assert due.instalment().state.value == "paid"


def test_who_is_beaten_to_the_confirmation_learns_what_came_of_it(
    stripe: StripeClient, due: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm = stripe_intents.confirm_charge

    def twice(intent_id: str, asked: CardCharge) -> PaymentIntentData:
        confirm(intent_id, asked)
        return confirm(intent_id, asked)

    monkeypatch.setattr(stripe_intents, "confirm_charge", twice)
    charge_instalments()
    assert due.instalment().state.value == "paid"
    assert _charges(stripe, due) == ["succeeded"]


def test_a_charge_that_waits_is_not_confirmed_once_its_place_has_ended(
    stripe: StripeClient, due: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = stripe_intents.prepare_charge

    def meanwhile(asked: CardCharge) -> PaymentIntentData:
        endings.withdraw(due.ada, viewer=APPLICANT(due.ada))
        return prepare(asked)

    monkeypatch.setattr(stripe_intents, "prepare_charge", meanwhile)
    for _ in range(3):
        charge_instalments()
        pass_time(minutes=11)
    assert _charges(stripe, due) == ["requires_confirmation"]
    assert len(paid_amounts()) == 1
    assert due.instalment().try_at is None


def test_the_end_of_a_charge_that_is_not_the_one_in_use_changes_nothing(
    stripe: StripeClient, due: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = stripe_intents.prepare_charge
    others: list[str] = []

    def two(asked: CardCharge) -> PaymentIntentData:
        others.append(prepare(asked).id)
        return prepare(asked)

    monkeypatch.setattr(stripe_intents, "prepare_charge", two)
    _fail(stripe, CONFIRMED, 500, "during")
    charge_instalments()
    before = due.instalment()
    cancel = f"{stripe.url}/v1/payment_intents/{others[0]}/cancel"
    assert requests.post(cancel, auth=KEY, timeout=10).json()["status"] == "canceled"
    assert instalments.recognise_charge(others[0], account="")
    after = due.instalment()
    assert (after.state.value, after.payment_intent) == ("paying", before.payment_intent)
    assert mails_to("ada")[-1] != "enrolment.instalment_failed"


def test_a_confirmation_that_stripe_refuses_for_another_reason_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> PaymentIntentData:
        raise StripeRefused("parameter_invalid", "no such parameter")

    monkeypatch.setattr(stripe_intents, "confirm_charge", refuse)
    charge = CardCharge(
        account="", customer="cus_1", payment_method="pm_1", amount_minor=100, currency="eur",
        reference="one", attempt=1, environment="test",
    )  # fmt: skip
    with pytest.raises(StripeRefused, match="parameter_invalid"):
        instalments._confirmed("pi_1", charge)
