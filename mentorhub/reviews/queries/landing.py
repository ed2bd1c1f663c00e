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
    LINES = "enrolment.list_lines"
    TODAY = "workspace.today"
    MY_PROGRAM = "enrolment.show_my_program"
    HOME = "programs.home"


def landing(*, viewer: Viewer) -> Landing:
    """The queue of who mentors, else the lines of who assists, else one's notebook, paid seat, else the programmes."""
    own = Membership.user_id == viewer.id
    mentors = exists().where(own, Membership.role.in_([Role.OWNER, Role.MENTOR]))
    assists = exists().where(own, Membership.role == Role.ASSISTANT)
    notes = exists().where(Workspace.user_id == viewer.id)
    is_enrolled = exists().where(Enrolment.user_id == viewer.id, Enrolment.enrolled_at.is_not(None))
    with reading(viewer=viewer) as session:
        row = session.execute(select(mentors, assists, notes, is_enrolled)).one()
    pages = (Landing.QUEUE, Landing.LINES, Landing.TODAY, Landing.MY_PROGRAM)
    for holds, page in zip(row, pages, strict=True):
        if holds:
            return page
    return Landing.HOME
