"""Due work of the line: what was left undone is done, once, and one bad item never stops the rest."""

import datetime as dt

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import arrivals, endings
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.periodic.money import reconcile_checkouts
from mentorhub.enrolment.periodic.places import allocate_arrivals, lapse_holds, remind_of_offers
from mentorhub.enrolment.rules.states import reminder_due
from mentorhub.foundation import clock, due_work
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.queries import checkouts
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    enrolment,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_arrivals_nobody_placed_are_placed_later() -> None:
    scene = factories.scene(seats=1)
    ada, ben = arrive(scene, "ada"), arrive(scene, "ben")
    assert allocate_arrivals() == 0
    assert states(ada, ben) == ["held", "waiting"]


def test_a_cohort_that_fails_does_not_stop_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    practice_id, mentor_id = factories.practice()
    bad = factories.program(practice_id, mentor_id, slug="bad")
    good = factories.program(practice_id, mentor_id, slug="good")
    left, placed = arrive(bad, "ada"), arrive(good, "ben")
    allocate = arrivals.allocate_cohort

    def fail_for_bad(cohort_id: int) -> None:
        if cohort_id == bad.cohort_id:
            raise ValueError
        allocate(cohort_id)

    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "allocate_cohort", fail_for_bad)
        assert allocate_arrivals() == 1
    assert states(left, placed) == ["arrived", "held"]


def test_overdue_holds_lapse_and_the_next_are_asked() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    assert lapse_holds() == 0
    assert states(ada, ben) == ["held", "waiting"]
    pass_time(minutes=16)
    assert lapse_holds() == 0
    assert states(ada, ben) == ["lapsed", "held"]
    assert_in_order()


def test_every_overdue_hold_lapses_in_one_run_and_the_backlog_is_counted_truly(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where Stripe does not answer for two of them."""

    def silent(*_: object, **__: object) -> CheckoutSessionData:
        raise StripeUnavailable

    scene = factories.scene(seats=50)
    people = [place_applicant(scene, f"person{number}") for number in range(50)]
    for kept in people[:2]:
        checkout_session(kept)
    pass_time(minutes=60)
    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "expire_session", silent)
        with due_work.within(due_work.Run(seconds=0)):
            assert lapse_holds() == 49
        assert lapse_holds() == 2
    assert states(*people) == ["held"] * 2 + ["lapsed"] * 48
    assert lapse_holds() == 0
    assert_in_order()


def test_an_overdue_hold_with_an_open_checkout_lapses_once_stripe_has_closed_it(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    pass_time(minutes=40)
    lapse_holds()
    assert states(ada) == ["lapsed"]
    assert stripe.session(session_id)["status"] == "expired"
    assert_in_order()


def test_an_overdue_hold_that_was_paid_is_enrolled_instead(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    stripe.pay(session_id)
    pass_time(minutes=40)
    lapse_holds()
    assert states(ada) == ["enrolled"]
    assert_in_order()


def test_without_stripes_answer_an_overdue_hold_keeps_its_seat(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_session(ada)
    pass_time(minutes=40)

    def nothing(*_: object, **__: object) -> CheckoutSessionData:
        raise StripeUnavailable

    monkeypatch.setattr(stripe_sessions, "expire_session", nothing)
    assert lapse_holds() == 1
    assert states(ada) == ["held"]


def test_a_checkout_opened_while_the_periodic_task_looked_keeps_its_hold(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_session(ada)
    pass_time(minutes=40)
    monkeypatch.setattr(checkouts, "live_checkout", lambda *_, **__: None)
    assert lapse_holds() == 1
    assert states(ada) == ["held"]


def test_a_checkout_no_event_reported_is_looked_up(stripe: StripeClient) -> None:
    scene = factories.scene(seats=2)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    _, paid = checkout_session(ada)
    _, expired = checkout_session(ben)
    stripe.pay(paid)
    stripe.expire(expired)
    pass_time(minutes=36)
    assert reconcile_checkouts() == 0
    assert states(ada, ben) == ["enrolled", "held"]
    assert_in_order()


def test_an_attempt_without_an_answer_is_repeated(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")

    def nothing(**_: object) -> CheckoutSessionData:
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "open_session", nothing)
        with pytest.raises(StripeUnavailable):
            open_checkout(ada)
    pass_time(minutes=2)
    reconcile_checkouts()
    db.session.rollback()
    assert db.session.scalars(select(Checkout)).one().state == CheckoutState.OPEN


def test_leaving_the_line_at_the_same_moment_is_no_error() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    pass_time(minutes=16)
    endings.leave(ada)
    assert not endings.lapse_hold(ada)
    assert clock.now() > dt.datetime.now(dt.UTC)


def test_an_offer_is_mentioned_when_its_end_comes_near() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    assert remind_of_offers() == 0
    assert "enrolment.reminder" not in mails_to("ben")
    held = enrolment(ben)
    assert held.offered_at is not None
    assert held.held_until is not None
    due = reminder_due(offered_at=held.offered_at, held_until=held.held_until)
    clock.advance(due - held.offered_at + dt.timedelta(seconds=5))
    for _ in range(3):
        assert remind_of_offers() == 0
    assert mails_to("ben").count("enrolment.reminder") == 1
