"""Each law of money finds its breach."""

import pytest
from sqlalchemy import text

from mentorhub.foundation.database import SYSTEM, db
from mentorhub.payments import invariants
from mentorhub.payments.actions import events
from tests.payments.seatless import seatless_payment
from tests.payments.test_actions_events import EVENT
from tests.till import Till, signed

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
    ],
)
def test_a_breach_is_found(stripe: Till, breach: str, sentence: str) -> None:
    seatless_payment(stripe)
    assert _offenders(sentence) == 0
    _commit(breach)
    assert _offenders(sentence) == 1


def test_an_applied_event_of_the_other_mode_is_found() -> None:
    sentence = "an_event_of_another_mode_is_never_applied"
    for number in (1, 2):
        events.receive_event(*signed({**EVENT, "id": f"evt_{number}"}))
    _commit("UPDATE stripe_event SET state = 'applied', done_at = received_at")
    assert _offenders(sentence) == 0
    _commit("UPDATE stripe_event SET livemode = true WHERE event_id = 'evt_1'")
    assert _offenders(sentence) == 1


def test_every_law_is_listed() -> None:
    assert len(invariants.INVARIANTS) == 5
