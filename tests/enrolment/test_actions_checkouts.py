"""A checkout is stored before Stripe is asked; one open session a seat; closing it is confirmed by Stripe."""

import datetime as dt

import pytest

from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.rules.refusals import CheckoutUnderway, NothingToPay, TooLateToPay
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import (
    checkout_session,
    checkouts,
    enrolment,
    pass_time,
    place_applicant,
)
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_a_held_seat_leads_to_the_pay_page(stripe: StripeClient) -> None:
    scene = factories.scene(price_minor=64000)
    ada = place_applicant(scene, "ada")
    url = open_checkout(ada)
    (checkout,) = checkouts()
    assert url.startswith(stripe.url)
    assert checkout.state == CheckoutState.OPEN
    session = stripe.session(str(checkout.stripe_session))
    assert (session["amount_total"], session["currency"]) == (64000, "eur")
    assert session["client_reference_id"] == enrolment(ada).public_id
    assert session["expires_at"] == int(checkout.expires_at.timestamp())


def test_a_hold_lasts_as_long_as_its_payment_page(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    open_checkout(ada)
    (checkout,) = checkouts()
    held_until = enrolment(ada).held_until
    assert held_until is not None
    assert held_until >= checkout.expires_at + dt.timedelta(minutes=2)


def test_submitting_twice_leads_to_one_session(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    assert open_checkout(ada) == open_checkout(ada)
    assert len(checkouts()) == 1


def test_without_a_held_seat_there_is_nothing_to_pay(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ben = place_applicant(scene, "ben")
    with pytest.raises(NothingToPay):
        open_checkout(ben)


def test_a_free_seat_has_no_checkout(stripe: StripeClient) -> None:
    scene = factories.scene(price_minor=0)
    with pytest.raises(NothingToPay):
        open_checkout(place_applicant(scene, "ada"))


def test_after_the_deadline_nothing_can_be_opened(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    pass_time(minutes=16)
    with pytest.raises(TooLateToPay):
        open_checkout(ada)


def test_a_hold_cannot_be_renewed_by_paying_again(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, _ = checkout_session(ada)
    assert close_checkout(checkout_id)
    pass_time(seconds=5)
    with pytest.raises(TooLateToPay):
        open_checkout(ada)


def test_a_second_attempt_within_the_deadline_is_numbered(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, first = checkout_session(ada)
    close_checkout(checkout_id)
    db.session.rollback()
    row = enrolment(ada)
    row.extend(clock.now() + dt.timedelta(hours=5))
    db.session.commit()
    _, second = checkout_session(ada)
    assert first != second
    assert [one.attempt for one in checkouts()] == [1, 2]


def test_a_session_over_at_stripe_is_not_offered_again(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    open_checkout(ada)
    pass_time(minutes=36)
    with pytest.raises(CheckoutUnderway):
        open_checkout(ada)


def test_closing_twice_is_closing_once(stripe: StripeClient) -> None:
    scene = factories.scene()
    checkout_id, session_id = checkout_session(place_applicant(scene, "ada"))
    assert close_checkout(checkout_id)
    assert close_checkout(checkout_id)
    assert stripe.session(session_id)["status"] == "expired"
    assert close_checkout(999)


def test_a_paid_session_cannot_be_closed(stripe: StripeClient) -> None:
    scene = factories.scene()
    checkout_id, session_id = checkout_session(place_applicant(scene, "ada"))
    stripe.pay(session_id)
    assert not close_checkout(checkout_id)
    assert checkouts()[0].state == CheckoutState.OPEN


def test_a_session_expired_elsewhere_is_closed(stripe: StripeClient) -> None:
    scene = factories.scene()
    checkout_id, session_id = checkout_session(place_applicant(scene, "ada"))
    stripe.expire(session_id)
    assert close_checkout(checkout_id)
    assert checkouts()[0].state == CheckoutState.EXPIRED


def test_a_session_closed_twice_at_once_is_closed_once(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout_id, _ = checkout_session(place_applicant(factories.scene(), "ada"))
    expire = stripe_sessions.expire_session

    def meanwhile(session_id: str, *, account: str) -> CheckoutSessionData:
        monkeypatch.undo()
        assert close_checkout(checkout_id)
        return expire(session_id, account=account)

    monkeypatch.setattr(stripe_sessions, "expire_session", meanwhile)
    assert close_checkout(checkout_id)
    assert checkouts()[0].state == CheckoutState.EXPIRED
