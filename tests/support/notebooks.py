"""Notebooks and people that these tests start from, made through the package's own actions."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.workspace.actions.history import log_interaction
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.actions.people import add_person
from mentorhub.workspace.models.people import Details
from mentorhub.workspace.rules.warmth import Kind
from tests.support import factories

THANKS = "Say thank you"
EMAIL = "amara@example.org"


def notebook(email: str = EMAIL, name: str = "Amara Nwosu", **fields: Any) -> Viewer:
    """A mentee with an enrolled seat and an open notebook, in a programme of their own."""
    number = sum(map(ord, email))
    practice = factories.practice(mentor_email=f"mentor-{number}@example.org")
    return enrolled(factories.program(*practice, slug=f"programme-{number}"), email, name, **fields)


def enrolled(
    scene: factories.Scene, email: str = EMAIL, name: str = "Amara Nwosu", **fields: Any
) -> Viewer:
    """A mentee of this programme with an open notebook."""
    user_id = factories.user(email, name, **fields)
    factories.enrolled(scene, user_id)
    open_workspace(viewer=USER(user_id))
    return USER(user_id)


def today() -> dt.date:
    """Today in UTC, which is these users' zone unless told otherwise."""
    return clock.now().date()


def ago(days: int) -> dt.date:
    """That many days before today."""
    return today() - dt.timedelta(days=days)


def person(viewer: Viewer, name: str = "Tomáš Dvořák", *, note: str = "", **details: Any) -> str:
    """The public id of a person written down with these details; not met unless told when."""
    added = add_person(Details(name=name, **details), viewer=viewer, note=note, thank_you=THANKS)
    return added.public_id


def talked(viewer: Viewer, person_id: str, days_ago: int, **fields: Any) -> None:
    """A conversation that many days ago; a message both ways unless told otherwise."""
    told: dict[str, Any] = {"kind": Kind.MESSAGE, "is_two_way": True} | fields
    log_interaction(person_id, viewer=viewer, on_date=ago(days_ago), **told)


def mentor() -> Viewer:
    """The mentor of the only mentorship there is."""
    with reading(viewer=SYSTEM) as session:
        return USER(session.scalars(select(Mentorship.mentor_id)).one())
