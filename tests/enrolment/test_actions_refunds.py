"""Money back by the practice's hand, and refunds made in Stripe's dashboard: each once, a full one frees the seat."""

import pytest
from sqlalchemy import select, update

from mentorhub.enrolment.actions import refunds
from mentorhub.enrolment.periodic.money import recheck_refunds
from mentorhub.enrolment.rules.refusals import RefundExceeds, RefundUnderway
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.actions.refunds import send_refund
from mentorhub.payments.models.ledger import Refund
from mentorhub.payments.periodic import send_refunds
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.dealing import bring, deal, last_event, open_findings, refund_rows
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
TELLINGS = ("charge.refunded", "refund.created", "refund.updated", "charge.refund.updated")


def test_a_part_goes_back_and_the_seat_stays(stripe: StripeClient) -> None:
    found = deal(stripe)
    refunds.refund(found.ada, amount_minor=10000, viewer=found.staff)
    send_refunds()
    assert refund_rows() == [("succeeded", 10000, "goodwill")]
    assert states(found.ada, found.ben) == ["enrolled", "waiting"]
    assert mails_to("ada")[-1] == "enrolment.money_back"
    assert_in_order()


def test_all_of_it_frees_the_seat_in_the_same_commit(stripe: StripeClient) -> None:
    found = deal(stripe)
    refunds.refund(found.ada, amount_minor=10000, viewer=found.staff)
    refunds.refund(found.ada, amount_minor=54000, viewer=found.staff)
    assert states(found.ada, found.ben) == ["removed", "held"]
    assert enrolment(found.ada).end_reason == "refunded"
    assert mails_to("ada")[-1] == "enrolment.seat_ended"
    assert_in_order()


@pytest.mark.parametrize("amount", [0, -1, 64001])
def test_no_more_than_was_paid_goes_back(stripe: StripeClient, amount: int) -> None:
    found = deal(stripe)
    with pytest.raises(RefundExceeds) as refusal:
        refunds.refund(found.ada, amount_minor=amount, viewer=found.staff)
    assert refusal.value.left_minor == 64000
    assert refund_rows() == []


def test_strangers_refund_nothing(stripe: StripeClient) -> None:
    found = deal(stripe)
    with pytest.raises(NotFound):
        refunds.refund(found.ada, amount_minor=100, viewer=USER(factories.user("eve@example.org")))


def test_somebody_who_has_not_paid_is_not_refunded(stripe: StripeClient) -> None:
    found = deal(stripe)
    with pytest.raises(RefundExceeds):
        refunds.refund(found.ben, amount_minor=100, viewer=found.staff)


@pytest.mark.failure_mode(15)
@pytest.mark.parametrize("source", [*TELLINGS, "the periodic task"])
def test_any_one_source_leads_to_the_same_refunds(stripe: StripeClient, source: str) -> None:
    found, since = deal(stripe), last_event(stripe)
    refunds.refund(found.ada, amount_minor=10000, viewer=found.staff)
    send_refunds()
    (refund,) = stripe.refunds(found.intent)
    _was_pending_when_asked(stripe, refund["id"])
    if source == "the periodic task":
        pass_time(hours=2)
        recheck_refunds()
    else:
        assert bring(stripe, since, source)
    assert refund_rows() == [("succeeded", 10000, "goodwill")]
    assert states(found.ada) == ["enrolled"]
    assert_in_order()


@pytest.mark.failure_mode(15)
def test_a_part_refunded_in_the_dashboard_frees_nothing(stripe: StripeClient) -> None:
    found, since = deal(stripe), last_event(stripe)
    stripe.refund_by_hand(found.intent, 700)
    bring(stripe, since)
    assert refund_rows() == [("succeeded", 700, "dashboard")]
    assert states(found.ada, found.ben) == ["enrolled", "waiting"]
    assert open_findings() == ["refunded_in_dashboard"]
    assert_in_order()


@pytest.mark.failure_mode(15)
def test_all_of_it_refunded_in_the_dashboard_frees_the_seat_once(stripe: StripeClient) -> None:
    found, since = deal(stripe), last_event(stripe)
    stripe.refund_by_hand(found.intent)
    for _ in range(2):
        bring(stripe, since)
        refunds.recognise_refunds(found.payment_id)
    assert refund_rows() == [("succeeded", 64000, "dashboard")]
    assert states(found.ada, found.ben) == ["removed", "held"]
    assert journal_kinds(found.scene).count("removed") == 1
    assert mails_to("ada").count("enrolment.seat_ended") == 1
    assert open_findings() == ["refunded_in_dashboard"]
    assert_in_order()


def test_what_went_back_by_hand_is_not_sent_again(stripe: StripeClient) -> None:
    found, since = deal(stripe), last_event(stripe)
    refunds.refund(found.ada, amount_minor=10000, viewer=found.staff)
    stripe.refund_by_hand(found.intent)
    bring(stripe, since)
    assert refund_rows() == [("cancelled", 10000, "goodwill"), ("succeeded", 64000, "dashboard")]
    send_refunds()
    assert sum(one["amount"] for one in stripe.refunds(found.intent)) == 64000
    assert_in_order()


def test_a_refund_under_way_is_waited_for(stripe: StripeClient) -> None:
    found = deal(stripe)
    refunds.refund(found.ada, amount_minor=10000, viewer=found.staff)
    stripe.refund_by_hand(found.intent)
    refund = db.session.scalars(select(Refund)).one()
    refund.attempts = 1
    db.session.commit()
    with pytest.raises(RefundUnderway):
        refunds.recognise_refunds(found.payment_id)
    send_refund(refund.id)
    refunds.recognise_refunds(found.payment_id)
    assert refund_rows() == [("failed", 10000, "goodwill"), ("succeeded", 64000, "dashboard")]
    assert_in_order()


def test_a_refund_whose_answer_was_lost_is_recognised_by_its_reference(
    stripe: StripeClient,
) -> None:
    found, since = deal(stripe), last_event(stripe)
    refunds.refund(found.ada, amount_minor=10000, viewer=found.staff)
    refund = db.session.scalars(select(Refund)).one()
    stripe.refund_by_hand(found.intent, 10000, reference=refund.public_id)
    bring(stripe, since)
    assert refund_rows() == [("succeeded", 10000, "goodwill")]
    assert open_findings() == []


@pytest.mark.failure_mode(14)
def test_a_refund_that_fails_after_it_succeeded_opens_a_finding(stripe: StripeClient) -> None:
    found, since = deal(stripe), last_event(stripe)
    refunds.refund(found.ada, amount_minor=64000, viewer=found.staff)
    send_refunds()
    (refund,) = stripe.refunds(found.intent)
    stripe.control(f"refunds/{refund['id']}", status="failed", reason="expired_or_canceled_card")
    bring(stripe, since)
    assert refund_rows() == [("failed", 64000, "goodwill")]
    assert open_findings() == ["refund_failed"]
    assert db.session.scalars(select(Refund.failure_reason)).one() == "expired_or_canceled_card"
    pass_time(days=2)
    send_refunds()
    assert len(stripe.refunds(found.intent)) == 1
    assert states(found.ada, found.ben) == ["removed", "held"]


def test_a_seat_without_money_has_no_refunds_to_recognise(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    with pytest.raises(RefundExceeds):
        refunds.refund(ada, amount_minor=1, viewer=USER(scene.mentor_id))


def _was_pending_when_asked(stripe: StripeClient, stripe_refund: str) -> None:
    """As if Stripe had answered "pending", and decided later."""
    db.session.execute(update(Refund).values(state="pending"))
    db.session.commit()
    for status in ("pending", "succeeded"):
        stripe.control(f"refunds/{stripe_refund}", status=status)
