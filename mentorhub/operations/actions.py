"""The operator's actions: closing a finding, sending an email again that was given up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import Finding, close_findings
from mentorhub.mail.outbox import OutboxMail
from mentorhub.operations.queries import is_theirs

GIVEN_UP = "mail_given_up"


def close_finding(public_id: str, *, viewer: Viewer) -> None:
    """Mark a finding as done. Closed twice, it keeps who closed it first, and when.

    Raises `NotFound` unless it is one that the viewer is shown.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        finding = session.scalar(
            select(Finding)
            .where(Finding.public_id == public_id, is_theirs(viewer))
            .with_for_update(key_share=True)
        )
        if finding is None:
            raise NotFound
        if finding.closed_at is None:
            finding.closed_at, finding.closed_by_id = now, viewer.id


def try_mail_again(mail_public_id: str, *, viewer: Viewer) -> None:
    """An email that was given up is due again, as if it were new; its finding closes. Once sent, it stays so.

    Raises `NotFound` unless a finding about it was opened that the viewer is shown.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        if not _is_reported(session, mail_public_id, viewer):
            raise NotFound
        mail = session.scalar(
            select(OutboxMail)
            .where(OutboxMail.public_id == mail_public_id)
            .with_for_update(key_share=True)
        )
        if mail is not None and mail.failed_at is not None:
            mail.failed_at, mail.due_at, mail.attempts = None, now, 0
            mail.claim, mail.claimed_until = "", None
        close_findings(session, GIVEN_UP, subject_public_id=mail_public_id, now=now, by=viewer.id)


def _is_reported(session: Session, mail_public_id: str, viewer: Viewer) -> bool:
    reported = select(Finding.id).where(
        Finding.kind == GIVEN_UP, Finding.subject_public_id == mail_public_id, is_theirs(viewer)
    )
    return session.scalar(reported.limit(1)) is not None
