"""Abandoned checkouts are looked for at Stripe, among all that were made about then, and ended there."""

import datetime as dt
from collections.abc import Iterator

import pytest

from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.ended_checkouts import end_lost_checkout
from mentorhub.enrolment.periodic.money import end_lost_checkouts
from mentorhub.foundation import clock
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.checkouts import ANSWER_LOST_AFTER, CheckoutState
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from tests.support import factories
from tests.support.applicants import checkouts, pass_time, place_applicant
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def lost(stripe: StripeClient) -> Iterator[Checkout]:
    """Stripe made a page and said that it failed; another is open by now."""
    path = "/v1/checkout/sessions$"
    stripe.fault(kind="status", status=500, stage="after", method="POST", path=path)
    open_checkout(place_applicant(factories.scene(), "ada"))
    yield checkouts()[0]
    stripe.clear_faults()


def _session(lost: Checkout) -> str | None:
    return stripe_sessions.find_session(
        lost.public_id,
        account="",
        since=lost.created_at - dt.timedelta(minutes=1),
        until=lost.created_at + dt.timedelta(minutes=1),
    )


def test_a_page_is_found_by_our_own_name_and_its_time(stripe: StripeClient, lost: Checkout) -> None:
    session_id = _session(lost)
    assert session_id not in {None, checkouts()[1].stripe_session}
    assert stripe.session(str(session_id))["metadata"]["checkout"] == lost.public_id
    hour = dt.timedelta(hours=1)
    window = {"since": lost.created_at - 2 * hour, "until": lost.created_at - hour}
    assert stripe_sessions.find_session(lost.public_id, account="", **window) is None


def test_it_is_not_looked_for_while_a_call_may_still_be_under_way(lost: Checkout) -> None:
    assert lost.look_at is not None
    assert lost.look_at - lost.created_at >= ANSWER_LOST_AFTER
    assert not end_lost_checkout(lost.id)
    assert end_lost_checkouts() == 0
    assert checkouts()[0].look_at == lost.look_at


def test_it_is_ended_once(stripe: StripeClient, lost: Checkout) -> None:
    pass_time(minutes=11)
    for _ in range(3):
        assert end_lost_checkouts() == 0
    found, other = checkouts()
    assert (found.state, found.look_at, found.url) == (CheckoutState.EXPIRED, None, "")
    assert stripe.session(str(found.stripe_session))["status"] == "expired"
    assert stripe.session(str(other.stripe_session))["status"] == "open"


def test_it_is_looked_for_until_stripe_answers_and_ever_less_often(
    stripe: StripeClient, lost: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> str | None:
        raise StripeUnavailable

    waits = []
    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "find_session", silent)
        for minutes in (11, 12, 25):
            pass_time(minutes=minutes)
            end_lost_checkouts()
            again = checkouts()[0].look_at
            assert again is not None
            waits.append(round((again - clock.now()) / dt.timedelta(minutes=1)))
    assert waits == [11, 23, 48]
    pass_time(minutes=49)
    end_lost_checkouts()
    assert checkouts()[0].state == CheckoutState.EXPIRED


def test_killed_after_it_was_found_it_is_ended_all_the_same(
    stripe: StripeClient, lost: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    pass_time(minutes=11)

    def die(*_: object, **__: object) -> None:
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "expire_session", die)
        end_lost_checkouts()
    found = checkouts()[0]
    assert (found.state, found.stripe_session is not None) == (CheckoutState.ABANDONED, True)
    pass_time(minutes=12)
    monkeypatch.setattr(stripe_sessions, "find_session", None)  # known by now
    end_lost_checkouts()
    assert checkouts()[0].state == CheckoutState.EXPIRED


def test_what_has_been_lost_for_months_is_looked_for_again_within_the_hour(
    stripe: StripeClient, lost: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that was about to find it died; nobody wants to wait as long again."""
    pass_time(days=60)

    def silent(*_: object, **__: object) -> str | None:
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "find_session", silent)
        end_lost_checkouts()
    pass_time(minutes=61)
    end_lost_checkouts()
    assert checkouts()[0].stripe_session is not None
    assert checkouts()[0].state == CheckoutState.EXPIRED
