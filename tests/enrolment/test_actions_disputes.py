"""A payer's bank asks for the money back: the seat waits, comes back or goes on, each once, in any order of events."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import disputes, endings, refunds
from mentorhub.enrolment.rules.refusals import PaymentDisputed
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.ledger import Dispute
from tests.support.applicants import (
    assert_in_order,
    claim,
    enrolment,
    journal_kinds,
    mails_to,
    states,
)
from tests.support.dealing import Deal, bring, deal, last_event, open_findings, refund_rows
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _disputed(stripe: StripeClient) -> tuple[Deal, str, str]:
    """(the deal, the newest event before the dispute, the dispute's id at Stripe)."""
    found, since = deal(stripe), last_event(stripe)
    made = stripe.control("disputes", charge=stripe.charge_of(found.intent))
    return found, since, str(made["id"])


def _dispute_state() -> str:
    db.session.rollback()
    return db.session.scalars(select(Dispute)).one().state.value


@pytest.mark.failure_mode(26)
def test_an_open_dispute_pauses_and_resells_nothing(stripe: StripeClient) -> None:
    found, since, _ = _disputed(stripe)
    for _ in range(2):
        bring(stripe, since)
    ada = enrolment(found.ada)
    assert (ada.state.value, ada.pause_reason, ada.seat_number) == ("enrolled", "dispute", 1)
    assert states(found.ben) == ["waiting"]
    assert journal_kinds(found.scene).count("paused") == 1
    assert mails_to("ada").count("enrolment.paused") == 1
    assert open_findings() == ["dispute_opened"]
    with pytest.raises(PaymentDisputed):
        refunds.refund(found.ada, amount_minor=100, viewer=found.staff)
    assert_in_order()


@pytest.mark.failure_mode(26)
def test_a_won_dispute_restores(stripe: StripeClient) -> None:
    found, since, dispute = _disputed(stripe)
    bring(stripe, since)
    stripe.control(f"disputes/{dispute}", status="won")
    for _ in range(2):
        bring(stripe, since)
    assert enrolment(found.ada).paused_at is None
    assert journal_kinds(found.scene).count("resumed") == 1
    assert mails_to("ada").count("enrolment.resumed") == 1
    assert open_findings() == []
    refunds.refund(found.ada, amount_minor=100, viewer=found.staff)
    assert_in_order()


@pytest.mark.failure_mode(26)
def test_a_lost_dispute_frees_the_seat_once(stripe: StripeClient) -> None:
    found, since, dispute = _disputed(stripe)
    bring(stripe, since)
    stripe.control(f"disputes/{dispute}", status="lost")
    for _ in range(2):
        bring(stripe, since)
    assert states(found.ada, found.ben) == ["removed", "held"]
    assert enrolment(found.ada).end_reason == "dispute_lost"
    assert mails_to("ada").count("enrolment.seat_ended") == 1
    assert open_findings() == ["dispute_lost"]
    assert refund_rows() == []
    assert_in_order()


@pytest.mark.failure_mode(26)
@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_any_order_of_events_ends_at_the_same(stripe: StripeClient, outcome: str) -> None:
    found, since, dispute = _disputed(stripe)
    stripe.control(f"disputes/{dispute}", status="under_review")
    stripe.control(f"disputes/{dispute}", status=outcome)
    types = ("charge.dispute.closed", "charge.dispute.updated", "charge.dispute.created")
    for type_ in types:
        assert bring(stripe, since, type_)
    assert _dispute_state() == outcome
    expected = ["enrolled", "waiting"] if outcome == "won" else ["removed", "held"]
    assert states(found.ada, found.ben) == expected
    assert_in_order()


@pytest.mark.failure_mode(26)
def test_the_created_event_may_be_missing(stripe: StripeClient) -> None:
    found, since, dispute = _disputed(stripe)
    stripe.control(f"disputes/{dispute}", status="lost")
    bring(stripe, since, "charge.dispute.closed")
    assert states(found.ada, found.ben) == ["removed", "held"]
    assert_in_order()


def test_a_dispute_of_somebody_elses_money_is_not_ours(stripe: StripeClient) -> None:
    found, _, dispute = _disputed(stripe)
    _forget_the_intent()
    assert not disputes.apply_dispute(dispute, account="")
    assert states(found.ada) == ["enrolled"]


def test_a_dispute_about_a_place_that_has_ended_is_only_recorded(stripe: StripeClient) -> None:
    found, since, dispute = _disputed(stripe)
    endings.withdraw(found.ada, viewer=claim(found.ada))
    bring(stripe, since)
    stripe.control(f"disputes/{dispute}", status="lost")
    bring(stripe, since)
    assert states(found.ada) == ["withdrawn"]
    assert "enrolment.paused" not in mails_to("ada")
    assert "dispute_lost" in open_findings()


def test_a_second_dispute_keeps_the_pause(stripe: StripeClient) -> None:
    found, since, first = _disputed(stripe)
    bring(stripe, since)
    db.session.rollback()
    one = db.session.scalars(select(Dispute)).one()
    copy = {
        name: getattr(one, name)
        for name in ("practice_id", "payment_id", "amount_minor", "currency", "opened_at")
    }
    db.session.add(Dispute(**copy, stripe_dispute="du_second"))
    db.session.commit()
    stripe.control(f"disputes/{first}", status="won")
    bring(stripe, since)
    assert enrolment(found.ada).pause_reason == "dispute"


def _forget_the_intent() -> None:
    from_elsewhere = "UPDATE payment SET payment_intent = 'pi_elsewhere'"
    db.session.connection().exec_driver_sql(from_elsewhere)
    db.session.commit()
