"""Stripe's events become what they say, whenever they come; strangers' are kept as ignored."""

import pytest
import requests
from sqlalchemy import select

from mentorhub.enrolment import sweeps
from mentorhub.enrolment.actions import fulfilment
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.foundation import clock
from mentorhub.foundation.database import db
from mentorhub.payments import stripe_gateway
from mentorhub.payments.actions import events as stripe_events
from mentorhub.payments.models import StripeEvent
from mentorhub.payments.stripe_gateway import SessionFacts, StripeUnavailable
from tests import scenes
from tests.enrolment.line_up import (
    checkout_session,
    come,
    pass_time,
    states,
)
from tests.till import KEY, Till, signed

pytestmark = pytest.mark.usefixtures("in_app")


def _deliver(till: Till, type_: str, session_id: str) -> None:
    (event,) = till.events(type_, session_id)
    stripe_events.receive_event(*signed(event))


def _event() -> StripeEvent:
    db.session.rollback()
    return db.session.scalars(select(StripeEvent)).one()


def test_a_completed_session_is_applied_from_its_event(stripe: Till) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    _, session_id = checkout_session(ada)
    stripe.pay(session_id)
    _deliver(stripe, "checkout.session.completed", session_id)
    assert sweeps.apply_events() == 0
    assert states(ada) == ["enrolled"]
    assert _event().state.value == "applied"


def test_an_event_that_comes_before_the_stored_answer_is_applied(
    stripe: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    ask = stripe_gateway.open_session
    made: list[str] = []

    def lose(**asked: object) -> SessionFacts:
        made.append(ask(**asked).id)  # type: ignore[arg-type]
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_gateway, "open_session", lose)
        with pytest.raises(StripeUnavailable):
            open_checkout(ada)
    stripe.pay(made[0])
    _deliver(stripe, "checkout.session.completed", made[0])
    sweeps.apply_events()
    assert states(ada) == ["enrolled"]


def test_an_event_about_nothing_of_ours_is_ignored_with_the_reason(stripe: Till) -> None:
    scene = scenes.scene()
    _, session_id = checkout_session(come(scene, "ada"))
    made = requests.post(f"{stripe.url}/v1/customers", auth=KEY, timeout=10).json()
    _deliver(stripe, "customer.created", made["id"])
    sweeps.apply_events()
    assert (_event().state.value, _event().reason) == ("ignored", "not about a checkout of ours")
    assert stripe.session(session_id)["status"] == "open"


def test_a_strangers_session_is_ignored(stripe: Till) -> None:
    scenes.scene()
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
    sweeps.apply_events()
    assert _event().state.value == "ignored"


@pytest.mark.parametrize("error", [StripeUnavailable, ValueError])
def test_an_event_that_cannot_be_applied_waits_and_is_tried_again(
    stripe: Till, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    scene = scenes.scene()
    ada = come(scene, "ada")
    _, session_id = checkout_session(ada)
    stripe.pay(session_id)
    _deliver(stripe, "checkout.session.completed", session_id)

    def fail(_: int) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(fulfilment, "fulfil", fail)
        sweeps.apply_events()
    assert (_event().state.value, _event().attempts) == ("received", 1)
    assert _event().due_at > clock.now()
    pass_time(minutes=1)
    sweeps.apply_events()
    assert states(ada) == ["enrolled"]
