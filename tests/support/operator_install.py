"""Plants findings, emails and periodic task runs."""

import datetime as dt

from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.foundation.jobs import TaskRun
from mentorhub.mail.outbox import OutboxMail

LONG_AGO = dt.timedelta(days=2)


def finding(practice_id: int | None, kind: str = "refund_failed", subject: str = "re_1") -> str:
    """An open finding; its public id."""
    with transaction(viewer=SYSTEM) as session:
        made = open_finding(
            session,
            kind,
            subject_type="refund",
            subject_public_id=subject,
            now=clock.now(),
            practice_id=practice_id,
            detail="The bank said no.",
        )
        session.flush()
        return made.public_id


def mail(
    practice_id: int | None,
    *,
    attempts: int = 0,
    is_given_up: bool = False,
    is_left_out: bool = False,
    claimed_for: dt.timedelta | None = None,
) -> str:
    """An email not yet sent, due two days ago; its public id."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        made = OutboxMail(
            practice_id=practice_id,
            kind="enrolment.link",
            to_name="Amara Nwosu",
            to_address="amara@example.org",
            subject="A secret subject",
            text_body="a secret body",
            html_body="a secret body",
            message_id=f"<{now.timestamp()}@example.org>",
            created_at=now,
            due_at=now - LONG_AGO,
            attempts=attempts,
            failed_at=now if is_given_up else None,
            skipped_at=now if is_left_out else None,
            claimed_until=now + claimed_for if claimed_for else None,
        )
        session.add(made)
        session.flush()
        return made.public_id


def given_up(practice_id: int | None) -> str:
    """An email that was given up, and the finding that reports it; the email's public id."""
    public_id = mail(practice_id, attempts=12, is_given_up=True)
    finding(practice_id, "mail_given_up", public_id)
    return public_id


def task(name: str, *, succeeded_ago: dt.timedelta | None, last_error: str = "") -> None:
    """A periodic task that runs every ten seconds."""
    with transaction(viewer=SYSTEM) as session:
        last = None if succeeded_ago is None else clock.now() - succeeded_ago
        session.add(
            TaskRun(
                name=name,
                interval_seconds=10,
                last_success_at=last,
                backlog=7,
                failures=1 if last_error else 0,
                last_error=last_error,
            )
        )


def member(practice_id: int, user_id: int, role: Role) -> None:
    """One more member of a practice."""
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Membership(practice_id=practice_id, user_id=user_id, role=role, created_at=clock.now())
        )
