"""What a signed-in user is here, and which page is their first."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import exists, select

from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.queries.setup import first_steps
from mentorhub.workspace.models.workspaces import Workspace


class Landing(StrEnum):
    """First pages, by their endpoints."""

    SETUP = "programs.show_setup"
    QUEUE = "reviews.review_queue"
    LINES = "enrolment.list_lines"
    TODAY = "workspace.today"
    MY_PROGRAM = "enrolment.show_my_program"
    START = "reviews.start"  # both ways in: a programme, or a practice


@dataclass(frozen=True)
class Reader:
    """What a signed-in user is here."""

    mentors: bool
    assists: bool
    has_notebook: bool
    is_enrolled: bool

    @property
    def is_mentee(self) -> bool:
        """Whether a notebook or a seat is, or was, theirs."""
        return self.has_notebook or self.is_enrolled

    @property
    def side(self) -> str:
        """The side whose pages they see first: "mentor", "mentee", or '' for neither."""
        if self.mentors or self.assists:
            return "mentor"
        return "mentee" if self.is_mentee else ""


def reader(*, viewer: Viewer) -> Reader:
    """What the viewer is; all False for the public."""
    own = Membership.user_id == viewer.id
    mentors = exists().where(own, Membership.role.in_([Role.OWNER, Role.MENTOR]))
    assists = exists().where(own, Membership.role == Role.ASSISTANT)
    notes = exists().where(Workspace.user_id == viewer.id)
    is_enrolled = exists().where(Enrolment.user_id == viewer.id, Enrolment.enrolled_at.is_not(None))
    with reading(viewer=viewer) as session:
        return Reader(*session.execute(select(mentors, assists, notes, is_enrolled)).one())


def landing(*, viewer: Viewer) -> Landing:
    """The first that applies: a new practice's first steps, a mentor's queue, an assistant's lines, the notebook, the
    paid seat; both ways in for who has none of these."""
    who = reader(viewer=viewer)
    if who.mentors:
        return Landing.SETUP if first_steps(viewer=viewer).is_all else Landing.QUEUE
    if who.assists:
        return Landing.LINES
    if who.has_notebook:
        return Landing.TODAY
    return Landing.MY_PROGRAM if who.is_enrolled else Landing.START
