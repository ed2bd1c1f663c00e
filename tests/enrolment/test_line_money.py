"""From which payment money goes back, what a dispute keeps, what the policy rounds to, and when a pause is over."""

import datetime as dt

import pytest
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.line import endings as endings_line
from mentorhub.enrolment.line import money, moves
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.queries.checkouts import Money, money_of_place
from mentorhub.enrolment.queries.endings import due_minor
from mentorhub.enrolment.rules.refusals import CheckoutUnderway
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.rules.refunds import DisputeState
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.terms import ProgramTerms
from tests.support import factories
from tests.support.applicants import assert_in_order, enrolment, states
from tests.support.dealing import deal, open_findings
from tests.support.paying_in_parts import Parts, parts
from tests.support.rewriting import rewrite
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _second_payment(found: Parts, *, away: dt.timedelta) -> tuple[int, int]:
    """Ada's second is paid, so long after the first; the ids of both."""
    with transaction(viewer=SYSTEM) as session:
        first = session.scalars(select(Payment)).one()
        later = Payment(
            practice_id=found.scene.practice_id,
            instalment_id=found.instalment().id,
            payment_intent="pi_later",
            amount_minor=21333,
            currency="eur",
            captured_at=first.captured_at + away,
        )
        session.add(later)
        session.flush()
        first.payer_email = "payer@example.org"  # on PostgreSQL a changed row comes last
        return first.id, later.id


def _send_back(enrolment_id: int, amount_minor: int) -> list[tuple[int, int]]:
    """(payment id, amount) of every refund there is then."""
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        money.send_back(place, amount_minor, reason="goodwill")
    db.session.rollback()
    rows = db.session.scalars(select(Refund).order_by(Refund.id))
    return [(row.payment_id, row.amount_minor) for row in rows]


def _dispute(payment_id: int, state: DisputeState = DisputeState.OPEN) -> None:
    with transaction(viewer=SYSTEM) as session:
        payment = session.get_one(Payment, payment_id)
        session.add(
            Dispute(
                practice_id=payment.practice_id,
                payment_id=payment.id,
                state=state,
                stripe_dispute="du_1",
                amount_minor=payment.amount_minor,
                currency="eur",
                opened_at=clock.now(),
            )
        )


@pytest.mark.parametrize(("seconds", "is_second"), [(1, True), (0, True), (-1, False)])
def test_the_payment_that_was_captured_last_goes_back_first(
    stripe: StripeClient, seconds: int, *, is_second: bool
) -> None:
    found = parts(stripe)
    ids = _second_payment(found, away=dt.timedelta(seconds=seconds))
    newest, oldest = ids[::-1] if is_second else ids
    with transaction(viewer=SYSTEM) as session:
        known = [one.id for one in money_of_place(session, found.ada).payments]
    assert known == [oldest, newest]
    assert _send_back(found.ada, 100) == [(newest, 100)]


def test_a_dispute_is_said_only_where_it_keeps_something_back(stripe: StripeClient) -> None:
    found = parts(stripe)
    first, later = _second_payment(found, away=dt.timedelta(days=1))
    _dispute(first)
    assert _send_back(found.ada, 20000) == [(later, 20000)]
    assert open_findings() == []
    assert _send_back(found.ada, 1334)[1:] == [(later, 1333)]
    one = db.session.scalars(select(Finding)).one()
    subject = db.session.get_one(Payment, first).public_id
    assert (one.kind, one.subject_type, one.subject_public_id, one.practice_id) == (
        "refund_disputed",
        "payment",
        subject,
        found.scene.practice_id,
    )


def _due(scene: factories.Scene, paid: list[Payment], *, on: dt.date, at: dt.time) -> int:
    db.session.rollback()
    cohort = db.session.get_one(Cohort, scene.cohort_id)
    now = dt.datetime.combine(on, at, dt.UTC)
    policy = db.session.get_one(ProgramTerms, (scene.program_id, 1)).policy
    return due_minor(cohort, Money(tuple(paid)), policy, now=now)


def test_the_policy_counts_days_of_the_practice_and_rounds_up_to_what_stripe_can_send() -> None:
    scene = factories.scene(refund_full_days=14, refund_part_percent=50)
    starts_on = db.session.get_one(Cohort, scene.cohort_id).starts_on
    last_day = starts_on - dt.timedelta(days=14)
    evening, night = dt.time(21, 30), dt.time(23, 30)  # the next day has begun in Oslo at night
    dinars = [Payment(amount_minor=1250, currency="kwd", refunds=[], disputes=[])]
    assert _due(scene, dinars, on=last_day, at=evening) == 1250
    assert _due(scene, dinars, on=last_day, at=night) == 630  # 625, and Stripe takes tens
    euros = [Payment(amount_minor=1251, currency="eur", refunds=[], disputes=[])]
    assert _due(scene, euros, on=last_day, at=night) == 626
    assert _due(scene, [], on=last_day, at=evening) == 0
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, scene.practice_id).timezone = "Pacific/Kiritimati"
    assert _due(scene, dinars, on=last_day, at=evening) == 630
    rewrite(scene.program_id, refund_part_percent=0)
    assert _due(scene, dinars, on=last_day, at=evening) == 630  # of who came before
    nothing = factories.program(
        scene.practice_id, scene.mentor_id, slug="nothing", refund_part_percent=0
    )
    assert _due(nothing, dinars, on=last_day, at=evening) == 0


def test_payments_that_are_still_to_come_keep_nobody_paused(stripe: StripeClient) -> None:
    found = parts(stripe)
    _dispute(db.session.scalars(select(Payment.id)).one(), DisputeState.WON)
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, found.ada)
        moves.pause(place, moves.DISPUTE)
    assert enrolment(found.ada).pause_reason == "dispute"
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, found.ada)
        moves.resume(place, moves.DISPUTE)
    assert enrolment(found.ada).paused_at is None
    assert_in_order()


def test_a_seat_that_can_be_paid_for_is_not_lost(stripe: StripeClient) -> None:
    found = deal(stripe)
    with transaction(viewer=SYSTEM) as session:
        checkout = session.scalars(select(Checkout)).one()
        same = {
            column.key: getattr(checkout, column.key)
            for column in Checkout.__mapper__.column_attrs
            if column.key not in {"id", "public_id", "attempt", "state", "stripe_session"}
        }
        again = Checkout(**same, attempt=2, stripe_session="cs_again")
        again.move("open")
        session.add(again)
    with pytest.raises(CheckoutUnderway), transaction(viewer=SYSTEM) as session:
        place = lock_place(session, found.ada)
        endings_line.revoke_seat(place, "refunded")
    assert states(found.ada, found.ben) == ["enrolled", "waiting"]
