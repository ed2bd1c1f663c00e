"""A later payment that is on its way, refused, or late; whose charge it is; whose card is kept, and whose plan made."""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.line import instalments as instalments_line
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.periodic.money import miss_instalments
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.instalments import InstalmentState, missed_from
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
)
from tests.support.paying_in_parts import Parts, parts, refused
from tests.support.pricing import instalments, pay_in_parts
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
ACCOUNT = "acct_ines"


@dataclass(frozen=True)
class Charge:
    """What Stripe says of one."""

    status: str
    failure_code: str = ""
    id: str = "pi_later"
    amount_minor: int = 21333
    currency: str = "eur"
    application_fee_minor: int = 0


@dataclass(frozen=True)
class First:
    """What Stripe says of a first payment."""

    customer_id: str
    payment_method: str
    payment_intent: str | None = None


def _apply(
    found: Parts, context: Charge, *, now: dt.datetime, is_tried: bool = False
) -> Instalment:
    """Ada's second payment becomes what is said of it."""
    with transaction(viewer=SYSTEM) as session:
        place = replace(lock_place(session, found.ada), now=now)
        row = session.get_one(Instalment, found.instalment().id)
        if is_tried:
            row.move("charge")
        instalments_line.apply(place, row, context)
    return found.instalment()


def test_money_on_its_way_is_looked_at_a_day_later(stripe: StripeClient) -> None:
    found, now = parts(stripe), clock.now()
    row = _apply(found, Charge("processing"), now=now, is_tried=True)
    assert (row.state, row.payment_intent) == (InstalmentState.PAYING, "pi_later")
    assert row.try_at == now + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "kept"), [("", "card_error"), ("do_not_honor" * 9, ("do_not_honor" * 9)[:80])]
)
def test_a_refusal_keeps_its_reason_and_says_until_when_nothing_happens(
    stripe: StripeClient, code: str, kept: str
) -> None:
    found = parts(stripe)
    row = _apply(found, Charge("canceled", code), now=clock.now(), is_tried=True)
    assert (row.state.value, row.failure_code) == ("scheduled", kept)
    last = missed_from(row.due_on, days=14, zone=enrolment(found.ada).timezone)
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.kind == "enrolment.instalment_failed")
    ).one()
    assert mail.context["ends_at"] == last


def test_money_that_comes_after_it_was_missed_ends_the_pause(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found, "always_challenge")
    pass_time(days=15)
    miss_instalments()
    assert enrolment(found.ada).pause_reason == "instalment"
    row = _apply(found, Charge("succeeded"), now=clock.now())
    assert (row.state, row.failure_code) == (InstalmentState.PAID, "")
    assert enrolment(found.ada).paused_at is None
    assert journal_kinds(found.scene)[-2:] == ["paused", "resumed"]
    assert mails_to("ada")[-2:] == ["enrolment.instalment_paid", "enrolment.resumed"]
    assert_in_order()


def test_a_charge_of_the_same_name_at_another_account_is_another(stripe: StripeClient) -> None:
    found = parts(stripe)
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Payment(
                practice_id=found.scene.practice_id,
                instalment_id=found.instalment(3).id,
                stripe_account=ACCOUNT,
                payment_intent="pi_later",
                amount_minor=21333,
                currency="eur",
                captured_at=clock.now(),
            )
        )
    assert _apply(found, Charge("succeeded"), now=clock.now()).state == InstalmentState.PAID


def test_each_customers_card_is_kept_and_each_seats_plan_is_made_once(stripe: StripeClient) -> None:
    scene = factories.scene(seats=2)
    pay_in_parts(scene)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    today = clock.now().astimezone(ZoneInfo(enrolment(ada).timezone)).date()
    for one in (ada, ben):
        open_checkout(one, consent="I agree.", consented_on=today)
    _first_paid(ada, "", First("cus_ada", "pm_ada"))
    _first_paid(ada, "", First("cus_ada", "pm_newer"))
    _first_paid(ben, ACCOUNT, First("cus_ada", "pm_elsewhere"))
    _first_paid(ben, ACCOUNT, First("cus_ben", "pm_ben"))
    db.session.rollback()
    kept = db.session.scalars(select(StripeCustomer).order_by(StripeCustomer.id))
    assert [(one.stripe_account, one.customer_id, one.payment_method) for one in kept] == [
        ("", "cus_ada", "pm_newer"),
        (ACCOUNT, "cus_ada", "pm_elsewhere"),
        (ACCOUNT, "cus_ben", "pm_ben"),
    ]
    assert [len(instalments(one)) for one in (ada, ben)] == [3, 3]


def _first_paid(enrolment_id: int, account: str, context: First) -> None:
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        checkout = session.scalars(
            select(Checkout).where(Checkout.enrolment_id == place.enrolment.id)
        ).one()
        checkout.stripe_account = account
        instalments_line.schedule(place, checkout, context)
