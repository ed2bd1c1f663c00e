"""Stripe made to say something else than the sandbox would."""

import dataclasses

import pytest

from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support.quick_retries import quick_retries

__all__ = ["quick_retries"]


@pytest.fixture
def stripe_answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What Stripe is made to say differently of the next sessions, field by field."""
    changed: dict[str, object] = {}
    ask = stripe_sessions.session

    def answer(session_id: str, *, account: str) -> CheckoutSessionData:
        return dataclasses.replace(ask(session_id, account=account), **changed)  # type: ignore[arg-type]

    monkeypatch.setattr(stripe_sessions, "session", answer)
    return changed
