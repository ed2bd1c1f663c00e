"""An attempt to pay: all that is sent to Stripe, whose instalments it is for, and its exact deadlines."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.actions.checkouts import open_checkout, resume_checkout
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.line import checkouts as checkouts_line
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.money import CHECKOUTS_WITHIN
from mentorhub.enrolment.rules.refusals import (
    CheckoutUnderway,
    ConsentMissing,
    NothingToPay,
    TooLateToPay,
    TooManyCheckouts,
)
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from tests.support import factories
from tests.support.applicants import (
    checkout_session,
    checkouts,
    enrol,
    enrolment,
    place_applicant,
    states,
)
from tests.support.pricing import add_price, pay_in_parts
from tests.support.still_time import stand_at
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_stripe_receives_what_the_payment_is_for_and_whose_it_is(stripe: StripeClient) -> None:
    ada = place_applicant(factories.scene(), "ada")
    today = clock.now().date()
    open_checkout(ada, consent="To what is not asked.", consented_on=today)
    (checkout,) = checkouts()
    row = enrolment(ada)
    assert checkout.consent == ""  # paid at once: there is nothing to agree to
    assert checkout.parameters["customer_email"] == "ada@example.org"
    assert checkout.parameters["metadata"] == {
        "enrolment": row.public_id,
        "cohort": row.cohort.public_id,
        "environment": settings().environment,
        "terms_version": str(row.terms_version),
        "checkout": checkout.public_id,
    }
    assert checkout.parameters["payment_intent_data"]["metadata"] == checkout.parameters["metadata"]


def test_words_are_agreed_to_on_the_applicants_own_day(stripe: StripeClient) -> None:
    scene = factories.scene()
    pay_in_parts(scene)
    ada = place_applicant(scene, "ada")
    now = clock.now()
    # somewhere it is always another day than in London
    zone = "Pacific/Kiritimati" if now.hour >= 10 else "Pacific/Pago_Pago"
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Enrolment, ada).timezone = zone
    there = now.astimezone(ZoneInfo(zone)).date()
    assert there != now.date()
    for consent, day in (("I agree.", now.date()), (None, there)):
        chosen = {} if consent is None else {"consent": consent}
        with pytest.raises(ConsentMissing):
            open_checkout(ada, consented_on=day, **chosen)
    open_checkout(ada, consent="I agree.", consented_on=there)
    assert [one.consent for one in checkouts()] == ["I agree."]


def test_a_price_that_ends_later_may_be_chosen(stripe: StripeClient) -> None:
    scene = factories.scene()
    other = add_price(scene, 7000, until=clock.now() + dt.timedelta(days=1))
    ada = place_applicant(scene, "ada")
    open_checkout(ada, price=other)
    assert [one.amount_minor for one in checkouts()] == [7000]


def test_a_page_is_asked_for_once_until_it_is_closed(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    url = open_checkout(ada)
    monkeypatch.setattr(stripe_sessions, "open_session", None)  # nobody asks for another
    assert open_checkout(ada) == url
    (checkout,) = checkouts()
    assert close_checkout(checkout.id)
    assert checkouts()[0].state == CheckoutState.EXPIRED


def test_what_is_not_there_is_not_asked_for_again() -> None:
    resume_checkout(404)
    assert checkouts() == []


def test_a_hold_is_over_at_the_very_moment_that_was_shown(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    stand_at(monkeypatch, enrolment(ada).held_until)
    with pytest.raises(TooLateToPay):
        open_checkout(ada)
    assert endings.lapse_hold(ada)
    assert states(ada) == ["lapsed"]


def test_a_page_is_over_at_the_very_moment_it_ends_at_stripe(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    open_checkout(ada)
    stand_at(monkeypatch, checkouts()[0].expires_at)
    with pytest.raises(CheckoutUnderway):
        open_checkout(ada)


def test_pages_count_for_ten_minutes_to_the_moment(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    checkout_id, _ = checkout_session(ada)
    close_checkout(checkout_id)
    with transaction(viewer=SYSTEM) as session:
        first = session.get_one(Checkout, checkout_id)
        names = (
            "practice_id enrolment_id price_id amount_minor currency terms_version parameters"
            " expires_at created_at state url"
        )
        for attempt in (2, 3, 4, 5):
            copy = {name: getattr(first, name) for name in names.split()}
            session.add(Checkout(attempt=attempt, **copy))
        session.get_one(Enrolment, ada).extend(first.created_at + dt.timedelta(hours=5))
        made_at = first.created_at
    stand_at(monkeypatch, made_at + CHECKOUTS_WITHIN - dt.timedelta(microseconds=1))
    with pytest.raises(TooManyCheckouts):
        open_checkout(ada)
    stand_at(monkeypatch, made_at + CHECKOUTS_WITHIN)
    open_checkout(ada)
    assert [one.attempt for one in checkouts()] == [1, 2, 3, 4, 5, 6]


def _owed(scene: factories.Scene, enrolment_id: int, *numbers: int) -> None:
    """Parts of this seat that were missed, written in this order."""
    for number in numbers:
        with transaction(viewer=SYSTEM) as session:
            part = Instalment(
                practice_id=scene.practice_id,
                enrolment_id=enrolment_id,
                number=number,
                due_on=clock.now().date(),
                amount_minor=1000 * number,
                currency="eur",
            )
            part.state = InstalmentState.MISSED
            session.add(part)


def _card(scene: factories.Scene, enrolment_id: int, customer: str) -> None:
    with transaction(viewer=SYSTEM) as session:
        card = StripeCustomer(
            practice_id=scene.practice_id,
            enrolment_id=enrolment_id,
            customer_id=customer,
            payment_method="pm_card_visa",
            created_at=clock.now(),
        )
        session.add(card)


def _part_to_pay(enrolment_id: int) -> Checkout:
    """The checkout that the payer's button would store; nothing is kept of it."""
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        place = lock_place(session, enrolment_id)
        made = checkouts_line.for_instalment(place)
        session.expunge(made)
        session.rollback()
        return made


def test_who_owes_a_part_pays_the_earliest_as_whom_stripe_knew_last(stripe: StripeClient) -> None:
    scene = factories.scene(seats=2)
    ada, ben = enrol(stripe, scene, "ada"), enrol(stripe, scene, "ben")
    _owed(scene, ben, 3, 2)
    with pytest.raises(NothingToPay):
        _part_to_pay(ada)
    unknown = _part_to_pay(ben)
    assert unknown.parameters["customer_email"] == "ben@example.org"
    assert "customer" not in unknown.parameters
    assert (unknown.amount_minor, unknown.consent) == (2000, "")
    for customer in ("cus_first", "cus_later"):
        _card(scene, ben, customer)
    assert _part_to_pay(ben).parameters["customer"] == "cus_later"
