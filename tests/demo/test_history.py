"""Actions run in the order of their times, each on its own clock; the Stripe client talks to a sandbox only."""

import datetime as dt
from functools import partial

import pytest
import requests
from flask import Flask

from mentorhub.demo.history import History, StripeClient
from mentorhub.foundation import clock
from mentorhub.stripe_sandbox.serve import RunningSandbox

NOW = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_actions_are_done_in_order(in_app: Flask) -> None:
    history, done = History(clock.now()), list[str]()
    history.at(history.now - DAY, partial(done.append, "yesterday"))
    history.at(history.now - 3 * DAY, partial(done.append, "before"))
    history.at(history.now - DAY, partial(done.append, "yesterday, planned later"))
    history.run()
    assert done == ["before", "yesterday", "yesterday, planned later"]


def test_an_action_is_done_on_its_own_clock(in_app: Flask) -> None:
    history, seen = History(clock.now()), list[dt.datetime]()
    history.at(history.now - 9 * DAY, lambda: seen.append(clock.now()))
    history.run()
    assert abs(seen[0] - (history.now - 9 * DAY)) < dt.timedelta(seconds=5)
    assert abs(clock.now() - history.now) < dt.timedelta(seconds=5)


def test_an_action_leads_to_later_ones(in_app: Flask) -> None:
    history, done = History(clock.now()), list[str]()

    def first() -> None:
        done.append("first")
        history.at(history.now - DAY, partial(done.append, "what came of it"))

    history.at(history.now, partial(done.append, "today"))
    history.at(history.now - 2 * DAY, first)
    history.run()
    assert done == ["first", "what came of it", "today"]


def test_a_day_is_counted_on_the_calendar_of_its_zone() -> None:
    history = History(NOW)
    assert history.day(0, zone="Europe/London") == dt.date(2026, 3, 2)
    assert history.day(0, zone="Europe/Oslo") == dt.date(2026, 3, 3)


def test_an_hour_is_the_zones_own() -> None:
    found = History(NOW).time(3, "18:30", zone="Europe/Oslo")
    assert found == dt.datetime(2026, 2, 28, 17, 30, tzinfo=dt.UTC)


def test_what_would_lie_ahead_is_now() -> None:
    assert History(NOW).time(0, "23:50", zone="Europe/London") == NOW


def test_a_sandbox_is_known_by_its_clock(stripe_server: RunningSandbox) -> None:
    assert StripeClient(stripe_server.url, key="sk_test_x").is_sandbox()


def test_where_nobody_answers_is_no_sandbox() -> None:
    assert not StripeClient("http://127.0.0.1:9", key="sk_test_x").is_sandbox()


def test_the_stripe_client_moves_stripes_clock(stripe_server: RunningSandbox) -> None:
    stripe_client = StripeClient(stripe_server.url, key="sk_test_x")
    now = dt.datetime.now(dt.UTC)
    stripe_client.set_clock(now - 40 * DAY)
    try:
        then = requests.get(f"{stripe_server.url}/_sandbox/clock", timeout=5).json()["now"]
    finally:
        stripe_client.set_clock(dt.datetime.now(dt.UTC))
    assert abs(then - (now - 40 * DAY).timestamp()) < 10


def test_a_payment_that_is_refused_is_not_passed_over(stripe_server: RunningSandbox) -> None:
    with pytest.raises(requests.HTTPError):
        StripeClient(stripe_server.url, key="sk_test_x").pay("cs_test_unknown")
