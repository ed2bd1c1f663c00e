"""Practices' accounts at Stripe in tests: what Stripe would say of them, and how they stand here."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import func, select

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.actions import connections
from mentorhub.payments.invariants import money as invariants
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.rules.connections import Requirement
from mentorhub.payments.stripe_gateway import accounts as stripe_accounts
from mentorhub.payments.stripe_gateway.accounts import AccountData


@dataclass
class Accounts:
    """What Stripe says: accounts by id, whether they are active or closed, what they miss; what was asked of it."""

    active: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    missing: dict[str, tuple[Requirement, ...]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)
    refusal: Exception | None = None  # raised by the next call

    def account(self, account_id: str) -> AccountData:
        """An account as it is now."""
        self._refuse()
        return AccountData(
            account_id,
            is_active=account_id in self.active,
            is_closed=account_id in self.closed,
            missing=self.missing.get(account_id, ()),
        )

    def open_account(self, *, key: str, parameters: dict[str, Any]) -> AccountData:
        """The same key gives the same account."""
        self._refuse()
        self.asked.append((key, parameters))
        return self.account(self.keys.setdefault(key, f"acct_{len(self.keys) + 1}"))

    def setup_page(self, account_id: str, **asked: str) -> str:
        """A page at Stripe."""
        self._refuse()
        self.asked.append((account_id, asked))
        return f"https://connect.stripe.com/setup/{len(self.asked)}"

    def _refuse(self) -> None:
        refusal, self.refusal = self.refusal, None
        if refusal is not None:
            raise refusal


def stand_in(monkeypatch: pytest.MonkeyPatch) -> Accounts:
    """Stripe's accounts, for tests of what follows from what it says."""
    accounts = Accounts()
    for name in ("account", "open_account", "setup_page"):
        call: Callable[..., Any] = getattr(accounts, name)
        monkeypatch.setattr(stripe_accounts, name, call)
    return accounts


def own_account(
    practice_id: int, account: str = "acct_1", state: StripeState = StripeState.READY
) -> None:
    """The practice is paid on an account of its own, which is as `state` says."""
    with transaction(viewer=SYSTEM) as session:
        found, now = session.get_one(Practice, practice_id), clock.now()
        found.stripe_account, found.stripe_state = account, state
        session.add(
            StripeConnection(
                practice_id=practice_id,
                number=1,
                stripe_account=account,
                state=state,
                country="NO",
                parameters={},
                missing={},
                created_at=now,
                ready_at=now if state == StripeState.READY else None,
                used_from=now,
            )
        )


def coming_account(
    practice_id: int, account: str | None = None, *, chosen_at: dt.datetime | None = None
) -> None:
    """An account of the practice's own that is not in use: ready and perhaps chosen, or asked for without an answer."""
    with transaction(viewer=SYSTEM) as session:
        known = select(func.count()).where(StripeConnection.practice_id == practice_id)
        session.add(
            StripeConnection(
                practice_id=practice_id,
                number=(session.scalar(known) or 0) + 1,
                stripe_account=account,
                state=StripeState.READY if account else StripeState.NONE,
                country="NO",
                parameters={},
                missing={},
                created_at=clock.now(),
                chosen_at=chosen_at,
            )
        )
        if chosen_at is not None:
            session.get_one(Practice, practice_id).stop_payments(chosen_at)


def practice_now(practice_id: int) -> tuple[str, str, bool]:
    """(account, state, whether it can be paid) of a practice."""
    db.session.rollback()
    found = db.session.get_one(Practice, practice_id, populate_existing=True)
    return found.stripe_account, found.stripe_state.value, found.can_charge


def connections_now() -> list[StripeConnection]:
    """All of them, the oldest first."""
    db.session.rollback()
    return list(
        db.session.scalars(
            select(StripeConnection)
            .order_by(StripeConnection.id)
            .execution_options(populate_existing=True)
        )
    )


def connection_news() -> list[str]:
    """What owners were told of their accounts, in order."""
    db.session.rollback()
    kind = OutboxMail.kind == "payments.connection_news"
    found = select(OutboxMail).where(kind).order_by(OutboxMail.id)
    return [mail.context["news"] for mail in db.session.scalars(found)]


def assert_sound() -> None:
    """Every invariant of money holds."""
    for invariant in invariants.INVARIANTS:
        assert invariant(viewer=SYSTEM) == []


def ready_account(practice_id: int, owner_id: int, accounts: Accounts) -> int:
    """A second or first account, which takes payments; the connection's id."""
    connection_id = connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    account = connections_now()[-1].stripe_account
    assert account is not None
    accounts.active.add(account)
    connections.check_connection(connection_id)
    return connection_id
