"""A practice's own account at Stripe: made, set up, read again. Asked about outside any transaction."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.emails import queue_connection_news
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.queries.connections import is_owner, lock_connection
from mentorhub.payments.rules.connections import (
    ConnectionNotReady,
    ConnectionUnderway,
    account_key,
    connection_verb,
    refuse_country,
)
from mentorhub.payments.stripe_gateway import accounts as stripe_accounts
from mentorhub.payments.stripe_gateway.accounts import AccountData, Purpose, account_parameters

ONBOARDING: Purpose = "account_onboarding"
UPDATE: Purpose = "account_update"


@dataclass(frozen=True)
class _Asked:
    """A connection as the call to Stripe needs it; `account` '' while there is none."""

    id: int
    key: str
    parameters: dict[str, Any]
    account: str


def connect(practice_id: int, *, country: str, viewer: Viewer) -> int:
    """Have Stripe make an account for a practice, by its owner; the connection's id.

    A practice without an account uses it from the start; any other moves to it by `choose_connection`. A call without
    an answer is repeated by the next try, under the same key and parameters. `country` is ISO 3166-1 alpha-2.
    Raises `CountryNotServed`, `ConnectionUnderway`, `NotFound` to anybody else, `StripeUnavailable`, `StripeRefused`.
    """
    refuse_country(country)
    asked = _begin(practice_id, country=country, viewer=viewer)  # 1. on disk
    if not asked.account:
        data = stripe_accounts.open_account(key=asked.key, parameters=asked.parameters)  # 2.
        with transaction(viewer=SYSTEM) as session:  # 3. its answer
            _opened(session, asked.id, data, now=clock.now())
    return asked.id


def setup_page(connection_id: int, *, refresh_url: str, return_url: str) -> str:
    """A fresh address of Stripe's page for what is missing. Raises `ConnectionNotReady` where nothing can be given any
    more, `StripeUnavailable`, `StripeRefused`."""
    with transaction(viewer=SYSTEM) as session:
        connection = session.get_one(StripeConnection, connection_id)
        account, is_new = connection.stripe_account, connection.ready_at is None
        if account is None or connection.state == StripeState.DISCONNECTED:
            raise ConnectionNotReady
    return stripe_accounts.setup_page(
        account,
        purpose=ONBOARDING if is_new else UPDATE,
        refresh_url=refresh_url,
        return_url=return_url,
    )


def check_connection(connection_id: int) -> None:
    """Bring a connection, and its practice where it is in use, to what Stripe says. Raises `StripeUnavailable`."""
    with transaction(viewer=SYSTEM) as session:
        account = session.get_one(StripeConnection, connection_id).stripe_account
    if account is None:
        return
    data = stripe_accounts.account(account)
    with transaction(viewer=SYSTEM) as session:
        practice, connection = lock_connection(session, connection_id)
        _apply(session, practice, connection, data, now=clock.now())


def _begin(practice_id: int, *, country: str, viewer: Viewer) -> _Asked:
    with transaction(viewer=viewer) as session:
        practice = session.get(Practice, practice_id, with_for_update={"key_share": True})
        if practice is None or not is_owner(session, practice_id, viewer=viewer):
            raise NotFound
        of_practice = StripeConnection.practice_id == practice_id
        coming = session.scalar(
            select(StripeConnection).where(
                of_practice,
                StripeConnection.used_from.is_(None),
                StripeConnection.ended_at.is_(None),
            )
        )
        if coming is not None:
            if coming.country != country:
                raise ConnectionUnderway
            return _asked(practice, coming)
        if practice.stripe_state == StripeState.PENDING:
            raise ConnectionUnderway
        made = session.scalar(select(func.count()).where(of_practice)) or 0
        connection = StripeConnection(
            practice_id=practice_id,
            number=made + 1,
            country=country,
            parameters=account_parameters(
                email=practice.email, name=practice.name, country=country
            ),
            missing={},
            created_at=clock.now(),
        )
        session.add(connection)
        session.flush()
        return _asked(practice, connection)


def _asked(practice: Practice, connection: StripeConnection) -> _Asked:
    return _Asked(
        connection.id,
        account_key(practice.public_id, connection.number),
        connection.parameters,
        connection.stripe_account or "",
    )


def _opened(session: Session, connection_id: int, data: AccountData, *, now: dt.datetime) -> None:
    practice, connection = lock_connection(session, connection_id)
    if connection.stripe_account is not None:
        return
    connection.open(data.id)
    if practice.stripe_state == StripeState.NONE:
        connection.use(now)
        practice.mark_charges("onboard", account=data.id)
    _apply(session, practice, connection, data, now=now)


def _apply(
    session: Session,
    practice: Practice,
    connection: StripeConnection,
    data: AccountData,
    *,
    now: dt.datetime,
) -> None:
    verb = connection_verb(connection.state, is_active=data.is_active, is_closed=data.is_closed)
    connection.bring_to(verb, data.missing, now)
    if not connection.is_in_use:
        if verb == "enable" and connection.ended_at is None:
            queue_connection_news(session, practice, connection, "ready_to_move", now=now)
        return
    if verb is None:
        return
    if verb != "enable":
        practice.stop_payments(now)
    practice.mark_charges(verb)
    if verb == "enable" and not _is_moving(session, practice.id):
        practice.resume_payments(now)
    queue_connection_news(session, practice, connection, connection.state.value, now=now)


def _is_moving(session: Session, practice_id: int) -> bool:
    chosen = exists().where(
        StripeConnection.practice_id == practice_id, StripeConnection.chosen_at.is_not(None)
    )
    return bool(session.scalar(select(chosen)))
