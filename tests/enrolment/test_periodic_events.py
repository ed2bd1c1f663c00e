"""Stripe's events become what they say, whenever they come; strangers' are kept as ignored."""

import datetime as dt

import pytest
import requests
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from mentorhub.enrolment.actions import ended_checkouts, fulfilment
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.periodic.stripe_events import apply_events
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.actions import events as stripe_events
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    checkout_session,
    pass_time,
    place_applicant,
    states,
)
from tests.support.dealing import open_findings
from tests.support.stripe_client import KEY, StripeClient, signed

pytestmark = pytest.mark.usefixtures("in_app")


def _deliver(stripe_client: StripeClient, type_: str, session_id: str) -> None:
    (event,) = stripe_client.events(type_, session_id)
    stripe_events.receive_event(*signed(event))


def _event() -> StripeEvent:
    db.session.rollback()
    return db.session.scalars(select(StripeEvent)).one()


def test_a_completed_session_is_applied_from_its_event(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    stripe.pay(session_id)
    _deliver(stripe, "checkout.session.completed", session_id)
    assert apply_events() == 0
    assert states(ada) == ["enrolled"]
    assert _event().state.value == "applied"


@pytest.mark.failure_mode(5)
def test_an_event_that_comes_before_the_stored_answer_is_applied(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    ask = stripe_sessions.open_session
    made: list[str] = []

    def lose(**asked: object) -> CheckoutSessionData:
        made.append(ask(**asked).id)  # type: ignore[arg-type]
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "open_session", lose)
        with pytest.raises(StripeUnavailable):
            open_checkout(ada)
    stripe.pay(made[0])
    _deliver(stripe, "checkout.session.completed", made[0])
    apply_events()
    assert states(ada) == ["enrolled"]


def test_an_event_about_nothing_of_ours_is_ignored_with_the_reason(stripe: StripeClient) -> None:
    scene = factories.scene()
    _, session_id = checkout_session(place_applicant(scene, "ada"))
    made = requests.post(f"{stripe.url}/v1/customers", auth=KEY, timeout=10).json()
    _deliver(stripe, "customer.created", made["id"])
    apply_events()
    assert (_event().state.value, _event().reason) == ("ignored", "no action for this type")
    assert stripe.session(session_id)["status"] == "open"


def test_a_strangers_session_is_ignored(stripe: StripeClient) -> None:
    factories.scene()
    foreign = requests.post(
        f"{stripe.url}/v1/checkout/sessions",
        auth=KEY,
        data={
            "mode": "payment",
            "success_url": "http://localhost/",
            "client_reference_id": "not-ours",
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": "eur",
            "line_items[0][price_data][unit_amount]": "500",
            "line_items[0][price_data][product_data][name]": "A book",
        },
        timeout=10,
    ).json()
    stripe.pay(foreign["id"])
    _deliver(stripe, "checkout.session.completed", foreign["id"])
    apply_events()
    assert _event().state.value == "ignored"


@pytest.mark.parametrize("error", [StripeUnavailable, ValueError])
def test_an_event_that_cannot_be_applied_waits_and_is_tried_again(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    stripe.pay(session_id)
    _deliver(stripe, "checkout.session.completed", session_id)

    def fail(_: int) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(fulfilment, "fulfil", fail)
        apply_events()
    assert (_event().state.value, _event().attempts) == ("received", 1)
    assert _event().due_at > clock.now()
    pass_time(minutes=1)
    apply_events()
    assert states(ada) == ["enrolled"]


@pytest.mark.failure_mode(7)
def test_the_same_event_again_and_its_twin_change_nothing(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    stripe.pay(session_id)
    (event,) = stripe.events("checkout.session.completed", session_id)
    stripe_events.receive_event(*signed(event))
    apply_events()
    first = _fingerprint()
    for _ in range(4):
        stripe_events.receive_event(*signed(event))
    stripe_events.receive_event(*signed({**event, "id": "evt_twin"}))
    apply_events()
    assert _fingerprint() == first
    known = {one.event_id: one.reason for one in db.session.scalars(select(StripeEvent))}
    assert known == {event["id"]: "", "evt_twin": f"twin of {event['id']}"}


@pytest.mark.failure_mode(12)
def test_a_late_expired_event_never_frees_what_is_held_or_paid(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    _, first = checkout_session(ada)
    stripe.expire(first)
    pass_time(seconds=1)
    (event,) = stripe.events("checkout.session.expired", first)
    ended_checkouts.close_checkout(_checkout(first))
    _give_more_time(ada)
    _, second = checkout_session(ada)
    stripe_events.receive_event(*signed(event))
    apply_events()
    assert states(ada) == ["held"]
    assert stripe.session(second)["status"] == "open"
    stripe.pay(second)
    _deliver(stripe, "checkout.session.completed", second)
    stripe_events.receive_event(*signed({**event, "id": "evt_later"}))
    apply_events()
    assert states(ada) == ["enrolled"]
    assert_in_order()


@pytest.mark.failure_mode(28)
def test_a_database_that_fails_while_an_event_comes_is_sent_again(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    stripe.pay(session_id)
    (event,) = stripe.events("checkout.session.completed", session_id)
    with monkeypatch.context() as patch:
        patch.setattr(stripe_events, "_store", _fail)
        with pytest.raises(OperationalError):  # which the web answers with 500
            stripe_events.receive_event(*signed(event))
    assert db.session.scalars(select(StripeEvent)).all() == []
    stripe_events.receive_event(*signed(event))
    apply_events()
    assert states(ada) == ["enrolled"]


def test_an_event_that_fails_ten_times_opens_a_finding(stripe: StripeClient) -> None:
    scene = factories.scene()
    _, session_id = checkout_session(place_applicant(scene, "ada"))
    stripe.pay(session_id)
    _deliver(stripe, "checkout.session.completed", session_id)
    for _ in range(10):
        assert open_findings() == []
        stripe_events.put_off_event(_event().id)
    assert open_findings() == ["event_not_applied"]


def _fail(*_args: object, **_kwargs: object) -> bool:
    raise OperationalError("INSERT", {}, Exception("the disk is full"))


def _give_more_time(enrolment_id: int) -> None:
    """So that a second checkout may be opened: an offer lasts for days."""
    with transaction(viewer=SYSTEM) as session:
        enrolment = session.get_one(Enrolment, enrolment_id)
        enrolment.extend(clock.now() + dt.timedelta(hours=5))


def _checkout(session_id: str) -> int:
    db.session.rollback()
    return db.session.scalars(
        select(Checkout.id).where(Checkout.stripe_session == session_id)
    ).one()


def _fingerprint() -> list[object]:
    """Everything that an event might have changed."""
    db.session.rollback()
    enrolment = db.session.scalars(select(Enrolment)).one()
    return [
        enrolment.state,
        enrolment.enrolled_at,
        db.session.scalars(select(Payment.public_id)).all(),
        db.session.scalars(select(OutboxMail.public_id)).all(),
        db.session.scalars(select(LineEntry.hash)).all(),
    ]
