"""What a mentor reads; each access is logged for the mentee to see, in a transaction of its own, before the read."""

from sqlalchemy import ColumnElement, select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.reviews.models import CheckIn
from mentorhub.reviews.queries import review_queue
from mentorhub.reviews.rules import CheckInState
from mentorhub.workspace.models.sharing import log_access
from mentorhub.workspace.queries.sharing import grants_for
from mentorhub.workspace.rules.sharing import AccessedPart


def read_mentees(*, viewer: Viewer) -> list[review_queue.Mentee]:
    """The viewer's mentees; logs access to the counts of each whose counts are shown."""
    _log(AccessedPart.COUNTS, viewer=viewer)
    return list(review_queue.mentees(viewer=viewer))


def read_queue(*, viewer: Viewer) -> review_queue.Queue:
    """What waits for the viewer; logs access to the check-ins of each whose check-in is among it."""
    waiting = select(CheckIn.mentorship_id).where(CheckIn.state == CheckInState.SUBMITTED)
    _log(AccessedPart.PAGES, Mentorship.id.in_(waiting), viewer=viewer)
    return review_queue.review_queue(viewer=viewer)


def read_check_in(check_in_id: str, *, viewer: Viewer) -> review_queue.CheckInToReview:
    """A check-in that was sent to the viewer; logs access to its writer's check-ins.

    Raises `NotFound` for drafts and for other mentors' mentees, of whom nothing is logged.
    """
    theirs = select(CheckIn.mentorship_id).where(
        CheckIn.public_id == check_in_id, CheckIn.state != CheckInState.DRAFT
    )
    _log(AccessedPart.PAGES, Mentorship.id.in_(theirs), viewer=viewer)
    return review_queue.check_in_for_review(check_in_id, viewer=viewer)


def _log(what: AccessedPart, *conditions: ColumnElement[bool], viewer: Viewer) -> None:
    now = clock.now()
    with transaction(viewer=viewer) as session:
        readable = session.scalars(
            select(Mentorship.id)
            .join(Mentorship.enrolment)
            .where(
                review_queue.is_readable(viewer, now), Enrolment.paused_at.is_(None), *conditions
            )
        ).all()
        grants = grants_for(session, readable, viewer=viewer, now=now, is_locked=True)
        log_access(session, grants, what=what, reader_id=viewer.id or 0, now=now)
