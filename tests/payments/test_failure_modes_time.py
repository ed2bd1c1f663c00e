"""Deadlines in every zone, over changes of summer time and close to the end; and what our pages say of them."""

import datetime as dt
import re
import time
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import hold_deadline
from mentorhub.foundation import clock
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.checkouts import SESSION_MARGIN, session_expiry
from mentorhub.programs.models.cohorts import Cohort
from tests.support.applicants import pass_time
from tests.support.buying import COMPLETED, EXPIRED, Shop, open_shop
from tests.support.stripe_client import StripeClient

ZONES = ("UTC", "America/St_Johns", "Asia/Kolkata")
SPRING = dt.datetime(2026, 3, 29, 0, 50, tzinfo=dt.UTC)  # ten minutes before Europe's clocks go on
AUTUMN = dt.datetime(2026, 11, 1, 4, 20, tzinfo=dt.UTC)  # ten minutes before St John's go back


@pytest.fixture(params=ZONES)
def machine(request: pytest.FixtureRequest) -> Iterator[str]:
    """A machine whose own zone is another one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.fixture
def shop(app: Flask, stripe: StripeClient) -> Shop:
    """One seat."""
    return open_shop(app, stripe, seats=1)


@pytest.mark.failure_mode(20)
@pytest.mark.parametrize("now", [SPRING, AUTUMN])
@pytest.mark.usefixtures("machine")
def test_deadlines_are_the_same_on_every_machine_and_over_a_change_of_clocks(
    now: dt.datetime,
) -> None:
    expiry = session_expiry(now=now, deadline=now, is_first=True)
    assert expiry == now + dt.timedelta(minutes=35)
    assert expiry.timestamp() == now.timestamp() + 35 * 60
    held = hold_deadline(now=now, claim_minutes=15)
    assert held.timestamp() == now.timestamp() + 15 * 60
    local = now.astimezone(ZoneInfo("America/St_Johns"))  # the same point in time, in another zone
    assert session_expiry(now=local, deadline=local, is_first=True) == expiry


@pytest.mark.failure_mode(20)
@pytest.mark.usefixtures("machine")
def test_stripe_is_given_whole_seconds_of_utc_wherever_the_machine_stands(
    shop: Shop, stripe: StripeClient
) -> None:
    with shop.app.app_context():
        before = clock.now()
    ada = shop.buyer("ada")
    session_id = ada.open()
    (parameters,), (expires_at,) = (
        shop.column(Checkout.parameters),
        shop.column(Checkout.expires_at),
    )
    sent = parameters["expires_at"]
    assert type(sent) is int  # not milliseconds, not a float, nothing naive
    assert sent == expires_at.timestamp() == stripe.session(session_id)["expires_at"]
    assert dt.timedelta(minutes=34) < expires_at - before < dt.timedelta(minutes=36)
    (held_until,) = shop.column(Enrolment.held_until)
    assert held_until - expires_at == SESSION_MARGIN
    stripe.pay(session_id)
    shop.send_event(COMPLETED, session_id)
    assert ada.state == "enrolled"


@pytest.mark.failure_mode(20)
def test_who_was_first_is_said_by_one_clock_and_by_places(shop: Shop) -> None:
    people = [shop.buyer(name) for name in ("ada", "ben", "cleo")]
    arrived = shop.column(Enrolment.arrived_at)
    assert arrived == sorted(arrived)
    assert shop.column(Enrolment.place) == [1, 2, 3]
    assert [one.state for one in people] == ["held", "waiting", "waiting"]


@pytest.mark.failure_mode(20)
def test_an_offer_that_closes_in_ten_minutes_still_sells_to_who_came_in_time(
    shop: Shop, stripe: StripeClient
) -> None:
    with shop.app.app_context():
        soon = clock.now() + dt.timedelta(minutes=10)
    shop.change(Cohort, closes_at=soon)
    ada = shop.buyer("ada")
    session_id = ada.open()
    assert "A payment page stays open for half an hour, and your seat with it" in ada.page()
    with shop.app.app_context():
        pass_time(minutes=25)  # closed for others by now
    shop.task("deadlines")
    stripe.pay(session_id)
    assert ada.come_back(session_id) == "enrolled"


@pytest.mark.failure_mode(29)
def test_the_end_of_the_hold_is_said_before_stripe_and_in_the_mail(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    (held_until,) = shop.column(Enrolment.held_until)
    shown = held_until.astimezone(ZoneInfo("Europe/Oslo")).strftime("%H:%M")
    page = ada.page()
    assert re.search(rf"Seat 1 is yours until <time [^>]*>{shown}</time>", page)
    assert "Nothing is charged" in page
    (context,) = shop.column(OutboxMail.context)
    assert context["enrolment"]["held_until"] == held_until
    session_id = ada.open()
    (longer,) = shop.column(Enrolment.held_until)
    assert longer.astimezone(ZoneInfo("Europe/Oslo")).strftime("%H:%M") in ada.page()
    found = stripe.session(session_id)
    back = ada.client.get(found["cancel_url"].removeprefix("http://localhost"))
    assert back.location == ada.place  # back from Stripe is that page again
    assert found["after_expiration"]["recovery"]["enabled"] is False


@pytest.mark.failure_mode(29)
def test_back_with_a_session_that_is_over_the_page_says_not_charged_and_offers_the_line(
    shop: Shop, stripe: StripeClient
) -> None:
    ada = shop.buyer("ada")
    session_id = ada.open()
    stripe.expire(session_id)
    assert ada.come_back(session_id) == "held"
    with shop.app.app_context():
        pass_time(hours=1)
    shop.task("deadlines")
    assert ada.come_back(session_id) == "lapsed"
    page = ada.page()
    assert "Nothing was charged, and the seat is free for the next person" in page
    assert "Join again" in page
    shop.send_event(EXPIRED, session_id)
    assert ada.state == "lapsed"
