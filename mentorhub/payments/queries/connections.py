"""Reads of a practice's connection to Stripe, as its owner sees it and as actions lock it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules.practices import Role, StripeState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS
from mentorhub.payments.rules.connections import Requirement


@dataclass(frozen=True)
class Connected:
    """An account at Stripe as its practice's owner sees it."""

    public_id: str
    account: str
    state: StripeState
    country: str
    requirements: tuple[Requirement, ...]
    checked_at: dt.datetime | None
    chosen_at: dt.datetime | None
    is_in_use: bool
    used_from: dt.datetime | None
    ended_at: dt.datetime | None


@dataclass(frozen=True)
class Connections:
    """How a practice is connected: the account in use, one that is coming, those before, the newest first.

    `open_until` is when the last open payment page ends, for which a move waits; None where none is open.
    """

    practice_id: int
    timezone: str
    state: StripeState
    can_charge: bool
    stopped_at: dt.datetime | None
    current: Connected | None
    coming: Connected | None
    former: tuple[Connected, ...]
    open_until: dt.datetime | None


def connections(practice_id: int, *, viewer: Viewer) -> Connections | None:
    """How a practice that the viewer owns is connected; None for any other."""
    with reading(viewer=viewer) as session:
        practice = session.get(Practice, practice_id)
        if practice is None or not is_owner(session, practice_id, viewer=viewer):
            return None
        rows = session.scalars(
            select(StripeConnection)
            .where(StripeConnection.practice_id == practice_id)
            .order_by(StripeConnection.number.desc())
            .execution_options(populate_existing=True)
        ).all()
        open_until = session.scalar(
            select(Checkout.expires_at)
            .where(Checkout.practice_id == practice_id, Checkout.state.in_(LIVE_CHECKOUTS))
            .order_by(Checkout.expires_at.desc())
            .limit(1)
        )
        seen = [(row, _connected(row)) for row in rows]
        return Connections(
            practice_id=practice.id,
            timezone=practice.timezone,
            state=practice.stripe_state,
            can_charge=practice.can_charge,
            stopped_at=practice.payments_stopped_at,
            current=next((shown for row, shown in seen if row.is_in_use), None),
            coming=next(
                (shown for row, shown in seen if row.used_from is None and row.ended_at is None),
                None,
            ),
            former=tuple(shown for row, shown in seen if row.used_from and row.ended_at),
            open_until=open_until,
        )


@dataclass(frozen=True)
class OwnConnection:
    """A connection by both its ids, and the public id of its practice."""

    id: int
    public_id: str
    practice: str


def own_connection(
    public_id: str = "", *, viewer: Viewer, connection_id: int | None = None
) -> OwnConnection | None:
    """A connection, by either id, of a practice that the viewer owns; None for any other."""
    is_it = StripeConnection.public_id == public_id
    if connection_id is not None:
        is_it = StripeConnection.id == connection_id
    with reading(viewer=viewer) as session:
        found = session.scalar(
            select(StripeConnection).where(is_it).options(joinedload(StripeConnection.practice))
        )
        if found is None or not is_owner(session, found.practice_id, viewer=viewer):
            return None
        return OwnConnection(found.id, found.public_id, found.practice.public_id)


def lock_connection(session: Session, connection_id: int) -> tuple[Practice, StripeConnection]:
    """The practice under its lock, which whoever opens a payment page takes as well; then the connection."""
    found = session.get(StripeConnection, connection_id)
    if found is None:
        raise NotFound
    practice = session.get_one(
        Practice, found.practice_id, with_for_update={"key_share": True}, populate_existing=True
    )
    return practice, session.get_one(StripeConnection, connection_id, populate_existing=True)


def is_owner(session: Session, practice_id: int, *, viewer: Viewer) -> bool:
    """Whether the viewer owns this practice."""
    owns = exists().where(
        Membership.practice_id == practice_id,
        Membership.user_id == viewer.id,
        Membership.role == Role.OWNER,
    )
    return viewer.kind == "user" and bool(session.scalar(select(owns)))


def _connected(row: StripeConnection) -> Connected:
    return Connected(
        public_id=row.public_id,
        account=row.stripe_account or "",
        state=row.state,
        country=row.country,
        requirements=row.requirements,
        checked_at=row.checked_at,
        chosen_at=row.chosen_at,
        is_in_use=row.is_in_use,
        used_from=row.used_from,
        ended_at=row.ended_at,
    )
