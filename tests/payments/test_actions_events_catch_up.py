"""Catching up with Stripe's events: what is asked for, what counts as fetched, late or lost, and the findings."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select, update

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.payments.actions import events
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.events import StripeCursor, StripeEvent
from mentorhub.payments.rules.events import API_VERSION, EVENTS_KEPT, HANDLED, LEFT_TO_THE_WEBHOOK
from mentorhub.payments.stripe_gateway import events as stripe_events
from mentorhub.payments.stripe_gateway.events import EventData
from tests.support import factories
from tests.support.still_time import stand_at

pytestmark = pytest.mark.usefixtures("in_app")
ACCOUNT = "acct_ines"
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@dataclasses.dataclass
class Listing:
    """Stripe's list of events, and how it was asked for."""

    found: list[EventData]
    asked: list[tuple[str, dict[str, Any]]]


@pytest.fixture
def listing(monkeypatch: pytest.MonkeyPatch) -> Listing:
    """A Stripe that lists what a test put there, at a time that stands still."""
    one = Listing([], [])

    def events_after(event_id: str, **asked: Any) -> list[EventData]:
        one.asked.append((event_id, asked))
        return one.found

    now = clock.now()
    stand_at(monkeypatch, now)
    monkeypatch.setattr(stripe_events, "events_after", events_after)
    return one


def _data(id_: str, *, ago: dt.timedelta = DAY, **fields: Any) -> EventData:
    given: dict[str, Any] = {
        "account": "",
        "type": "checkout.session.completed",
        "object_id": f"cs_{id_}",
        "api_version": API_VERSION,
        "livemode": False,
        "created": clock.now() - ago,
        "payload": {"data": {"object": {}}},
    }
    return EventData(id=id_, **(given | fields))


def _cursor(account: str = "") -> tuple[str, dt.datetime]:
    db.session.rollback()
    one = db.session.get_one(StripeCursor, account)
    return one.event_id, one.looked_at


def _looked(event_id: str, *, ago: dt.timedelta, account: str = "") -> None:
    with transaction(viewer=SYSTEM) as session:
        one = StripeCursor(stripe_account=account, event_id=event_id, looked_at=clock.now() - ago)
        session.merge(one)


def _said() -> list[tuple[str, str, str, int | None, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Finding).order_by(Finding.id))
    return [
        (row.kind, row.subject_type, row.subject_public_id, row.practice_id, row.detail)
        for row in rows
    ]


def _practices() -> list[int]:
    """Two at the same account of their own, and one before them that has none."""
    ids = [
        factories.practice(mentor_email=f"{name}@example.org")[0]
        for name in ("olga", "ines", "pia")
    ]
    with transaction(viewer=SYSTEM) as session:
        for practice_id in reversed(ids[1:]):  # on PostgreSQL a changed row comes last
            session.execute(
                update(Practice)
                .where(Practice.id == practice_id)
                .values(stripe_account=ACCOUNT, stripe_state="ready")
            )
    return ids


def _stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(StripeEvent.id))) or 0


def test_catching_up_asks_from_its_own_accounts_cursor_for_what_is_handled(
    listing: Listing,
) -> None:
    _looked("evt_platform", ago=MINUTE)
    _looked("evt_ines", ago=MINUTE, account=ACCOUNT)
    events.catch_up(ACCOUNT)
    events.catch_up(ACCOUNT, is_whole=True)
    events.catch_up("acct_new")
    since = clock.now() - EVENTS_KEPT
    assert listing.asked == [
        (last, {"account": account, "types": HANDLED, "since": since})
        for last, account in (("evt_ines", ACCOUNT), ("", ACCOUNT), ("", "acct_new"))
    ]
    assert _cursor() == ("evt_platform", clock.now() - MINUTE)
    assert _cursor(ACCOUNT) == ("", clock.now())  # of the whole catching up, which found nothing
    assert _cursor("acct_new") == ("", clock.now())


def test_what_is_a_minute_old_is_fetched_and_the_cursor_stops_there(listing: Listing) -> None:
    _looked("evt_before", ago=MINUTE)
    listing.found[:] = [_data("evt_young", ago=MINUTE - dt.timedelta(microseconds=1))]
    assert events.catch_up("") == (0, 0)
    assert _cursor() == ("evt_before", clock.now())
    listing.found[:] = [_data("evt_a", ago=2 * MINUTE), _data("evt_b"), _data("evt_c", ago=MINUTE)]
    listing.found.append(_data("evt_young", ago=dt.timedelta()))
    assert events.catch_up("") == (3, 3)
    assert _cursor() == ("evt_c", clock.now())
    assert _stored() == 3


def test_what_a_webhook_brought_is_neither_stored_again_nor_late(listing: Listing) -> None:
    listing.found[:] = [_data("evt_1")]
    assert events.catch_up("") == (1, 1)
    db.session.execute(update(Finding).values(closed_at=clock.now()))
    db.session.commit()
    assert events.catch_up("", is_whole=True) == (1, 0)
    assert (_stored(), len(_said())) == (1, 1)


def test_two_minutes_after_it_an_event_that_was_fetched_was_missed(listing: Listing) -> None:
    listing.found[:] = [_data("evt_1", ago=2 * MINUTE - dt.timedelta(microseconds=1))]
    events.catch_up("")
    assert _said() == []
    listing.found[:] = [_data("evt_2", ago=2 * MINUTE)]
    events.catch_up("")
    assert [one[0] for one in _said()] == ["events_missed"]


def test_what_was_missed_is_said_of_its_account_and_the_practice_there(listing: Listing) -> None:
    _, ines, _ = _practices()
    listing.found[:] = [_data(f"evt_{days}", ago=days * DAY, account=ACCOUNT) for days in (2, 3, 1)]
    listing.found.append(_data("evt_early", ago=MINUTE, account=ACCOUNT))  # not late yet
    events.catch_up(ACCOUNT)
    since = clock.now() - 3 * DAY
    detail = f"3 since {since:%Y-%m-%d %H:%M} UTC"
    assert _said() == [("events_missed", "stripe_account", ACCOUNT, ines, detail)]


def test_what_was_missed_at_the_platforms_own_account_is_no_single_practices(
    listing: Listing,
) -> None:
    factories.practice()
    listing.found[:] = [_data("evt_1")]
    events.catch_up("")
    assert [one[1:4] for one in _said()] == [("stripe_account", "platform", None)]


def test_a_gap_of_all_that_stripe_stores_is_lost_and_said_with_its_beginning(
    listing: Listing,
) -> None:
    _, ines, _ = _practices()
    gap = EVENTS_KEPT - LEFT_TO_THE_WEBHOOK
    _looked("evt_1", ago=gap - dt.timedelta(microseconds=1), account=ACCOUNT)
    events.catch_up(ACCOUNT)
    assert _said() == []
    _looked("evt_1", ago=gap, account=ACCOUNT)
    events.catch_up(ACCOUNT)
    detail = f"not looked since {clock.now() - gap:%Y-%m-%d %H:%M} UTC"
    assert _said() == [("events_lost", "stripe_account", ACCOUNT, ines, detail)]
    events.catch_up(ACCOUNT)  # looked at just now
    assert len(_said()) == 1


def test_a_first_catching_up_counts_from_the_accounts_own_first_checkout(listing: Listing) -> None:
    _checkouts(factories.scene(), (ACCOUNT, DAY), ("", 40 * DAY), (ACCOUNT, 35 * DAY))
    _looked("evt_1", ago=DAY)
    events.catch_up("")
    events.catch_up("acct_new")
    assert _said() == []
    events.catch_up(ACCOUNT)
    since = clock.now() - 35 * DAY
    assert [one[4] for one in _said()] == [f"not looked since {since:%Y-%m-%d %H:%M} UTC"]


def _checkouts(scene: factories.Scene, *opened: tuple[str, dt.timedelta]) -> None:
    """Attempts to pay that came to nothing: each at its account, so long ago."""
    enrolment_id, _ = factories.enrolled(scene, factories.user("ada@example.org"))
    with transaction(viewer=SYSTEM) as session:
        for attempt, (account, ago) in enumerate(opened, start=1):
            made = Checkout(
                practice_id=scene.practice_id,
                enrolment_id=enrolment_id,
                price_id=scene.price_id,
                attempt=attempt,
                stripe_account=account,
                amount_minor=64000,
                currency="eur",
                terms_version=1,
                parameters={},
                expires_at=clock.now(),
                created_at=clock.now() - ago,
            )
            made.move("abandon")
            session.add(made)
