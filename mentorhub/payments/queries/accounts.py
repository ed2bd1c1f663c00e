"""Reads of the accounts at Stripe: which are ours, which take payments, which are still reconciled."""

import datetime as dt

from sqlalchemy import CompoundSelect, Select, exists, select, union
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS
from mentorhub.payments.rules.connections import DISPUTED_FOR, REHEARSAL
from mentorhub.payments.rules.instalments import OPEN_INSTALMENTS


def is_known(session: Session, account: str) -> bool:
    """Whether this account is a practice's, or was: asked of practices, checkouts and payments alike."""
    columns = (
        StripeConnection.stripe_account,
        Practice.stripe_account,
        Checkout.stripe_account,
        Payment.stripe_account,
    )
    return any(session.scalar(select(exists().where(column == account))) for column in columns)


def reconciled_accounts(*, viewer: Viewer, now: dt.datetime) -> list[str]:
    """The accounts whose events are still fetched: in use or coming, with a payment page or an instalment to come, or
    with a payment that a bank may still dispute. A disconnected one answers nothing, nor does the rehearsals' sandbox
    without a key; '' is always asked."""
    with reading(viewer=viewer) as session:
        wanted: CompoundSelect[str | None] = union(
            select(Practice.stripe_account),
            select(StripeConnection.stripe_account).where(
                StripeConnection.stripe_account.is_not(None), StripeConnection.ended_at.is_(None)
            ),
            select(Checkout.stripe_account).where(Checkout.state.in_(LIVE_CHECKOUTS)),
            select(Instalment.stripe_account).where(Instalment.state.in_(OPEN_INSTALMENTS)),
            select(Payment.stripe_account).where(Payment.captured_at > now - DISPUTED_FOR),
        )
        closed = select(StripeConnection.stripe_account).where(
            StripeConnection.state == StripeState.DISCONNECTED
        )
        silent = set(session.scalars(closed)) | (set() if settings().rehearsal_key else {REHEARSAL})
        return sorted({"", *session.scalars(wanted)} - silent)


def unchecked_connections(*, viewer: Viewer, before: dt.datetime, limit: int) -> list[int]:
    """Ids of connections not closed at Stripe that were last read before `before`, the longest ago first."""
    with reading(viewer=viewer) as session:
        checked = StripeConnection.checked_at
        return list(
            session.scalars(
                select(StripeConnection.id)
                .where(
                    StripeConnection.state.not_in((StripeState.NONE, StripeState.DISCONNECTED)),
                    checked.is_(None) | (checked <= before),
                )
                .order_by(checked.is_not(None), checked, StripeConnection.id)
                .limit(limit)
            )
        )


def connection_of_account(account: str, *, viewer: Viewer) -> int | None:
    """The id of the connection to this account; None for the platform's own, or an unknown one."""
    with reading(viewer=viewer) as session:
        return session.scalar(
            select(StripeConnection.id).where(StripeConnection.stripe_account == account)
        )


def connection_in_use(practice_id: int, *, viewer: Viewer) -> int | None:
    """The id of the connection to the account that a practice is paid on; None on the platform's own."""
    with reading(viewer=viewer) as session:
        return session.scalar(
            select(StripeConnection.id).where(
                StripeConnection.practice_id == practice_id,
                StripeConnection.used_from.is_not(None),
                StripeConnection.ended_at.is_(None),
            )
        )


def cannot_charge(session: Session, account: str) -> bool:
    """Whether a practice's own account takes no payments now. Nothing is known of one without a connection."""
    state = session.scalar(
        select(StripeConnection.state).where(StripeConnection.stripe_account == account)
    )
    return state is not None and state != StripeState.READY


def resting_accounts() -> Select[str | None]:
    """The accounts that take no payments now, for a condition of a query."""
    return select(StripeConnection.stripe_account).where(
        StripeConnection.state != StripeState.READY, StripeConnection.stripe_account.is_not(None)
    )


def is_lost(session: Session, account: str) -> bool:
    """Whether a practice's own account is closed to us for good."""
    state = session.scalar(
        select(StripeConnection.state).where(StripeConnection.stripe_account == account)
    )
    return state == StripeState.DISCONNECTED


def lost_accounts() -> Select[str | None]:
    """The accounts that are closed to us for good, for a condition of a query."""
    return select(StripeConnection.stripe_account).where(
        StripeConnection.state == StripeState.DISCONNECTED
    )


def moves_due(*, viewer: Viewer, limit: int) -> list[int]:
    """Ids of connections that an owner chose, and whose practice has no open payment page any more."""
    is_open = exists().where(
        Checkout.practice_id == StripeConnection.practice_id, Checkout.state.in_(LIVE_CHECKOUTS)
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(StripeConnection.id)
                .where(StripeConnection.chosen_at.is_not(None), ~is_open)
                .order_by(StripeConnection.chosen_at, StripeConnection.id)
                .limit(limit)
            )
        )
