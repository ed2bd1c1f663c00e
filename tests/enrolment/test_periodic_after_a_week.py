"""A week in which no worker ran: each task catches up once, one mail for one fact, and then nothing is left."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.enrolment.actions import endings
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.jobs import Jobs
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.actions import events
from mentorhub.payments.models.events import StripeCursor
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.schedule import PERIODIC_TASKS
from tests.accounts.test_periodic_after_a_week import PLANS as OF_ACCOUNTS
from tests.accounts.test_periodic_closing_after_a_week import PLANS as OF_CLOSED_ACCOUNTS
from tests.support import (
    factories,
    importing,
    lost_codes,
    merging,
    mornings,
    rehearsing,
    searching,
    stopped_payments,
    waiting_inquiries,
    waiting_mails,
)
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    pass_time,
    place_applicant,
    states,
)
from tests.support.dealing import deal, last_event, refund_rows
from tests.support.factories import Scene
from tests.support.lost_answers import checkouts_lost, stripe_clock
from tests.support.opening_notices import PLANS as OF_OPENINGS
from tests.support.paying_in_parts import parts, refused, wait_until_due
from tests.support.seatless import seatless_payment
from tests.support.stripe_client import StripeClient

Expected = Callable[[], None]
Plan = Callable[[StripeClient], tuple[Counter[str], Expected]]  # due work; its mails and its end


def _nothing_more() -> None:
    """The mails say it all."""


def allocate(_: StripeClient) -> tuple[Counter[str], Expected]:
    """Two came for one seat, and nobody placed them."""
    scene = factories.scene(seats=1)
    came = arrive(scene, "ada"), arrive(scene, "ben")

    def placed() -> None:
        assert states(*came) == ["held", "waiting"]

    return Counter({"enrolment.held": 1, "enrolment.waiting": 1}), placed


def deadlines(_: StripeClient) -> tuple[Counter[str], Expected]:
    """A hold ran out long ago; the next is asked now, and has all the time that is promised."""
    scene = factories.scene(seats=1)
    came = [place_applicant(scene, name) for name in ("ada", "ben", "cleo")]

    def asked() -> None:
        taken = db.session.get_one(Cohort, scene.cohort_id).taken
        assert (states(*came), taken) == (["lapsed", "held", "waiting"], 1)

    return Counter({"enrolment.lapsed": 1, "enrolment.offered": 1}), asked


def reminders(_: StripeClient) -> tuple[Counter[str], Expected]:
    """One offer still stands and its reminder is hours late; another has ended and is not mentioned any more."""
    practice_id, mentor_id = factories.practice()
    for slug, hours in (("stands", 169), ("over", 48)):  # at night, an end moves by up to 11 hours
        scene = factories.program(practice_id, mentor_id, slug=slug, seats=1)
        _offered(scene, slug, hours=hours)
    return Counter({"enrolment.reminder": 1}), _nothing_more


def cancellations_(_: StripeClient) -> tuple[Counter[str], Expected]:
    """The cohort was called off, and its people were not notified."""
    scene = factories.scene(seats=1)
    came = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.cancel_cohort(
        scene.cohort_id, reason="I have broken my leg.", viewer=USER(scene.mentor_id)
    )

    def ended() -> None:
        assert states(*came) == ["removed", "removed"]

    return Counter({"enrolment.called_off": 2}), ended


def checkouts(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """Ada paid, and no event reported it."""
    ada = place_applicant(factories.scene(), "ada")
    stripe.pay(checkout_session(ada)[1])

    def enrolled() -> None:
        assert states(ada) == ["enrolled"]

    return Counter({"enrolment.enrolled": 1}), enrolled


def stripe_events(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """The events came and were kept; nobody applied them."""
    _seen_until_now(stripe)
    ada = place_applicant(factories.scene(), "ada")
    stripe.pay(checkout_session(ada)[1])
    clock.advance(dt.timedelta(minutes=15))
    events.catch_up("")

    def enrolled() -> None:
        assert states(ada) == ["enrolled"]

    return Counter({"enrolment.enrolled": 1}), enrolled


def stripe_catch_up(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """No webhook came for a week; what is fetched now is applied by the next periodic task, not here."""
    _seen_until_now(stripe)
    stripe.pay(checkout_session(place_applicant(factories.scene(), "ada"))[1])
    return Counter(), _nothing_more


def instalments(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """The second payment was due a week ago, and is taken once."""
    found = parts(stripe)
    wait_until_due(found)

    def paid() -> None:
        assert [found.instalment(n).state.value for n in (2, 3)] == ["paid", "scheduled"]

    return Counter({"enrolment.instalment_paid": 1}), paid


def instalments_missed(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """Its last day is over since."""
    found = parts(stripe)
    refused(stripe, found, "always_challenge")
    pass_time(days=13)
    return Counter({"enrolment.paused": 1}), _nothing_more


def refunds(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """Money that came without a seat waits to go back."""
    seatless_payment(stripe)

    def sent() -> None:
        assert [row[0] for row in refund_rows()] == ["succeeded"]

    return Counter(), sent


def refunds_pending(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """Everything is known already: asking again changes nothing."""
    deal(stripe)
    return Counter(), _nothing_more


PLANS: dict[str, Plan] = {
    "settle": allocate,
    "deadlines": deadlines,
    "deadlines-resumed": stopped_payments.deadlines_resumed,
    "reminders": reminders,
    "cancellations": cancellations_,
    "rehearsals": rehearsing.rehearsals_,
    "checkouts": checkouts,
    "stripe-events": stripe_events,
    "stripe-catch-up": stripe_catch_up,
    "stripe-accounts": stopped_payments.stripe_accounts,
    "stripe-accounts-moved": stopped_payments.stripe_accounts_moved,
    "stripe-clock": stripe_clock,
    "checkouts-lost": checkouts_lost,
    "instalments": instalments,
    "instalments-missed": instalments_missed,
    "promotion-codes": lost_codes.promotion_codes,
    "refunds": refunds,
    "refunds-pending": refunds_pending,
    **waiting_inquiries.PLANS | OF_OPENINGS | importing.PLANS | merging.PLANS,
    **mornings.PLANS | searching.PLANS,
    "mail": waiting_mails.mail,
    "mail-pruning": waiting_mails.mail_pruning,
}


@pytest.mark.parametrize("name", PLANS)
def test_a_week_without_a_worker_ends_with_one_catch_up(
    in_app: Flask, stripe: StripeClient, name: str
) -> None:
    jobs: Jobs = in_app.extensions["mentorhub.jobs"]
    mails, expected = PLANS[name](stripe)
    before = _mails()
    pass_time(days=7)
    jobs.run(name)
    db.session.rollback()
    assert _mails() - before == mails
    expected()
    for _ in range(3):
        pass_time(minutes=1)
        jobs.run(name)
    assert _mails() - before == mails
    expected()
    assert_in_order()


def test_every_periodic_task_has_its_week() -> None:
    assert {*PLANS, *OF_ACCOUNTS, *OF_CLOSED_ACCOUNTS} == {task.name for task in PERIODIC_TASKS}


def _mails() -> Counter[str]:
    db.session.rollback()
    return Counter(db.session.scalars(select(OutboxMail.kind)))


def _seen_until_now(stripe: StripeClient) -> None:
    cursor = StripeCursor(stripe_account="", event_id=last_event(stripe), looked_at=clock.now())
    db.session.add(cursor)
    db.session.commit()


def _offered(scene: Scene, name: str, *, hours: int) -> None:
    """The first in line lets the seat go, and the next is asked."""
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).offer_hours = hours
    first = place_applicant(scene, f"{name}1")
    place_applicant(scene, f"{name}2")
    endings.leave(first)
