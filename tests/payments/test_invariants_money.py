"""Each invariant of money finds its breach."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.actions import events
from mentorhub.payments.invariants import money as invariants
from tests.payments.test_actions_events import EVENT
from tests.support.forbidden import plant_forbidden
from tests.support.seatless import seatless_payment
from tests.support.stripe_client import StripeClient, signed

pytestmark = pytest.mark.usefixtures("in_app")


def _commit(sql: str) -> None:
    db.session.execute(text(sql))
    db.session.commit()


def _offenders(sentence: str) -> int:
    db.session.rollback()
    found: list[str] = getattr(invariants, sentence)(viewer=SYSTEM)
    return len(found)


@pytest.mark.parametrize(
    ("breach", "sentence"),
    [
        ("UPDATE refund SET amount_minor = 64001", "refunds_never_exceed_their_payment"),
        ("UPDATE refund SET currency = 'usd'", "a_refund_is_in_its_payments_currency_and_account"),
        ("UPDATE refund SET state = 'failed'", "a_failed_refund_has_a_finding"),
        ("UPDATE checkout SET state = 'open'", "a_payment_comes_from_a_completed_checkout"),
        (
            "UPDATE payment SET stripe_account = 'acct_1'",
            "a_payment_is_on_the_account_of_what_it_pays_for",
        ),
        (
            "UPDATE practice SET stripe_account = 'acct_1', stripe_state = 'ready'",
            "a_practice_is_paid_on_its_connection_in_use",
        ),
        (
            "UPDATE practice SET payments_stopped_at = created_at",
            "payments_stop_only_while_an_account_is_not_ready_or_is_moved",
        ),
    ],
)
def test_a_breach_is_found(stripe: StripeClient, breach: str, sentence: str) -> None:
    seatless_payment(stripe)
    assert _offenders(sentence) == 0
    _commit(breach)
    assert _offenders(sentence) == 1


@pytest.mark.parametrize(
    ("constraint", "breach", "sentence"),
    [
        (
            "checkout_abandoned_only_if_given_to_nobody",
            "UPDATE checkout SET state = 'abandoned'",
            "an_abandoned_checkout_was_given_to_nobody",
        ),
        (
            "checkout_looked_for_only_when_abandoned",
            "UPDATE checkout SET look_at = created_at",
            "an_abandoned_checkout_was_given_to_nobody",
        ),
        (
            "refund_lost_only_while_queued",
            "UPDATE refund SET state = 'pending', lost_at = requested_at",
            "a_refund_is_lost_only_while_it_waits",
        ),
        (
            "payment_fee_only_on_own_accounts",
            "UPDATE payment SET application_fee_minor = 100",
            "a_fee_is_a_part_of_a_payment_on_a_practices_own_account",
        ),
        (
            "payment_fee_is_a_part_of_it",
            "UPDATE payment SET application_fee_minor = 64001, stripe_account = 'acct_1'",
            "a_fee_is_a_part_of_a_payment_on_a_practices_own_account",
        ),
        (
            "practice_account_iff_connected",
            "UPDATE practice SET stripe_account = 'acct_1'",
            "a_practice_is_paid_on_its_connection_in_use",
        ),
    ],
)
def test_a_breach_that_the_database_forbids_is_found(
    stripe: StripeClient,
    request: pytest.FixtureRequest,
    constraint: str,
    breach: str,
    sentence: str,
) -> None:
    seatless_payment(stripe)
    assert _offenders(sentence) == 0
    with pytest.raises(IntegrityError, match=constraint):
        _commit(breach)
    table, _, _ = constraint.partition("_")
    plant_forbidden(request, breach, f"{table}.{constraint}")
    assert _offenders(sentence) == 1


def test_an_applied_event_of_the_other_mode_is_found() -> None:
    sentence = "an_event_of_another_mode_is_never_applied"
    for number in (1, 2):
        events.receive_event(*signed({**EVENT, "id": f"evt_{number}"}))
    _commit("UPDATE stripe_event SET state = 'applied', done_at = received_at")
    assert _offenders(sentence) == 0
    _commit("UPDATE stripe_event SET livemode = true WHERE event_id = 'evt_1'")
    assert _offenders(sentence) == 1


def test_every_invariant_is_listed() -> None:
    assert len(invariants.INVARIANTS) == 11
