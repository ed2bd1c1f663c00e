"""Money of several payments going back, and of payments that were never made by card."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import disputes, refunds, seats
from mentorhub.enrolment.periodic.money import charge_instalments
from mentorhub.enrolment.periodic.reconciliation import reconcile
from mentorhub.enrolment.rules.refusals import MoneyOnItsWay
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import APPLICANT, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.ledger import Dispute, Payment
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    enrolment,
    place_applicant,
    states,
)
from tests.support.dealing import bring, deal, last_event, refund_rows
from tests.support.paying_in_parts import Parts, parts, wait_until_due
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _two_paid(stripe: StripeClient) -> tuple[Parts, Payment]:
    """Ada has paid two of three parts; the second payment."""
    found = parts(stripe)
    wait_until_due(found)
    charge_instalments()
    db.session.rollback()
    return found, db.session.scalars(select(Payment).order_by(Payment.id.desc())).first()  # type: ignore[return-value]


def test_what_goes_back_is_taken_from_the_newest_payment_first(stripe: StripeClient) -> None:
    found, _ = _two_paid(stripe)
    refunds.refund(found.ada, amount_minor=30000, viewer=USER(found.scene.mentor_id))
    assert refund_rows() == [("queued", 21333, "goodwill"), ("queued", 8667, "goodwill")]
    assert states(found.ada) == ["enrolled"]
    assert_in_order()


def test_a_later_payment_refunded_in_the_dashboard_is_recognised(stripe: StripeClient) -> None:
    found, second = _two_paid(stripe)
    since = last_event(stripe)
    stripe.refund_by_hand(str(second.payment_intent))
    bring(stripe, since)
    assert refund_rows() == [("succeeded", 21333, "dashboard")]
    assert states(found.ada) == ["enrolled"]
    assert_in_order()


def test_a_later_payment_that_is_disputed_pauses_the_seat(stripe: StripeClient) -> None:
    found, second = _two_paid(stripe)
    charge = stripe.charge_of(str(second.payment_intent))
    dispute = stripe.control("disputes", charge=charge)["id"]
    assert disputes.apply_dispute(dispute, account="")
    assert enrolment(found.ada).pause_reason == "dispute"
    assert_in_order()


def test_a_dispute_beside_an_earlier_one_of_the_same_payment_is_written_down(
    stripe: StripeClient,
) -> None:
    found = deal(stripe)
    payment = db.session.get_one(Payment, found.payment_id)
    now = payment.captured_at
    payment.disputes.append(
        Dispute(
            practice_id=payment.practice_id,
            stripe_dispute="du_earlier",
            state="won",
            amount_minor=payment.amount_minor,
            currency="eur",
            opened_at=now,
            closed_at=now,
        )
    )
    db.session.commit()
    dispute = stripe.control("disputes", charge=stripe.charge_of(found.intent))["id"]
    for _ in range(2):
        disputes.apply_dispute(dispute, account="")
    assert len(db.session.scalars(select(Dispute)).all()) == 2
    assert enrolment(found.ada).pause_reason == "dispute"


def test_only_as_much_is_dropped_as_went_back_by_hand(stripe: StripeClient) -> None:
    found, since = deal(stripe), last_event(stripe)
    for amount in (30000, 20000):
        refunds.refund(found.ada, amount_minor=amount, viewer=found.staff)
    stripe.refund_by_hand(found.intent, 40000)
    bring(stripe, since)
    assert refund_rows() == [
        ("cancelled", 30000, "goodwill"),
        ("queued", 20000, "goodwill"),
        ("succeeded", 40000, "dashboard"),
    ]
    assert_in_order()


def test_money_on_its_way_is_not_sent_back_before_it_came(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    stripe.pay(session_id, "pm_sepaDebit_processing")
    reconcile()
    assert states(ada) == ["paying"]
    with pytest.raises(MoneyOnItsWay):
        refunds.refund(ada, amount_minor=100, viewer=USER(scene.mentor_id))


def test_a_payment_of_nothing_has_no_refunds_to_ask_about(stripe: StripeClient) -> None:
    found = deal(stripe)
    payment = db.session.get_one(Payment, found.payment_id)
    payment.amount_minor, payment.payment_intent = 0, None
    db.session.commit()
    refunds.recognise_refunds(found.payment_id)
    assert refund_rows() == []


def test_who_was_mailed_a_link_comes_from_a_browser_that_is_in_line_already() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada", browser="shared")
    ben = arrive(scene, "ben", browser="shared", is_return=True)
    assert states(ben) == ["arrived"]
    assert APPLICANT(ben).id == ben


def test_a_cohort_that_is_not_there_is_not_locked() -> None:
    scene = factories.scene()
    with pytest.raises(NotFound):
        seats.set_seats(404, seats=3, viewer=USER(scene.mentor_id))
