"""An attempt to pay: the price chosen for it, what was agreed to, how many there may be."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import endings, welcomes
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.refusals import (
    CohortCalledOff,
    ConsentMissing,
    PriceChosen,
    PriceNotOffered,
    TooManyCheckouts,
)
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.findings import Finding
from mentorhub.payments.rules.failures import StripeRefused
from tests.support import factories
from tests.support.applicants import (
    checkout_session,
    checkouts,
    enrolment,
    pass_time,
    place_applicant,
    states,
)
from tests.support.pricing import add_price, pay_in_parts, public_id
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _today() -> dt.date:
    return clock.now().astimezone(ZoneInfo("Europe/Oslo")).date()  # where the practice is


def _give_time(enrolment_id: int) -> None:
    """An offer lasts for days, so that more than one payment page may be made for it."""
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Enrolment, enrolment_id).extend(clock.now() + dt.timedelta(hours=5))


def test_another_price_may_be_chosen_before_a_page_is_open(stripe: StripeClient) -> None:
    scene = factories.scene(price_minor=64000)
    other = add_price(scene, 7000, currency="usd")
    ada = place_applicant(scene, "ada")
    open_checkout(ada, price=other)
    (checkout,) = checkouts()
    row = enrolment(ada)
    assert (row.price.public_id, row.amount_minor, row.currency) == (other, 7000, "usd")
    assert checkout.price_id == row.price_id
    session = stripe.session(str(checkout.stripe_session))
    assert (session["amount_total"], session["currency"]) == (7000, "usd")


def test_the_price_of_the_hold_may_be_named_too(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    own = public_id(scene.price_id)
    assert open_checkout(ada, price=own) == open_checkout(ada, price=own)
    assert enrolment(ada).amount_minor == 64000


def test_while_a_page_can_be_paid_the_price_stays(stripe: StripeClient) -> None:
    scene = factories.scene()
    other = add_price(scene, 70000)
    ada = place_applicant(scene, "ada")
    open_checkout(ada)
    with pytest.raises(PriceChosen):
        open_checkout(ada, price=other)
    assert enrolment(ada).amount_minor == 64000


def test_a_price_that_is_over_free_or_of_another_cohort_is_not_offered(
    stripe: StripeClient,
) -> None:
    practice = factories.practice()
    scene = factories.program(*practice)
    elsewhere = factories.program(*practice, slug="elsewhere")
    wrong = [
        add_price(scene, 50000, until=clock.now() - dt.timedelta(days=1)),
        add_price(scene, 0),
        add_price(elsewhere, 1000),
        "no-such-price",
    ]
    ada = place_applicant(scene, "ada")
    for price in wrong:
        with pytest.raises(PriceNotOffered):
            open_checkout(ada, price=price)
    assert checkouts() == []
    assert enrolment(ada).amount_minor == 64000


def test_what_a_seat_was_held_at_is_honoured_after_that_price_is_over(stripe: StripeClient) -> None:
    scene = factories.scene()
    early = add_price(scene, 50000, until=clock.now() + dt.timedelta(minutes=5))
    ada = place_applicant(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        row = session.get_one(Enrolment, ada)
        row.price = next(one for one in row.cohort.prices if one.public_id == early)
        row.amount_minor = 50000
    pass_time(minutes=10)
    open_checkout(ada, price=early)
    assert [one.amount_minor for one in checkouts()] == [50000]


def test_parts_need_words_agreed_to_today(stripe: StripeClient) -> None:
    scene = factories.scene()
    pay_in_parts(scene)
    ada = place_applicant(scene, "ada")
    yesterday = _today() - dt.timedelta(days=1)
    for consent, day in (("", None), ("I agree.", None), ("I agree.", yesterday), ("", _today())):
        with pytest.raises(ConsentMissing):
            open_checkout(ada, consent=consent, consented_on=day)
    assert checkouts() == []
    url = open_checkout(ada, consent="I agree.", consented_on=_today())
    assert open_checkout(ada) == url  # agreed to already
    assert [one.consent for one in checkouts()] == ["I agree."]


def test_a_choice_that_is_refused_changes_nothing(stripe: StripeClient) -> None:
    scene = factories.scene()
    parts = add_price(scene, 66000, count=3, days=30)
    ada = place_applicant(scene, "ada")
    with pytest.raises(ConsentMissing):
        open_checkout(ada, price=parts)
    assert enrolment(ada).amount_minor == 64000


def test_the_sixth_page_for_a_seat_in_ten_minutes_is_refused(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    for _ in range(5):
        checkout_id, _session_id = checkout_session(ada)
        close_checkout(checkout_id)
        _give_time(ada)
    with pytest.raises(TooManyCheckouts):
        open_checkout(ada)
    pass_time(minutes=10)
    open_checkout(ada)
    assert [one.attempt for one in checkouts()] == [1, 2, 3, 4, 5, 6]


def test_a_page_that_stripe_refuses_to_make_counts_for_nothing(stripe: StripeClient) -> None:
    scene = factories.scene(currency="eur", price_minor=10)  # below what Stripe charges
    ada = place_applicant(scene, "ada")
    for _ in range(7):
        with pytest.raises(StripeRefused):
            open_checkout(ada)
    assert {one.state.value for one in checkouts()} == {"abandoned"}
    (found,) = db.session.scalars(select(Finding))
    assert (found.kind, found.practice_id) == ("checkout_refused", scene.practice_id)
    assert "minimum charge amount" in found.detail


@pytest.mark.parametrize("price_minor", [64000, 0])
def test_nothing_is_paid_or_confirmed_in_a_cohort_that_was_called_off(
    stripe: StripeClient, price_minor: int
) -> None:
    scene = factories.scene(price_minor=price_minor)
    ada = place_applicant(scene, "ada")
    endings.cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    action = open_checkout if price_minor else welcomes.confirm_free_seat
    with pytest.raises(CohortCalledOff):
        action(ada)
    assert states(ada) == ["held"]  # until its periodic task winds it up
    assert checkouts() == []


def test_what_the_practice_has_chosen_goes_to_stripe(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Enrolment, ada).practice
        practice.collects_tax = True
        practice.takes_delayed_methods = True
        practice.statement_suffix = "CIRCLE"
    _, session_id = checkout_session(ada)
    found = stripe.session(session_id)
    assert found["allow_promotion_codes"] is None  # codes are typed on our page
    assert found["automatic_tax"]["enabled"] is True
    assert found["payment_method_types"] == ["card", "sepa_debit"]
    (checkout,) = checkouts()
    assert checkout.parameters["payment_intent_data"]["statement_descriptor_suffix"] == "CIRCLE"
