"""Which page is a signed-in user's first."""

from enum import StrEnum

from sqlalchemy import exists, select

from mentorhub.accounts.models import Membership
from mentorhub.accounts.rules import Role
from mentorhub.enrolment.models import Enrolment
from mentorhub.foundation.database import Viewer, reading
from mentorhub.workspace.models import Workspace


class Landing(StrEnum):
    """First pages, by their endpoints."""

    QUEUE = "reviews.review_queue"
    TODAY = "workspace.today"
    MY_PROGRAM = "enrolment.show_my_program"
    HOME = "programs.home"


def landing(*, viewer: Viewer) -> Landing:
    """The queue of who mentors, else the notebook, else the seat that was paid, else the programmes."""
    mentors = exists().where(
        Membership.user_id == viewer.id, Membership.role.in_([Role.OWNER, Role.MENTOR])
    )
    notes = exists().where(Workspace.user_id == viewer.id)
    is_enrolled = exists().where(Enrolment.user_id == viewer.id, Enrolment.enrolled_at.is_not(None))
    with reading(viewer=viewer) as session:
        row = session.execute(select(mentors, notes, is_enrolled)).one()
    for holds, page in zip(row, (Landing.QUEUE, Landing.TODAY, Landing.MY_PROGRAM), strict=True):
        if holds:
            return page
    return Landing.HOME
