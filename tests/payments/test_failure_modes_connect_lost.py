"""An account that Stripe restricts, closes or disconnects, and the events that tell of it: nobody loses a seat."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask import Flask

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.payments.actions import connections
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.models.ledger import Payment, Refund
from tests.support.buying import Shop, open_shop
from tests.support.connected_shop import PAGES, later, now, paid, posted, set_up, thin, use_own
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.failure_mode(30)


@pytest.fixture
def shop(app: Flask, stripe: StripeClient) -> Iterator[Shop]:
    """Two seats of a practice that is about to get an account of its own; the platform keeps 2.5 %."""
    found = open_shop(app, stripe, seats=2)
    settings = app.extensions["mentorhub.settings"]
    app.extensions["mentorhub.settings"] = dataclasses.replace(settings, platform_fee_bps=250)
    yield found
    stripe.clear_faults()


def test_an_account_that_stripe_restricts_in_a_rush_sells_nothing_more_and_loses_nobody(
    shop: Shop, stripe: StripeClient
) -> None:
    account = use_own(shop)
    ada, ben = shop.buyer("ada"), shop.buyer("ben")
    stripe.control(f"accounts/{account}", card_payments="restricted", requirement="a document")
    for buyer in (ada, ben):
        assert buyer.submit_payment().status_code == 303
        assert "Payments are stopped just now" in buyer.page()
        assert buyer.state == "held"
    assert now(shop) == (account, "blocked", False)
    assert shop.column(Checkout.id) == []
    stripe.control(f"accounts/{account}", card_payments="active")
    later(shop, hours=2)
    shop.task("stripe-accounts")
    assert now(shop) == (account, "ready", True)
    shop.task("deadlines-resumed")
    shop.task("deadlines")
    assert (ada.state, ben.state) == ("held", "held")


def test_a_page_that_is_open_when_the_account_is_lost_ends_in_a_finding_and_not_in_silence(
    shop: Shop, stripe: StripeClient
) -> None:
    account = use_own(shop)
    ada = shop.buyer("ada")
    ada.open()
    stripe.control(f"accounts/{account}", disconnected=True)
    shop.task("stripe-catch-up")
    assert now(shop) == (account, "disconnected", False)
    shop.task("checkouts")
    assert shop.column(Checkout.state) == ["open"]  # somebody may still be paying there
    later(shop, hours=1)
    shop.task("checkouts")
    assert shop.column(Checkout.state) == ["expired"]
    found = set(shop.column(Finding.kind)) - {"events_missed"}  # of other tests' in this stand-in
    assert found == {"checkout_unknown"}
    shop.task("deadlines")
    assert ada.state == "held"


def test_a_refund_at_a_lost_account_is_a_finding_with_the_dashboards_page(
    shop: Shop, stripe: StripeClient
) -> None:
    account = use_own(shop)
    paid(shop, shop.buyer("ada"), account)
    stripe.control(f"accounts/{account}", disconnected=True)
    with shop.app.app_context(), transaction(viewer=SYSTEM) as session:
        payment = session.scalars(db.select(Payment)).one()
        payment.send_back(64000, reason="test", now=payment.captured_at)
        intent = payment.payment_intent
    shop.task("refunds")
    assert shop.column(Refund.state) == ["failed"]
    (detail,) = shop.column(Finding.detail)
    assert detail == f"account_disconnected: https://dashboard.stripe.com/payments/{intent}"


def test_a_thin_event_is_stored_and_its_account_read(shop: Shop, stripe: StripeClient) -> None:
    account = use_own(shop)
    assert posted(shop, thin(account)) == 204  # it claims what is not so
    shop.task("stripe-events")
    assert now(shop) == (account, "ready", True)
    stripe.control(f"accounts/{account}", closed=True)
    assert posted(shop, thin(account, id="evt_thin_2")) == 204
    assert posted(shop, thin(account, id="evt_thin_2")) == 204
    shop.task("stripe-events")
    assert now(shop) == (account, "disconnected", False)
    assert shop.column(StripeEvent.event_id) == ["evt_thin_1", "evt_thin_2"]
    assert shop.column(StripeEvent.state) == ["applied", "applied"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"livemode": True}, "other mode"),
        ({"related_object": {"id": "acct_elsewhere", "type": "", "url": ""}}, "unknown account"),
    ],
)
def test_a_thin_event_that_is_not_for_this_install_is_stored_and_ignored(
    shop: Shop, changes: dict[str, Any], reason: str
) -> None:
    account = use_own(shop)
    assert posted(shop, thin(account, **changes)) == 204
    assert shop.column(StripeEvent.reason) == [reason]


def test_a_thin_event_of_nothing_is_ignored_and_a_broken_one_refused(shop: Shop) -> None:
    unrelated = {**thin("acct_1", "v2.core.event_destination.ping"), "related_object": None}
    assert posted(shop, unrelated) == 204
    shop.task("stripe-events")
    assert shop.column(StripeEvent.state) == ["ignored"]
    broken = thin("acct_1", id="evt_broken")
    del broken["created"]
    assert posted(shop, broken) == 400


def test_an_account_disconnected_in_its_dashboard_is_told_by_its_event(
    shop: Shop, stripe: StripeClient
) -> None:
    account = use_own(shop)
    stripe.control(f"accounts/{account}", disconnected=True)
    event = {
        "id": "evt_gone",
        "object": "event",
        "account": account,
        "api_version": "2026-10-28.endive",
        "created": 1_790_000_000,
        "livemode": False,
        "type": "account.application.deauthorized",
        "data": {"object": {"id": "ca_1", "object": "application"}},
    }
    assert posted(shop, event) == 204
    shop.task("stripe-events")
    assert now(shop) == (account, "disconnected", False)


def test_what_is_missing_is_read_and_a_link_opens_once(shop: Shop, stripe: StripeClient) -> None:
    set_up(shop, is_ready=False)
    with shop.app.app_context(), transaction(viewer=SYSTEM) as session:
        connection = session.scalars(db.select(StripeConnection)).one()
        kinds = {one.kind.value for one in connection.requirements}
        connection_id = connection.id
    assert {"person", "business", "bank_account", "terms"} <= kinds
    with shop.app.app_context():
        page = connections.setup_page(connection_id, **PAGES)
    first = requests.get(page, timeout=10, allow_redirects=False)
    again = requests.get(page, timeout=10, allow_redirects=False)
    assert "/connect/setup/" in first.headers["Location"]
    assert again.headers["Location"] == PAGES["refresh_url"]
