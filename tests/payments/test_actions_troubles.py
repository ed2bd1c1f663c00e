"""A trouble of the connection to Stripe is one open finding, which closes when it is over."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.payments import periodic
from mentorhub.payments.actions import troubles
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import events as stripe_events
from tests.support import factories
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _findings() -> list[Finding]:
    db.session.rollback()
    return list(db.session.scalars(select(Finding).order_by(Finding.id)))


def _stripe_ahead(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setattr(
        stripe_events, "stripe_time", lambda: clock.now() + dt.timedelta(seconds=seconds)
    )


@pytest.mark.usefixtures("stripes_clock")
@pytest.mark.parametrize("ahead", [-300, 300])
def test_the_clocks_are_compared_by_the_date_of_an_answer(stripe: StripeClient, ahead: int) -> None:
    stripe.control("clock", now=clock.now().timestamp())
    assert abs(troubles.compare_clocks()) <= 1
    stripe.control("clock", now=clock.now().timestamp() + ahead)
    assert abs(troubles.compare_clocks() - ahead) <= 3


def test_from_a_minute_on_a_finding_is_open_and_then_closes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seconds in (57, -57):
        _stripe_ahead(monkeypatch, seconds)
        assert periodic.compare_clocks() == 0
    assert _findings() == []
    _stripe_ahead(monkeypatch, 90)
    assert [periodic.compare_clocks() for _ in range(2)] == [1, 1]
    (found,) = _findings()
    assert (found.kind, found.closed_at, found.practice_id) == ("clocks_differ", None, None)
    assert found.detail.startswith("the database's clock is ")
    assert found.detail.endswith(" s behind Stripe's")
    _stripe_ahead(monkeypatch, -200)
    periodic.compare_clocks()
    (found,) = _findings()
    assert found.detail.endswith(" s ahead of Stripe's")
    _stripe_ahead(monkeypatch, 0)
    assert periodic.compare_clocks() == 0
    assert _findings()[0].closed_at is not None


def test_without_an_answer_nothing_is_said_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> dt.datetime:
        raise StripeUnavailable

    monkeypatch.setattr(stripe_events, "stripe_time", silent)
    assert periodic.compare_clocks() == 0
    assert _findings() == []


def test_readiness_shows_the_clock(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _stripe_ahead(monkeypatch, 90)
    troubles.compare_clocks()
    answer = app.test_client().get("/health/ready")
    assert answer.status_code == 200
    (warning,) = answer.json["warnings"] if answer.json else []
    assert "behind Stripe's" in warning
    _stripe_ahead(monkeypatch, 0)
    troubles.compare_clocks()
    assert "warnings" not in (app.test_client().get("/health/ready").json or {})


def test_a_refused_key_is_found_by_catching_up_and_closed_by_an_answer(
    stripe: StripeClient,
) -> None:
    try:
        stripe.fault(kind="status", status=401, stage="before", path="/v1/events")
        assert periodic.catch_up() == 1
        (found,) = _findings()
        assert (found.kind, found.subject_public_id) == ("stripe_key_refused", "platform")
        assert "Invalid API Key" in found.detail
        assert periodic.catch_up() == 0
        assert _findings()[0].closed_at is not None
    finally:
        stripe.clear_faults()


def test_an_account_of_its_own_is_its_practices(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = factories.scene()
    with transaction(viewer=SYSTEM) as session:
        paid = session.get_one(Practice, scene.practice_id)
        paid.stripe_account, paid.stripe_state = "acct_1", StripeState.READY
    troubles.tell_locked_out("acct_1", "no")
    troubles.tell_locked_out("", "no")
    troubles.tell_answering("")
    own, platform = _findings()
    assert (own.practice_id, own.subject_public_id) == (scene.practice_id, "acct_1")
    assert own.closed_at is None
    assert platform.closed_at is not None
