"""Stripe does not answer the first "pay": what was asked for goes stale, and they can pay all the same."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions.checkouts import open_checkout, resume_checkout
from mentorhub.enrolment.rules.refusals import TooLateToPay
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import checkouts, enrolment, pass_time, place_applicant
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app", "stripes_clock")


def submit_in_vain(enrolment_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Submit "pay" while no call reaches Stripe."""

    def nothing(**_: object) -> CheckoutSessionData:
        raise StripeUnavailable("not reached")

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "open_session", nothing)
        with pytest.raises(StripeUnavailable):
            open_checkout(enrolment_id)


def later(stripe: StripeClient, **units: float) -> None:
    """Time passes here and at Stripe."""
    pass_time(**units)
    stripe.control("clock", now=clock.now().timestamp())


def submitted_in_vain(stripe: StripeClient, monkeypatch: pytest.MonkeyPatch, **ago: float) -> int:
    """Somebody with a held seat who submitted in vain so long ago; their enrolment's id."""
    ada = place_applicant(factories.scene(), "ada")
    submit_in_vain(ada, monkeypatch)
    later(stripe, **ago)
    return ada


def test_four_minutes_later_it_is_the_same_page_that_is_asked_for_again(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = submitted_in_vain(stripe, monkeypatch, minutes=4)
    assert open_checkout(ada)
    assert [one.state for one in checkouts()] == ["open"]


def test_minutes_later_one_submit_leads_to_a_page_and_the_seat_is_kept_as_long(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = submitted_in_vain(stripe, monkeypatch, minutes=6)
    url = open_checkout(ada)
    first, second = checkouts()
    assert [first.state, second.state, second.url] == ["abandoned", "open", url]
    held_until = enrolment(ada).held_until
    assert held_until is not None
    assert held_until >= second.expires_at
    stripe.pay(str(second.stripe_session))


def test_the_periodic_task_gives_up_what_is_stale_and_the_next_submit_opens_a_new_one(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = submitted_in_vain(stripe, monkeypatch, minutes=6)
    with pytest.raises(StripeRefused):
        resume_checkout(checkouts()[0].id)
    assert open_checkout(ada)
    assert [one.state for one in checkouts()] == ["abandoned", "open"]
    assert db.session.scalars(select(Finding)).all() == []  # only our call came too late


def test_what_is_refused_at_first_is_not_asked_for_twice(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    asked: list[object] = []

    def refuse(**call: object) -> CheckoutSessionData:
        asked.append(call)
        raise StripeRefused("parameter_unknown", "no")

    monkeypatch.setattr(stripe_sessions, "open_session", refuse)
    with pytest.raises(StripeRefused):
        open_checkout(ada)
    assert len(asked) == 1


def test_a_seat_is_not_kept_for_ever_for_pages_that_stripe_never_makes(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    for _ in range(3):
        submit_in_vain(ada, monkeypatch)
        later(stripe, minutes=30)
        with pytest.raises(StripeRefused):
            resume_checkout(checkouts()[-1].id)
    held_until = enrolment(ada).held_until
    with pytest.raises(TooLateToPay):
        open_checkout(ada)
    assert enrolment(ada).held_until == held_until
    assert len(checkouts()) == 3
