"""A mentor's looks: each is noted for the mentee to see, in a transaction of its own, before anything is told."""

from sqlalchemy import ColumnElement, select

from mentorhub.enrolment.models import Enrolment, Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database import Viewer, transaction
from mentorhub.reviews.models import CheckIn
from mentorhub.reviews.queries import desk
from mentorhub.reviews.rules import CheckInState
from mentorhub.workspace.models import note_looks
from mentorhub.workspace.queries.sharing import grants_for
from mentorhub.workspace.rules.sharing import Look


def read_mentees(*, viewer: Viewer) -> list[desk.Mentee]:
    """The viewer's roster; a look at the counts of each whose counts are shown."""
    _note(Look.COUNTS, viewer=viewer)
    return list(desk.mentees(viewer=viewer))


def read_queue(*, viewer: Viewer) -> desk.Queue:
    """What waits for the viewer; a look at the pages of each whose page is among it."""
    waiting = select(CheckIn.mentorship_id).where(CheckIn.state == CheckInState.SUBMITTED)
    _note(Look.PAGES, Mentorship.id.in_(waiting), viewer=viewer)
    return desk.review_queue(viewer=viewer)


def read_check_in(check_in_id: str, *, viewer: Viewer) -> desk.PageForReview:
    """A page that was sent to the viewer; a look at its writer's pages.

    Raises `NotFound` for drafts and for other mentors' mentees, of whom nothing is noted.
    """
    theirs = select(CheckIn.mentorship_id).where(
        CheckIn.public_id == check_in_id, CheckIn.state != CheckInState.DRAFT
    )
    _note(Look.PAGES, Mentorship.id.in_(theirs), viewer=viewer)
    return desk.check_in_for_review(check_in_id, viewer=viewer)


def _note(what: Look, *conditions: ColumnElement[bool], viewer: Viewer) -> None:
    now = clock.now()
    with transaction(viewer=viewer) as session:
        readable = session.scalars(
            select(Mentorship.id)
            .join(Mentorship.enrolment)
            .where(desk.is_readable(viewer, now), Enrolment.paused_at.is_(None), *conditions)
        ).all()
        grants = grants_for(session, readable, viewer=viewer, now=now, is_locked=True)
        note_looks(session, grants, what=what, reader_id=viewer.id or 0, now=now)
