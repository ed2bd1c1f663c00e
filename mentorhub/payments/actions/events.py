"""Stripe's events: verified, stored, finished or postponed. What they mean is decided by the package above."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.events import StripeCursor, StripeEvent
from mentorhub.payments.queries.accounts import is_known
from mentorhub.payments.rules.connections import REHEARSAL
from mentorhub.payments.rules.events import (
    API_VERSION,
    EVENTS_KEPT,
    HANDLED,
    LATE,
    LEFT_TO_THE_WEBHOOK,
    ONCE,
    EventState,
    object_in,
    retry_after,
)
from mentorhub.payments.rules.failures import ForgedEvent
from mentorhub.payments.stripe_gateway import events as stripe_events
from mentorhub.payments.stripe_gateway.events import EventData

TRIES_BEFORE_A_FINDING = 10
MINUTE = "%Y-%m-%d %H:%M UTC"


def receive_event(body: bytes, signature: str) -> None:
    """Verify and store an event before it is answered; one delivered again is not stored again.

    Raises `ForgedEvent`, and then nothing is stored. What is not for this install (other mode, account,
    environment or API version) or repeats what is known is stored as ignored, with the reason.
    """
    data = _verified(body, signature)
    try:
        with transaction(viewer=SYSTEM) as session:
            _store(session, data, now=clock.now())
    except IntegrityError:
        return  # the same event, delivered twice at once: the unique index admits one


def _verified(body: bytes, signature: str) -> EventData:
    """The event, with the account that its secret tells: the rehearsals' sandbox does not name itself."""
    secret = settings().rehearsal_secret
    if secret:
        try:
            data = stripe_events.read_event(body, signature, secrets=[secret])
        except ForgedEvent:
            pass  # it is not from there
        else:
            return replace(data, account=REHEARSAL)
    return stripe_events.read_event(body, signature, secrets=settings().stripe_webhook_secrets)


def finish_event(event_id: int, *, reason: str = "") -> None:
    """Mark an event applied, or with a reason ignored. Doing it twice changes nothing."""
    with transaction(viewer=SYSTEM) as session:
        event = session.get_one(StripeEvent, event_id, with_for_update=True)
        if event.state == EventState.RECEIVED:
            event.finish("ignore" if reason else "apply", now=clock.now(), reason=reason)


def put_off_event(event_id: int) -> None:
    """Applying failed: try again later, 30 s doubling to an hour at most."""
    with transaction(viewer=SYSTEM) as session:
        event = session.get_one(StripeEvent, event_id, with_for_update=True)
        now = clock.now()
        event.attempts += 1
        event.due_at = now + retry_after(event.attempts)
        if event.attempts == TRIES_BEFORE_A_FINDING:
            open_finding(
                session,
                "event_not_applied",
                subject_type="event",
                subject_public_id=event.public_id,
                detail=event.type,
                now=now,
            )


def catch_up(account: str, *, is_whole: bool = False) -> tuple[int, int]:
    """Fetch what an account's webhooks did not bring: (events seen, events stored). Raises `StripeUnavailable`.

    `is_whole` reads all events that Stripe stores, not only those since the last time. Events that had to be
    fetched late are one open finding per account; so is a gap longer than Stripe stores events.
    """
    with transaction(viewer=SYSTEM) as session:  # 1. where we stopped
        now = clock.now()
        cursor = session.get(StripeCursor, account)
        last = cursor.event_id if cursor and not is_whole else ""
        looked_at = cursor.looked_at if cursor else _first_checkout(session, account) or now
    found = stripe_events.events_after(  # 2. outside any transaction
        last, account=account, types=HANDLED, since=now - EVENTS_KEPT
    )
    fetched = [one for one in found if one.created <= now - LEFT_TO_THE_WEBHOOK]
    with transaction(viewer=SYSTEM) as session:  # 3. what is new, and where we are now
        stored = [one for one in fetched if _store(session, one, now=now)]
        late = [one for one in stored if one.created <= now - LATE]
        if late:
            since = min(one.created for one in late)
            _notify(
                session, "events_missed", account, f"{len(late)} since {since:{MINUTE}}", now=now
            )
        if looked_at <= now - EVENTS_KEPT + LEFT_TO_THE_WEBHOOK:
            _notify(
                session, "events_lost", account, f"not looked since {looked_at:{MINUTE}}", now=now
            )
        _move_cursor(session, account, fetched[-1].id if fetched else last, now=now)
    return len(fetched), len(stored)


def _first_checkout(session: Session, account: str) -> dt.datetime | None:
    """Since when Stripe may have had events of this account."""
    return session.scalar(
        select(func.min(Checkout.created_at)).where(Checkout.stripe_account == account)
    )


def _move_cursor(session: Session, account: str, event_id: str, *, now: dt.datetime) -> None:
    cursor = session.get(StripeCursor, account)
    if cursor is None:
        cursor = StripeCursor(stripe_account=account, looked_at=now)
        session.add(cursor)
    cursor.event_id, cursor.looked_at = event_id, now


def _notify(session: Session, kind: str, account: str, detail: str, *, now: dt.datetime) -> None:
    """A finding about the platform's own account concerns every practice, so it is filed under none."""
    whose = select(Practice.id).where(Practice.stripe_account == account).order_by(Practice.id)
    practice_id = session.scalar(whose) if account else None
    open_finding(
        session,
        kind,
        subject_type="stripe_account",
        subject_public_id=account or "platform",
        practice_id=practice_id,
        detail=detail,
        now=now,
    )


def _store(session: Session, data: EventData, *, now: dt.datetime) -> bool:
    """Whether it is new here."""
    known = session.scalar(
        select(StripeEvent.id).where(
            StripeEvent.stripe_account == data.account, StripeEvent.event_id == data.id
        )
    )
    if known is not None:
        return False
    event = StripeEvent(
        stripe_account=data.account,
        event_id=data.id,
        type=data.type,
        object_id=data.object_id,
        api_version=data.api_version,
        livemode=data.livemode,
        payload=data.payload,
        received_at=now,
        due_at=now,
    )
    session.add(event)
    reason = _foreign(session, data, now=now) or _twin(session, data)
    if reason:
        event.finish("ignore", now=now, reason=reason)
    return True


def _foreign(session: Session, data: EventData, *, now: dt.datetime) -> str:
    """Why an event is not for this install; it is stored all the same, since Stripe disables a webhook that refuses."""
    is_live = data.account != REHEARSAL and "_live_" in settings().stripe_secret_key
    if data.livemode != is_live:
        return "other mode"
    account = data.object_id if data.is_thin else data.account
    if account and not is_known(session, account):
        return "unknown account"
    if data.is_thin:
        return ""
    metadata = object_in(data.payload).get("metadata") or {}
    if metadata.get("environment", settings().environment) != settings().environment:
        return "other environment"
    if data.api_version != API_VERSION:
        _notify_version(session, data, now=now)
        return "other API version"
    return ""


def _notify_version(session: Session, data: EventData, *, now: dt.datetime) -> None:
    open_finding(
        session,
        "api_version_mismatch",
        subject_type="api_version",
        subject_public_id=data.api_version or "none",
        detail=f"{data.type}; this app uses {API_VERSION}",
        now=now,
    )


def _twin(session: Session, data: EventData) -> str:
    """Why a second event about one change is ignored: the first is applied already."""
    if data.type not in ONCE:
        return ""
    first = session.scalar(
        select(StripeEvent.event_id)
        .where(
            StripeEvent.stripe_account == data.account,
            StripeEvent.object_id == data.object_id,
            StripeEvent.type == data.type,
            StripeEvent.state == EventState.APPLIED,
        )
        .limit(1)
    )
    return f"twin of {first}" if first else ""
