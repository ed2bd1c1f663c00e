"""With every webhook lost, looking for ourselves leads to the same end, and somebody hears of the gap."""

import datetime as dt
import json

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.cli import payments as command
from mentorhub.cli.main import main
from mentorhub.enrolment.periodic.money import reconcile_checkouts
from mentorhub.enrolment.periodic.reconciliation import reconcile
from mentorhub.enrolment.periodic.stripe_events import apply_events
from mentorhub.foundation import clock, revisions
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments import periodic as money
from mentorhub.payments.actions import events
from mentorhub.payments.models.events import StripeCursor
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    checkout_session,
    enrolment,
    pass_time,
    place_applicant,
    states,
)
from tests.support.dealing import deal, last_event, open_findings, refund_rows
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture(autouse=True)
def from_now_on(in_app: Flask, stripe: StripeClient) -> None:
    """What earlier tests did at the shared sandbox was seen already."""
    db.session.add(
        StripeCursor(stripe_account="", event_id=last_event(stripe), looked_at=clock.now())
    )
    db.session.commit()


@pytest.mark.failure_mode(8)
def test_all_deliveries_lost_for_six_hours_end_at_the_same(stripe: StripeClient) -> None:
    scene = factories.scene(seats=2)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    for one in (ada, ben):
        stripe.pay(checkout_session(one)[1])
    assert states(ada, ben) == ["held", "held"]
    pass_time(minutes=15)
    assert money.catch_up() == 0
    assert "events_missed" in open_findings()
    while apply_events():
        continue
    assert states(ada, ben) == ["enrolled", "enrolled"]
    pass_time(hours=6)
    money.catch_up()
    reconcile_checkouts()
    assert states(ada, ben) == ["enrolled", "enrolled"]
    assert_in_order()


def test_what_a_webhook_will_still_bring_is_left_to_it(stripe: StripeClient) -> None:
    scene = factories.scene()
    stripe.pay(checkout_session(place_applicant(scene, "ada"))[1])
    seen, stored = events.catch_up("")
    assert (seen, stored) == (0, 0)
    assert open_findings() == []


def test_the_cursor_moves_so_that_nothing_is_fetched_twice(stripe: StripeClient) -> None:
    scene = factories.scene()
    stripe.pay(checkout_session(place_applicant(scene, "ada"))[1])
    pass_time(minutes=5)
    _, stored = events.catch_up("")
    assert stored
    assert events.catch_up("") == (0, 0)


def test_a_cursor_that_stripe_forgot_starts_again(stripe: StripeClient) -> None:
    scene = factories.scene()
    stripe.pay(checkout_session(place_applicant(scene, "ada"))[1])
    db.session.scalars(select(StripeCursor)).one().event_id = "evt_forgotten"
    db.session.commit()
    pass_time(minutes=5)
    _, stored = events.catch_up("")
    assert stored


def test_an_account_nobody_looked_at_yet_gets_its_cursor(stripe: StripeClient) -> None:
    stripe.pay(checkout_session(place_applicant(factories.scene(), "ada"))[1])
    db.session.delete(db.session.scalars(select(StripeCursor)).one())
    db.session.commit()
    pass_time(minutes=5)
    _, stored = events.catch_up("")
    assert stored
    assert db.session.scalars(select(StripeCursor.event_id)).one()


def test_a_silent_stripe_is_counted_and_changes_nothing(
    stripe: StripeClient, in_app: Flask
) -> None:
    before = db.session.scalars(select(StripeCursor.event_id)).one()
    settings = in_app.extensions["mentorhub.settings"]
    object.__setattr__(settings, "stripe_api_base", "http://127.0.0.1:9")
    assert money.catch_up() == 1
    db.session.rollback()
    assert db.session.scalars(select(StripeCursor.event_id)).one() == before


def test_a_payment_that_no_event_reported_is_found_and_said(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    stripe.pay(checkout_session(ada)[1])
    pass_time(hours=1)
    reconcile_checkouts()
    assert states(ada) == ["enrolled"]
    assert open_findings() == ["checkout_repaired"]
    assert_in_order()


def test_the_command_looks_at_all_and_prints_what_it_saw(
    stripe: StripeClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    in_app: Flask,
) -> None:
    found = deal(stripe)
    stripe.refund_by_hand(found.intent)
    pass_time(minutes=5)
    monkeypatch.setattr(command, "opened", in_app.app_context)
    monkeypatch.setattr(revisions, "refuse_unmigrated", lambda: None)
    with pytest.raises(SystemExit) as end:
        main(["reconcile"])
    assert end.value.code == 0
    said = json.loads(capsys.readouterr().out)
    assert said["events_stored"] > 0
    assert refund_rows() == [("succeeded", 64000, "dashboard")]
    assert states(found.ada, found.ben) == ["removed", "held"]
    kinds = db.session.scalars(select(Finding.kind)).all()
    assert {"events_missed", "refunded_in_dashboard"} <= set(kinds)


def test_what_stripe_no_longer_reports_is_found_by_asking_about_each_payment(
    stripe: StripeClient,
) -> None:
    found = deal(stripe)
    stripe.refund_by_hand(found.intent)
    _nobody_looked(stripe, for_days=30)
    money.catch_up()
    assert "events_lost" in open_findings()
    assert reconcile()["payments"] == 0
    assert states(found.ada) == ["enrolled"]
    assert reconcile(is_whole=True)["payments"] == 1
    assert refund_rows() == [("succeeded", 64000, "dashboard")]
    assert states(found.ada, found.ben) == ["removed", "held"]


def test_a_dispute_that_no_event_reported_is_found_by_asking_about_each_payment(
    stripe: StripeClient,
) -> None:
    found = deal(stripe)
    stripe.control("disputes", charge=stripe.charge_of(found.intent))
    reconcile(is_whole=True)
    assert "dispute_opened" in open_findings()
    assert enrolment(found.ada).pause_reason == "dispute"


def test_a_gap_that_stripe_remembers_is_no_finding(stripe: StripeClient) -> None:
    _nobody_looked(stripe, for_days=29)
    money.catch_up()
    assert "events_lost" not in open_findings()


def test_an_install_that_has_never_looked_has_not_since_its_first_checkout(
    stripe: StripeClient,
) -> None:
    deal(stripe)
    db.session.delete(db.session.get_one(StripeCursor, ""))
    db.session.commit()
    pass_time(days=31)
    money.catch_up()
    assert "events_lost" in open_findings()


def _nobody_looked(stripe: StripeClient, *, for_days: int) -> None:
    """The stand-in forgets no event as Stripe does: what it has reported until now counts as gone."""
    cursor = db.session.get_one(StripeCursor, "")
    cursor.event_id = last_event(stripe)
    cursor.looked_at = clock.now() - dt.timedelta(days=for_days)
    db.session.commit()
