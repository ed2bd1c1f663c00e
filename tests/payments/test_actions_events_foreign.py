"""Whose an event is, what makes one a twin, and what is said of those that cannot be used."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.payments.actions import events
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.rules.events import API_VERSION
from mentorhub.payments.rules.failures import ForgedEvent
from mentorhub.stripe_sandbox.settings import SECOND_SECRET
from tests.support import factories
from tests.support.rehearsing import pay_rehearsals
from tests.support.stripe_client import signed

pytestmark = pytest.mark.usefixtures("in_app")
ACCOUNT = "acct_ines"


def _event(id_: str, **fields: Any) -> dict[str, Any]:
    """An event as the webhook receives it."""
    given: dict[str, Any] = {
        "id": id_,
        "type": "checkout.session.completed",
        "api_version": API_VERSION,
        "livemode": False,
        "created": 1,
        "data": {"object": {"id": "cs_1"}},
    }
    return given | fields


def _receive(id_: str, **fields: Any) -> StripeEvent:
    events.receive_event(*signed(_event(id_, **fields)))
    db.session.rollback()
    found = select(StripeEvent).order_by(StripeEvent.id.desc()).limit(1)
    return db.session.scalars(found).one()


def _practice() -> None:
    practice_id, _ = factories.practice()
    with transaction(viewer=SYSTEM) as session:
        paid = session.get_one(Practice, practice_id)
        paid.stripe_account, paid.stripe_state = ACCOUNT, StripeState.READY


def _said() -> list[tuple[str, str, str, int | None, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Finding).order_by(Finding.id))
    return [
        (row.kind, row.subject_type, row.subject_public_id, row.practice_id, row.detail)
        for row in rows
    ]


def _stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(StripeEvent.id))) or 0


def test_the_same_id_at_another_account_is_another_event() -> None:
    _practice()
    stored = [_receive("evt_1", account=ACCOUNT), _receive("evt_1")]
    _receive("evt_1", account=ACCOUNT)
    assert [(one.stripe_account, one.api_version) for one in stored] == [
        (ACCOUNT, API_VERSION),
        ("", API_VERSION),
    ]
    assert _stored() == 2


def test_only_the_same_change_of_the_same_object_at_the_same_account_is_a_twin() -> None:
    _practice()
    events.finish_event(_receive("evt_1").id)
    others = [
        _receive("evt_2", account=ACCOUNT),
        _receive("evt_3", data={"object": {"id": "cs_2"}}),
        _receive("evt_4", type="checkout.session.expired"),
    ]
    assert [(one.state.value, one.reason) for one in others] == [("received", "")] * 3
    twin = _receive("evt_5")
    assert (twin.state.value, twin.reason) == ("ignored", "twin of evt_1")
    for id_ in ("evt_6", "evt_7"):  # what may happen to an object again and again
        again = _receive(id_, type="charge.refunded")
        assert again.state.value == "received"
        events.finish_event(again.id)


def test_a_live_install_takes_live_events_only(in_app: Flask) -> None:
    settings = in_app.extensions["mentorhub.settings"]
    object.__setattr__(settings, "stripe_secret_key", "sk_live_a")
    assert _receive("evt_1", livemode=True).reason == ""
    assert _receive("evt_2").reason == "other mode"


def test_a_postponed_event_is_named_by_its_kind() -> None:
    event = _receive("evt_1")
    for _ in range(events.TRIES_BEFORE_A_FINDING + 1):
        events.put_off_event(event.id)
    assert _said() == [
        ("event_not_applied", "event", event.public_id, None, "checkout.session.completed")
    ]


@pytest.mark.parametrize(("version", "subject"), [("2020-08-27", "2020-08-27"), (None, "none")])
def test_an_event_in_another_version_says_which_and_which_we_speak(
    version: str | None, subject: str
) -> None:
    _receive("evt_1", api_version=version)
    detail = f"checkout.session.completed; this app uses {API_VERSION}"
    assert _said() == [("api_version_mismatch", "api_version", subject, None, detail)]


def test_an_event_that_means_nothing_here_stores_the_reason() -> None:
    event = _receive("evt_1")
    events.finish_event(event.id, reason="no checkout of ours")
    db.session.rollback()
    stored = db.session.get_one(StripeEvent, event.id)
    assert (stored.state.value, stored.reason) == ("ignored", "no checkout of ours")


def test_what_the_rehearsals_secret_signs_is_theirs(in_app: Flask) -> None:
    pay_rehearsals(in_app)
    events.receive_event(*signed(_event("evt_r"), secret=SECOND_SECRET))
    db.session.rollback()
    row = db.session.scalars(select(StripeEvent)).one()
    assert (row.stripe_account, row.reason) == ("rehearsal", "unknown account")
    assert _receive("evt_p").stripe_account == ""


def test_without_a_secret_for_them_nobody_speaks_for_rehearsals(in_app: Flask) -> None:
    with pytest.raises(ForgedEvent):
        events.receive_event(*signed(_event("evt_r"), secret=SECOND_SECRET))
    assert db.session.scalars(select(StripeEvent)).all() == []
    assert in_app
