"""The operator's one deed: closing a finding."""

from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database import Viewer, transaction
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import Finding
from mentorhub.operations.queries import is_theirs


def close_finding(public_id: str, *, viewer: Viewer) -> None:
    """Somebody has looked at it. Closed twice, it keeps the first hand and hour.

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
