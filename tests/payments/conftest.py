"""A new practice, its owner, and what Stripe says of its accounts."""

import pytest
from flask import Flask

from mentorhub.accounts.actions.practices import create_practice
from tests.support import factories
from tests.support.quick_retries import quick_retries
from tests.support.stripe_accounts import Accounts, stand_in

__all__ = ["quick_retries"]


@pytest.fixture
def accounts(monkeypatch: pytest.MonkeyPatch) -> Accounts:
    """What Stripe says."""
    return stand_in(monkeypatch)


@pytest.fixture
def owner_id(in_app: Flask) -> int:
    """Who opens a practice."""
    return factories.user("ruth@example.org", "Ruth Adler")


@pytest.fixture
def practice_id(owner_id: int) -> int:
    """A practice without any account."""
    return create_practice(name="Ruth Adler", email="ruth@example.org", owner_id=owner_id)
