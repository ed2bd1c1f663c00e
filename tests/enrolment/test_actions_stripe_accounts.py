"""A practice with an account of its own at Stripe: each call about its money is made there, each row says where."""

from typing import Any

import pytest
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.enrolment.actions import disputes, ended_checkouts, instalments, refunds
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.stripe_gateway import disputes as stripe_disputes
from mentorhub.payments.stripe_gateway import intents as stripe_intents
from mentorhub.payments.stripe_gateway.disputes import DisputeData
from mentorhub.payments.stripe_gateway.intents import PaymentIntentData
from tests.support import factories
from tests.support.applicants import checkout_session, place_applicant, states
from tests.support.paying_in_parts import Parts, parts, pay_by_debit, wait_until_due
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
ACCOUNT = "acct_ines"


@pytest.fixture
def there(stripe: StripeClient, monkeypatch: pytest.MonkeyPatch) -> StripeClient:
    """Every practice that a scene makes has this account."""
    made = factories.practice
    stripe.connect(ACCOUNT)

    def abroad(**fields: str) -> tuple[int, int]:
        practice_id, mentor_id = made(**fields)
        with transaction(viewer=SYSTEM) as session:
            paid = session.get_one(Practice, practice_id)
            paid.stripe_account, paid.stripe_state = ACCOUNT, StripeState.READY
        return practice_id, mentor_id

    monkeypatch.setattr(factories, "practice", abroad)
    return stripe.on(ACCOUNT)


def _accounts(table: Any) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(table.stripe_account)))


def test_paid_refunded_and_disputed_there(there: StripeClient) -> None:
    found = parts(there)
    assert states(found.ada) == ["enrolled"]
    payment = db.session.scalars(select(Payment)).one()
    intent = str(payment.payment_intent)
    there.refund_by_hand(intent, 100)
    refunds.recognise_refunds(payment.id)
    dispute = there.control("disputes", charge=there.charge_of(intent))["id"]
    assert disputes.apply_dispute(dispute, account=ACCOUNT)
    for table in (Checkout, Payment, Refund, Dispute, Instalment):
        assert _accounts(table) == {ACCOUNT}, table


def test_a_later_part_is_taken_and_looked_at_there(there: StripeClient) -> None:
    found = parts(there)
    pay_by_debit()
    wait_until_due(found)
    instalments.charge_instalment(found.instalment().id)
    intent = str(found.instalment().payment_intent)
    there.control(f"payment_intents/{intent}", debit="settled")
    assert instalments.recognise_charge(intent, account=ACCOUNT)
    assert found.instalment().state.value == "paid"


def test_a_part_on_its_way_is_asked_about_there(there: StripeClient) -> None:
    found = parts(there)
    pay_by_debit()
    wait_until_due(found)
    instalments.charge_instalment(found.instalment().id)
    there.control(f"payment_intents/{found.instalment().payment_intent}", debit="settled")
    wait_until_due(found)
    instalments.charge_instalment(found.instalment().id)
    assert found.instalment().state.value == "paid"


def test_a_page_is_closed_there(there: StripeClient) -> None:
    checkout_id, session_id = checkout_session(place_applicant(factories.scene(), "ada"))
    assert ended_checkouts.close_checkout(checkout_id)
    assert there.session(session_id)["status"] == "expired"


def _notified_of(
    monkeypatch: pytest.MonkeyPatch, found: Parts, *, attempt: int, status: str = "succeeded"
) -> None:
    """Stripe knows a charge that names Ada's second part."""
    row = found.instalment()
    context = PaymentIntentData("pi_told", status, row.amount_minor, "eur", row.public_id, attempt)
    monkeypatch.setattr(stripe_intents, "intent", lambda _id, account: context)


def test_a_charge_of_another_account_settles_nothing_here(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    _notified_of(monkeypatch, found, attempt=0)
    assert not instalments.recognise_charge("pi_told", account="acct_elsewhere")
    assert found.instalment().state.value == "scheduled"


def test_money_of_an_earlier_try_is_recognised_and_its_refusal_is_not(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    pay_by_debit()
    wait_until_due(found)
    instalments.charge_instalment(found.instalment().id)  # the first try is on its way
    _notified_of(monkeypatch, found, attempt=0, status="requires_payment_method")
    assert instalments.recognise_charge("pi_told", account="")
    assert found.instalment().state.value == "paying"
    _notified_of(monkeypatch, found, attempt=0)
    assert instalments.recognise_charge("pi_told", account="")
    assert found.instalment().state.value == "paid"


def test_a_dispute_of_the_same_number_at_another_account_is_not_ours(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    intent = str(found.instalment(1).payment_intent)
    context = DisputeData("du_1", "needs_response", intent, 21334, "eur")
    monkeypatch.setattr(stripe_disputes, "dispute", lambda _id, account: context)
    assert not disputes.apply_dispute("du_1", account="acct_elsewhere")
    assert states(found.ada) == ["enrolled"]
    assert disputes.apply_dispute("du_1", account="")
