"""Stripe made to say something else than the sandbox would."""

import dataclasses
import time
from collections.abc import Iterator

import pytest

from mentorhub.payments import stripe_gateway
from mentorhub.payments.stripe_gateway import SessionFacts
from tests.till import Till


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What Stripe is made to say differently of the next sessions, field by field."""
    changed: dict[str, object] = {}
    ask = stripe_gateway.session

    def answer(session_id: str, *, account: str) -> SessionFacts:
        return dataclasses.replace(ask(session_id, account=account), **changed)  # type: ignore[arg-type]

    monkeypatch.setattr(stripe_gateway, "session", answer)
    return changed


@pytest.fixture
def stripes_clock(stripe: Till) -> Iterator[None]:
    """The stand-in's clock goes with ours where a test wants it to, and is as it was afterwards: others share it."""
    yield
    stripe.control("clock", now=time.time())
