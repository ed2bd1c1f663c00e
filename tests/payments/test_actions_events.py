"""Events are verified, stored once and never forged."""

import copy
import time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.payments.actions import events
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.rules.failures import ForgedEvent
from tests.support import factories
from tests.support.stripe_client import signed

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


def test_an_event_is_stored_with_its_data() -> None:
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

    def blind(session: Any, context: Any, *, now: Any) -> None:
        monkeypatch.setattr(session, "scalar", lambda *_: None)
        store(session, context, now=now)

    monkeypatch.setattr(events, "_store", blind)
    events.receive_event(*signed(EVENT))
    assert len(_stored()) == 1


@pytest.mark.failure_mode(9)
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"livemode": True}, "other mode"),
        ({"api_version": "2020-08-27"}, "other API version"),
        ({"account": "acct_elsewhere"}, "unknown account"),
        (
            {"data": {"object": {"id": "cs_1", "metadata": {"environment": "staging"}}}},
            "other environment",
        ),
    ],
)
def test_a_foreign_event_is_stored_as_ignored(fields: dict[str, Any], reason: str) -> None:
    events.receive_event(*signed(_changed(**fields)))
    (event,) = _stored()
    assert (event.state.value, event.reason) == ("ignored", reason)


def test_another_version_is_one_finding() -> None:
    for number in (1, 2):
        events.receive_event(*signed(_changed(id=f"evt_{number}", api_version="2020-08-27")))
    found = db.session.scalars(select(Finding)).all()
    assert [(one.kind, one.subject_public_id) for one in found] == [
        ("api_version_mismatch", "2020-08-27")
    ]


def test_an_event_of_a_practices_own_account_is_received() -> None:
    practice_id, _ = factories.practice()
    with transaction(viewer=SYSTEM) as session:
        paid = session.get_one(Practice, practice_id)
        paid.stripe_account, paid.stripe_state = "acct_ines", StripeState.READY
    events.receive_event(*signed(_changed(account="acct_ines")))
    assert [one.state.value for one in _stored()] == ["received"]


@pytest.mark.failure_mode(10)
def test_both_secrets_are_good_while_one_is_rolled(in_app: Flask) -> None:
    settings = in_app.extensions["mentorhub.settings"]
    object.__setattr__(settings, "stripe_webhook_secrets", ("whsec_sandbox", "whsec_before"))
    events.receive_event(*signed(EVENT))
    events.receive_event(*signed(_changed(id="evt_2"), secret="whsec_before"))
    assert len(_stored()) == 2


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
