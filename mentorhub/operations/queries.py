"""The overview: open findings and outbox counts of the viewer's own practices, and how the periodic tasks run.

Findings of no practice are about the whole install: only the operator sees them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.practices import Role, StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.findings import Finding
from mentorhub.foundation.jobs import TaskRun
from mentorhub.mail.outbox import OutboxMail

FINDINGS_SHOWN = 100


@dataclass(frozen=True)
class PeriodicTask:
    """A periodic task and whether it is late."""

    run: TaskRun
    is_late: bool


@dataclass(frozen=True)
class Outbox:
    """How many emails wait or failed; their contents are not read."""

    waiting: int
    due: int
    claimed: int
    retried: int
    given_up: int
    oldest_due_at: dt.datetime | None


@dataclass(frozen=True)
class Overview:
    """All that the operator's first page shows; of the findings at most the oldest hundred."""

    findings: Sequence[Finding]
    findings_count: int
    tasks: Sequence[PeriodicTask]
    outbox: Outbox


def owned_practices(viewer: Viewer) -> Select[int]:
    """Ids of the practices that the viewer owns."""
    return select(Membership.practice_id).where(
        Membership.user_id == viewer.id, Membership.role == Role.OWNER
    )


def is_theirs(viewer: Viewer) -> ColumnElement[bool]:
    """A finding of a practice that the viewer owns; one of no practice is the operator's."""
    return or_(
        Finding.practice_id.in_(owned_practices(viewer)),
        and_(Finding.practice_id.is_(None), _is_operator(viewer)),
    )


def _is_operator(viewer: Viewer) -> ColumnElement[bool]:
    """An owner whose address the settings name; where they name nobody, of the only practice on the platform's account.

    Whoever opens a practice on the web has an account of their own at Stripe, and runs nothing but that practice.
    """
    owned = owned_practices(viewer)
    if named := settings().operators:
        owns = select(Practice.id).where(Practice.id.in_(owned)).exists()
        keys = [email_key(address) for address in named]
        is_named = select(User.id).where(User.id == viewer.id, User.email_key.in_(keys)).exists()
        return and_(owns, is_named)
    on_platform = Practice.stripe_state == StripeState.PLATFORM
    theirs = select(Practice.id).where(on_platform, Practice.id.in_(owned)).exists()
    others = select(Practice.id).where(on_platform, Practice.id.not_in(owned)).exists()
    return and_(theirs, ~others)


def owns_a_practice(*, viewer: Viewer) -> bool:
    """Whether these pages are open to the viewer."""
    with reading(viewer=viewer) as session:
        return session.scalar(owned_practices(viewer).limit(1)) is not None


def overview(*, viewer: Viewer) -> Overview:
    """The system status that the viewer may see."""
    now = clock.now()
    with reading(viewer=viewer) as session:
        is_open = (is_theirs(viewer), Finding.closed_at.is_(None))
        count = session.scalar(select(func.count(Finding.id)).where(*is_open))
        findings = session.scalars(
            select(Finding)
            .where(*is_open)
            .order_by(Finding.opened_at, Finding.id)
            .limit(FINDINGS_SHOWN)
        ).all()
        runs = session.scalars(select(TaskRun).order_by(TaskRun.name)).all()
        unsent = OutboxMail.failed_at.is_(None)
        counted = session.execute(
            select(
                func.count(OutboxMail.id).filter(unsent),
                func.count(OutboxMail.id).filter(unsent, OutboxMail.due_at <= now),
                func.count(OutboxMail.id).filter(unsent, OutboxMail.claimed_until > now),
                func.count(OutboxMail.id).filter(unsent, OutboxMail.attempts > 0),
                func.count(OutboxMail.id).filter(~unsent),
                func.min(OutboxMail.due_at).filter(unsent),
            ).where(
                OutboxMail.practice_id.in_(owned_practices(viewer)),
                OutboxMail.sent_at.is_(None),
                OutboxMail.skipped_at.is_(None),
            )
        ).one()
        return Overview(
            findings,
            count or 0,
            [PeriodicTask(run, run.is_late(now)) for run in runs],
            Outbox(*counted),
        )
