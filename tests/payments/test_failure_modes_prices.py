"""Whose the seat is and what it costs: by the hold, to the last minor unit. Over HTTP."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select, update

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.foundation.money import MINIMUM_MINOR, from_minor, minimum_minor, to_minor
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.programs.actions import cohorts
from mentorhub.programs.models.cohorts import Price
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.offers import PriceNotChargeable
from tests.support import factories
from tests.support.buying import COMPLETED, Shop, open_shop
from tests.support.rewriting import rewrite
from tests.support.stripe_client import StripeClient
from tests.support.unpromised import unpromised


@pytest.fixture
def shop(app: Flask, stripe: StripeClient) -> Shop:
    """One seat at €640."""
    return open_shop(app, stripe, seats=1)


@pytest.mark.failure_mode(17)
def test_the_seat_is_the_applicants_whoever_pays_and_the_receipt_the_payers(
    shop: Shop, stripe: StripeClient
) -> None:
    with shop.app.app_context():
        factories.user("boss@example.org", "The Boss")
    ada = shop.buyer("ada")
    session_id = ada.open()
    stripe.pay(session_id, email="boss@example.org")
    shop.send_event(COMPLETED, session_id)
    assert ada.state == "enrolled"
    assert shop.column(Enrolment.email) == ["ada@example.org"]
    assert shop.column(Enrolment.user_id) == [
        None
    ]  # no account is looked up by the payer's address
    assert shop.column(Payment.payer_email) == ["boss@example.org"]
    assert shop.mails("ada")[-1] == "enrolment.enrolled"
    assert shop.mails("boss") == []
    paid = stripe.session(session_id)
    assert paid["customer_details"]["email"] == "boss@example.org"  # where Stripe sends the receipt
    parameters = shop.column(Checkout.parameters)[0]
    assert "receipt_email" not in parameters["payment_intent_data"]  # nothing sends it elsewhere


@pytest.mark.failure_mode(17)
def test_staff_see_that_somebody_else_paid(shop: Shop, stripe: StripeClient) -> None:
    ada = shop.buyer("ada")
    session_id = ada.open()
    stripe.pay(session_id, email="boss@example.org")
    ada.come_back(session_id)
    staff = shop.app.test_client()
    factories.sign_in(staff, "ines@example.org")
    page = staff.get(f"/practice/applicants/{shop.column(Enrolment.public_id)[0]}").text
    assert "boss@example.org" in page


@pytest.mark.failure_mode(18)
def test_an_open_session_is_honoured_at_its_price_though_price_and_terms_change(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    session_id = ada.open()
    with shop.app.app_context():
        with transaction(viewer=SYSTEM) as session, unpromised(session, shop.scene.cohort_id):
            session.execute(update(Price).values(amount_minor=99000))
        rewrite(db.session.scalars(select(Program.id)).one(), refund_full_days=0)
    stripe.pay(session_id)
    shop.send_event(COMPLETED, session_id)
    assert ada.state == "enrolled"
    assert shop.column(Payment.amount_minor) == [64000]
    held = (Enrolment.amount_minor, Enrolment.currency, Enrolment.terms_version)
    assert [shop.column(one)[0] for one in held] == [64000, "eur", 1]
    assert stripe.session(session_id)["metadata"]["terms_version"] == "1"


@pytest.mark.failure_mode(18)
@pytest.mark.parametrize("quoted", [{"amount_minor": 70000}, {"currency": "usd"}])
def test_what_was_not_quoted_gives_no_access_and_opens_a_finding(
    shop: Shop, stripe: StripeClient, quoted: dict[str, object]
) -> None:
    ada = shop.buyer("ada")
    session_id = ada.open()
    shop.change(Checkout, **quoted)
    stripe.pay(session_id)
    shop.send_event(COMPLETED, session_id)
    assert ada.come_back(session_id) == "paying"
    assert shop.column(Finding.kind) == ["price_mismatch"]
    assert "enrolment.enrolled" not in shop.mails("ada")


@pytest.mark.failure_mode(18)
@pytest.mark.parametrize(("percent", "left"), [("20", 51200), ("100", 0)])
def test_a_promotion_changes_the_total_and_not_the_price(
    shop: Shop, stripe: StripeClient, percent: str, left: int
) -> None:
    shop.change(Practice, takes_promotion_codes=True)
    coupon = stripe.create("coupons", percent_off=percent)["id"]
    code = f"CIRCLE{coupon[:8]}"
    promotion = {"promotion[type]": "coupon", "promotion[coupon]": coupon, "code": code}
    assert "id" in stripe.create("promotion_codes", **promotion)
    ada = shop.buyer("ada")
    session_id = ada.open(code=code)
    assert stripe.session(session_id)["amount_total"] == left
    stripe.pay(session_id)
    shop.send_event(COMPLETED, session_id)
    assert ada.state == "enrolled"
    assert shop.column(Payment.amount_minor) == [left]
    assert shop.column(Payment.payment_intent) == [stripe.session(session_id)["payment_intent"]]
    assert shop.column(Finding.id) == []
    assert shop.column(Refund.id) == []


@pytest.mark.failure_mode(19)
def test_ten_thousand_prices_convert_exactly() -> None:
    for minor in range(1, 10_001):
        typed = f"{minor // 100}.{minor % 100:02}"
        assert to_minor(Decimal(typed), "eur") == minor
        assert from_minor(minor, "eur") == Decimal(typed)


@pytest.mark.failure_mode(19)
def test_yen_have_no_hundredths_and_dinars_end_in_a_zero(in_app: Flask) -> None:
    assert to_minor(Decimal(500), "jpy") == 500
    with pytest.raises(ValueError, match="more digits"):
        to_minor(Decimal("500.5"), "jpy")
    scene = factories.scene()
    with pytest.raises(PriceNotChargeable):  # KWD 5.124
        _save(scene, to_minor(Decimal("5.124"), "kwd"), "kwd")
    _save(scene, to_minor(Decimal("5.120"), "kwd"), "kwd")


@pytest.mark.failure_mode(19)
@pytest.mark.parametrize("currency", sorted(MINIMUM_MINOR))
def test_a_price_below_what_stripe_charges_is_refused_when_it_is_saved(
    in_app: Flask, currency: str
) -> None:
    scene, least = factories.scene(), minimum_minor(currency)
    with pytest.raises(PriceNotChargeable) as refusal:
        _save(scene, least - 1, currency)
    assert refusal.value.minimum_minor == least
    _save(scene, least, currency)
    with pytest.raises(PriceNotChargeable):  # each part is a payment of its own
        _save(scene, 3 * least - 1, currency, count=3)


@pytest.mark.failure_mode(19)
@pytest.mark.parametrize(
    ("currency", "minor"), [("jpy", 500), ("kwd", 5120), ("isk", 50000), ("usd", 1999)]
)
def test_stripe_is_asked_for_the_very_amount(
    app: Flask, stripe: StripeClient, currency: str, minor: int
) -> None:
    shop = open_shop(app, stripe, price_minor=minor, currency=currency)
    ada = shop.buyer("ada")
    session_id = ada.open()
    found = stripe.session(session_id)
    assert (found["amount_total"], found["currency"]) == (minor, currency)
    stripe.pay(session_id)
    assert ada.come_back(session_id) == "enrolled"


def _save(scene: factories.Scene, minor: int, currency: str, *, count: int = 1) -> None:
    cohorts.add_price(
        scene.cohort_id,
        viewer=SYSTEM,
        amount_minor=minor,
        currency=currency,
        instalments_count=count,
        interval_days=30 if count > 1 else 0,
    )
