"""Troubles of the connection to Stripe (a refused key, differing clocks) as findings that close by themselves."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import CLOCKS_DIFFER, close_findings, open_finding
from mentorhub.payments.rules.events import (
    CLOCKS_DIFFER_FROM,
    KEY_REFUSED,
    PLATFORM,
    clock_difference,
)
from mentorhub.payments.stripe_gateway import events as stripe_events


def tell_locked_out(account: str, words: str) -> None:
    """Stripe does not take our key for this account; `words` are its own. One open finding per account."""
    with transaction(viewer=SYSTEM) as session:
        _open(session, KEY_REFUSED, account, words, now=clock.now())


def tell_answering(account: str) -> None:
    """Stripe takes our key for this account: the finding is closed."""
    with transaction(viewer=SYSTEM) as session:
        subject = account or PLATFORM
        close_findings(session, KEY_REFUSED, subject_public_id=subject, now=clock.now())


def compare_clocks() -> int:
    """Seconds by which Stripe's clock is ahead of the database's, negative if behind, 0 if they agree.

    From a minute on a finding is open: at five minutes behind, Stripe makes no payment page any more. Raises
    `StripeUnavailable`.
    """
    with transaction(viewer=SYSTEM):  # 1. our clock
        asked_at = clock.now()
    stripe_time = stripe_events.stripe_time()  # 2. Stripe's, outside any transaction
    with transaction(viewer=SYSTEM) as session:  # 3. ours again, and what follows
        now = clock.now()
        seconds = clock_difference(stripe_time, asked_at=asked_at, answered_at=now)
        if abs(seconds) < CLOCKS_DIFFER_FROM:
            close_findings(session, CLOCKS_DIFFER, subject_public_id=PLATFORM, now=now)
        else:
            side = "behind" if seconds > 0 else "ahead of"
            words = f"the database's clock is {abs(seconds)} s {side} Stripe's"
            _open(session, CLOCKS_DIFFER, "", words, now=now)
    return seconds


def _open(session: Session, kind: str, account: str, words: str, *, now: dt.datetime) -> None:
    """A finding about the platform's own account concerns every practice, so it is filed under none."""
    whose = select(Practice.id).where(Practice.stripe_account == account).order_by(Practice.id)
    open_finding(
        session,
        kind,
        subject_type="stripe_account",
        subject_public_id=account or PLATFORM,
        practice_id=session.scalar(whose.limit(1)) if account else None,
        detail=words,
        now=now,
    ).detail = words
