"""A finding names whose it is and what it is about; and one payer's money is nobody else's."""

import pytest
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.enrolment.actions import refunds
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.line import instalments as instalments_line
from mentorhub.enrolment.line import money, moves
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.periodic.money import miss_instalments
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.instalments import InstalmentState
from tests.support import factories
from tests.support.applicants import checkout_session, enrol, enrolment, pass_time, place_applicant
from tests.support.dealing import deal, open_findings
from tests.support.paying_in_parts import paid_amounts, parts, refused
from tests.support.pricing import instalments
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
ACCOUNT = "acct_ines"


def _finding(kind: str) -> tuple[str, str, int | None]:
    db.session.rollback()
    one = db.session.scalars(select(Finding).where(Finding.kind == kind)).one()
    return one.subject_type, one.subject_public_id, one.practice_id


def test_a_missed_payment_is_the_practices_to_look_at(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found)
    pass_time(days=14, hours=1)
    miss_instalments()
    subject = found.instalment().public_id
    assert _finding("instalment_missed") == ("instalment", subject, found.scene.practice_id)


def test_another_amount_is_the_practices_to_look_at(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene()
    checkout_id, session_id = checkout_session(place_applicant(scene, "ada"))
    stripe.pay(session_id)
    stripe_answers["amount_subtotal"] = 1
    fulfil(checkout_id)
    subject = db.session.get_one(Checkout, checkout_id).public_id
    assert _finding("price_mismatch") == ("checkout", subject, scene.practice_id)


def test_a_payment_found_by_asking_is_said_once_and_only_where_no_event_came(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=2)
    ada, _ = checkout_session(place_applicant(scene, "ada"))
    fulfil(ada, is_repair=True)  # looked at, not paid: nothing to say
    enrol(stripe, scene, "ben")
    ben = db.session.scalars(select(Checkout).order_by(Checkout.id.desc())).first()
    assert ben is not None
    fulfil(ben.id, is_repair=True)  # reported before
    assert open_findings() == []
    stripe.pay(str(db.session.get_one(Checkout, ada).stripe_session))
    fulfil(ada, is_repair=True)
    checkout = db.session.get_one(Checkout, ada)
    assert _finding("checkout_repaired") == ("checkout", checkout.public_id, scene.practice_id)
    assert checkout.completed_at is not None


def test_a_refund_made_by_hand_is_the_practices_to_look_at(stripe: StripeClient) -> None:
    found = deal(stripe)
    stripe.refund_by_hand(found.intent, 1000)
    refunds.recognise_refunds(found.payment_id)
    db.session.rollback()
    refund = db.session.scalars(select(Refund)).one()
    assert (refund.practice_id, refund.currency) == (found.scene.practice_id, "eur")
    subject = ("refund", refund.public_id, found.scene.practice_id)
    assert _finding("refunded_in_dashboard") == subject


def test_a_part_that_is_paid_by_hand_names_its_payment(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found)
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, found.ada)
        first = session.scalars(select(Payment)).one()
        later = Payment(
            practice_id=first.practice_id,
            instalment_id=found.instalment().id,
            payment_intent="pi_by_hand",
            amount_minor=21333,
            currency="eur",
            captured_at=clock.now(),
        )
        session.add(later)
        session.flush()
        row = session.get_one(Instalment, later.instalment_id)
        instalments_line.take(place, row, later)
    second = found.instalment()
    assert (second.state.value, second.payment_intent) == ("paid", "pi_by_hand")
    assert (second.try_at, second.failure_code) == (None, "")


def test_everything_of_a_seat_in_parts_stays_at_the_account_of_its_checkout(
    stripe: StripeClient,
) -> None:
    found = parts(stripe)
    with transaction(viewer=SYSTEM) as session:
        paid = session.get_one(Practice, found.scene.practice_id)
        paid.stripe_account, paid.stripe_state = "acct_moved", StripeState.READY
        place = lock_place(session, found.ada)
        checkout = session.scalars(select(Checkout)).one()
        checkout.stripe_account = ACCOUNT
        for row in session.scalars(select(Instalment)):
            session.delete(row)
        for card in session.scalars(select(StripeCustomer)):
            session.delete(card)
        session.flush()
        instalments_line.schedule(place, checkout, _First())
        row = session.scalars(select(Instalment).where(Instalment.number == 2)).one()
        row.move("charge")
        instalments_line.apply(place, row, _Charge())
    assert [one.stripe_account for one in instalments(found.ada)] == [ACCOUNT] * 3
    assert [one.payment_intent for one in instalments(found.ada)] == ["pi_first", "pi_later", None]
    card = db.session.scalars(select(StripeCustomer)).one()
    assert (card.stripe_account, card.customer_id) == (ACCOUNT, "cus_first")
    assert (card.enrolment_id, card.practice_id) == (found.ada, found.scene.practice_id)
    later = db.session.scalars(select(Payment).where(Payment.payment_intent == "pi_later")).one()
    assert (later.stripe_account, later.practice_id) == (ACCOUNT, found.scene.practice_id)


def test_a_charge_is_written_once_however_often_it_is_reported(stripe: StripeClient) -> None:
    found = parts(stripe)
    for _ in range(2):
        with transaction(viewer=SYSTEM) as session:
            place = lock_place(session, found.ada)
            row = session.get_one(Instalment, found.instalment().id)
            instalments_line.apply(place, row, _Charge())
    assert paid_amounts() == [(21334, False), (21333, True)]


def test_what_another_has_missed_keeps_nobody_paused_and_nobodys_plan_ends_with_anothers(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=2)
    ada, ben = enrol(stripe, scene, "ada"), enrol(stripe, scene, "ben")
    with transaction(viewer=SYSTEM) as session:
        for number, state in ((2, InstalmentState.MISSED), (3, InstalmentState.SCHEDULED)):
            theirs = Instalment(
                practice_id=scene.practice_id,
                enrolment_id=ben,
                number=number,
                due_on=clock.now().date(),
                amount_minor=100,
                currency="eur",
            )
            theirs.state = state
            session.add(theirs)
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, ada)
        moves.pause(place, moves.INSTALMENT)
        moves.resume(place, moves.INSTALMENT)
        money.cancel_instalments(place)
    assert enrolment(ada).paused_at is None
    assert [one.state.value for one in instalments(ben)] == ["missed", "scheduled"]


class _First:
    """What Stripe would say of a first payment."""

    customer_id, payment_method, payment_intent = "cus_first", "pm_first", "pi_first"


class _Charge:
    """What Stripe would say of a later one."""

    id, status, amount_minor, currency, failure_code = "pi_later", "succeeded", 21333, "eur", ""
    application_fee_minor = 0
