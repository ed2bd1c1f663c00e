"""Events are verified, stored once and never forged."""

import copy
import time
from typing import Any

import pytest
from sqlalchemy import select

from mentorhub.foundation.database import db
from mentorhub.payments.actions import events
from mentorhub.payments.models import StripeEvent
from mentorhub.payments.stripe_gateway import ForgedEvent
from tests.till import signed

pytestmark = pytest.mark.usefixtures("in_app")

EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "api_version": "2026-10-28.endive",
    "livemode": False,
    "created": 1,
    "data": {"object": {"id": "cs_test_1", "object": "checkout.session"}},
}


def _stored() -> list[StripeEvent]:
    db.session.rollback()
    return list(db.session.scalars(select(StripeEvent).order_by(StripeEvent.id)))


def _changed(**fields: Any) -> dict[str, Any]:
    return copy.deepcopy(EVENT) | fields


def test_an_event_is_stored_with_its_facts() -> None:
    events.receive_event(*signed(EVENT))
    (event,) = _stored()
    assert (event.event_id, event.type, event.object_id) == ("evt_1", EVENT["type"], "cs_test_1")
    assert event.state.value == "received"
    assert event.payload == EVENT


def test_an_event_delivered_again_is_stored_once() -> None:
    for _ in range(5):
        events.receive_event(*signed(EVENT))
    assert len(_stored()) == 1


def test_two_deliveries_at_once_are_stored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    events.receive_event(*signed(EVENT))
    store = events._store

    def blind(session: Any, facts: Any, *, now: Any) -> None:
        monkeypatch.setattr(session, "scalar", lambda *_: None)
        store(session, facts, now=now)

    monkeypatch.setattr(events, "_store", blind)
    events.receive_event(*signed(EVENT))
    assert len(_stored()) == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"livemode": True}, "other mode"), ({"api_version": "2020-08-27"}, "other API version")],
)
def test_a_foreign_event_is_kept_as_ignored(fields: dict[str, Any], reason: str) -> None:
    events.receive_event(*signed(_changed(**fields)))
    (event,) = _stored()
    assert (event.state.value, event.reason) == ("ignored", reason)


@pytest.mark.failure_mode(10)
def test_a_forged_event_is_stored_nowhere() -> None:
    body, signature = signed(EVENT)
    forged = [
        (body, ""),
        (body, "t=1,v1=0"),
        (body + b" ", signature),
        (body, signed(EVENT, secret="whsec_other")[1]),
        (body, signed(EVENT, at=time.time() - 301)[1]),
        (b"\xff", signature),
        signed({"not": "an event"}),
        signed({**EVENT, "data": []}),
    ]
    for one in forged:
        with pytest.raises(ForgedEvent):
            events.receive_event(*one)
    assert _stored() == []


def test_an_event_is_finished_once() -> None:
    events.receive_event(*signed(EVENT))
    (event,) = _stored()
    events.finish_event(event.id)
    events.finish_event(event.id, reason="too late")
    assert [(one.state.value, one.reason) for one in _stored()] == [("applied", "")]
