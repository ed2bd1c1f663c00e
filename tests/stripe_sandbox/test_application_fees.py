"""What the platform keeps of a connected account's charges, and what goes back with a refund."""

from typing import Any

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.promotions import apply_code
from mentorhub.stripe_sandbox.serve import RunningSandbox
from mentorhub.stripe_sandbox.settings import APPLICATION
from tests.support.shop import (
    Receiver,
    connected,
    control,
    given,
    item,
    open_checkout,
    pay_on,
    sdk,
    types,
)

ACCOUNT = "acct_ines"


def _sold(
    running: RunningSandbox, mentor: V1Services, *, amount: int = 10_000, fee: int = 500
) -> Any:
    """Sell for that amount on the account and return the charge."""
    checkout = open_checkout(
        mentor,
        line_items=[item(amount)],
        payment_intent_data={"application_fee_amount": fee},
    )
    assert pay_on(running, ACCOUNT, checkout.id).status_code == 200
    return mentor.charges.list(params={"limit": 1}).data[0]


@pytest.fixture
def mentor(running: RunningSandbox) -> V1Services:
    """A connected account that takes cards."""
    return connected(running, ACCOUNT)


def test_a_sale_on_an_account_makes_a_fee_of_the_platform(
    running: RunningSandbox, mentor: V1Services, client: V1Services
) -> None:
    charge = _sold(running, mentor)
    (fee,) = client.application_fees.list().data
    assert (charge.application_fee, charge.application_fee_amount) == (fee.id, 500)
    assert charge.application == APPLICATION
    assert (fee.account, fee.amount, fee.charge, fee.currency) == (ACCOUNT, 500, charge.id, "eur")
    assert (fee.amount_refunded, fee.refunded, fee.application) == (0, False, APPLICATION)
    assert client.application_fees.retrieve(fee.id).id == fee.id
    assert client.application_fees.list(params={"charge": "ch_none"}).data == []
    assert mentor.application_fees.list().data == []
    assert types(client) == ["application_fee.created"]
    assert "application_fee.created" not in types(mentor)


def test_a_sale_without_a_fee_makes_none(
    running: RunningSandbox, mentor: V1Services, client: V1Services
) -> None:
    assert _sold(running, mentor, fee=0).application_fee is None
    assert client.application_fees.list().data == []


def test_a_later_charge_carries_its_fee(mentor: V1Services, client: V1Services) -> None:
    mentor.payment_intents.create(
        params=given(
            amount=4000,
            currency="eur",
            payment_method="pm_card_visa",
            confirm=True,
            application_fee_amount=200,
        )
    )
    assert [fee.amount for fee in client.application_fees.list().data] == [200]


def test_a_debit_pays_the_fee_when_it_settles(
    running: RunningSandbox, mentor: V1Services, client: V1Services
) -> None:
    params = given(
        amount=4000, currency="eur", payment_method="pm_sepaDebit_processing", confirm=True,
        application_fee_amount=200,
    )  # fmt: skip
    intents = [mentor.payment_intents.create(params=params).id for _ in range(2)]
    assert client.application_fees.list().data == []
    for intent, debit in zip(intents, ("settled", "failed"), strict=True):
        control(running, f"payment_intents/{intent}", debit=debit)
    assert [fee.amount for fee in client.application_fees.list().data] == [200]


def test_a_fee_is_at_most_what_was_charged(
    running: RunningSandbox, mentor: V1Services, client: V1Services
) -> None:
    coupon = mentor.coupons.create(params={"percent_off": 90})
    mentor.promotion_codes.create(
        params=given(code="NINETY", promotion={"type": "coupon", "coupon": coupon.id})
    )
    checkout = open_checkout(
        mentor,
        line_items=[item(10_000)],
        allow_promotion_codes=True,
        payment_intent_data={"application_fee_amount": 5000},
    )
    with running.sandbox.calling_for("checkout.session", checkout.id, base_url="") as call:
        stored = call.find("checkout.session", checkout.id)
        apply_code(call, stored, text="NINETY")
        call.save(stored)
    pay_on(running, ACCOUNT, checkout.id)
    assert [fee.amount for fee in client.application_fees.list().data] == [1000]


@pytest.mark.parametrize("fee", [10_001, -1])
def test_a_fee_above_the_amount_is_refused(mentor: V1Services, fee: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_checkout(
            mentor,
            line_items=[item(10_000)],
            payment_intent_data={"application_fee_amount": fee},
        )
    assert refused.value.param == "payment_intent_data[application_fee_amount]"
    params: Any = {"amount": 10_000, "currency": "eur", "application_fee_amount": fee}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        mentor.payment_intents.create(params=params)
    assert refused.value.param == "application_fee_amount"


def test_the_platforms_own_sales_have_no_fee(client: V1Services) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="direct payment"):
        open_checkout(client, payment_intent_data={"application_fee_amount": 500})
    params: Any = {"amount": 10_000, "currency": "eur", "application_fee_amount": 500}
    with pytest.raises(stripe.InvalidRequestError, match="direct payment"):
        client.payment_intents.create(params=params)


def test_a_refund_gives_the_fee_back_only_if_it_says_so(
    running: RunningSandbox, mentor: V1Services, client: V1Services
) -> None:
    charge = _sold(running, mentor)
    mentor.refunds.create(params=given(charge=charge.id, amount=5000))
    (fee,) = client.application_fees.list().data
    assert (fee.amount_refunded, fee.refunded) == (0, False)
    mentor.refunds.create(params=given(charge=charge.id, refund_application_fee=True))
    (fee,) = client.application_fees.list().data
    assert (fee.amount_refunded, fee.refunded) == (250, False)  # of the half that went with it


def test_parts_of_a_refund_give_the_whole_fee_back(
    running: RunningSandbox, mentor: V1Services, client: V1Services
) -> None:
    charge = _sold(running, mentor, amount=300, fee=100)
    given_back = []
    for _ in range(3):
        mentor.refunds.create(
            params=given(charge=charge.id, amount=100, refund_application_fee=True)
        )
        (fee,) = client.application_fees.list().data
        given_back.append(fee.amount_refunded)
    assert given_back == [33, 67, 100]
    assert fee.refunded
    assert [one.amount for one in client.application_fees.refunds.list(fee.id).data] == [33, 34, 33]
    assert types(client) == ["application_fee.created", *["application_fee.refunded"] * 3]


def test_a_refund_of_a_fee_that_was_never_taken_is_refused(
    running: RunningSandbox, mentor: V1Services
) -> None:
    charge = _sold(running, mentor, fee=0)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        mentor.refunds.create(params=given(charge=charge.id, refund_application_fee=True))
    assert refused.value.param == "refund_application_fee"
    assert mentor.refunds.list().data == []


def test_a_fee_is_given_back_by_hand_in_parts_and_never_twice(
    running: RunningSandbox, mentor: V1Services, client: V1Services
) -> None:
    charge = _sold(running, mentor)
    refunds = client.application_fees.refunds
    first = refunds.create(charge.application_fee, params={"amount": 200, "metadata": {"a": "b"}})
    assert refunds.retrieve(charge.application_fee, first.id).amount == 200
    with pytest.raises(stripe.InvalidRequestError, match="greater than fee amount left"):
        refunds.create(charge.application_fee, params={"amount": 301})
    assert refunds.create(charge.application_fee).amount == 300
    with pytest.raises(stripe.InvalidRequestError, match="already been refunded"):
        refunds.create(charge.application_fee)
    mentor.refunds.create(params=given(charge=charge.id, refund_application_fee=True))
    assert client.application_fees.retrieve(charge.application_fee).amount_refunded == 500
    other = _sold(running, mentor)
    with pytest.raises(stripe.InvalidRequestError, match="No such fee_refund"):
        refunds.retrieve(other.application_fee, first.id)


def test_fees_are_told_to_the_platform_and_sales_to_who_listens_to_accounts(
    listening: RunningSandbox, receiver: Receiver
) -> None:
    _sold(listening, connected(listening, ACCOUNT))
    assert listening.wait_until_idle()
    whose = {event.type: event.account for event in receiver.events()}
    assert whose["application_fee.created"] is None
    assert whose["charge.succeeded"] == ACCOUNT
    assert types(sdk(listening.url)) == ["application_fee.created"]
