"""The first page of each kind of user."""

from flask import Flask

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.reviews.queries.landing import Landing, landing
from mentorhub.workspace.models.workspaces import Workspace
from tests.support import courses, factories


def test_who_mentors_begins_at_the_queue(in_app: Flask) -> None:
    amara = courses.course()
    assert landing(viewer=USER(amara.mentor_id)) is Landing.QUEUE


def test_a_mentee_begins_at_the_seat_then_in_the_notebook(in_app: Flask) -> None:
    amara = courses.course()
    mentee = USER(amara.mentee_id)
    assert landing(viewer=mentee) is Landing.MY_PROGRAM
    with transaction(viewer=SYSTEM) as session:
        session.add(Workspace(user_id=amara.mentee_id, created_at=clock.now()))
    assert landing(viewer=mentee) is Landing.TODAY


def test_who_assists_begins_at_the_lines(in_app: Flask) -> None:
    practice_id, _owner_id = factories.practice()
    helper_id = factories.user("helper@example.org")
    add_member(practice_id, user_id=helper_id, role=Role.ASSISTANT, viewer=SYSTEM)
    assert landing(viewer=USER(helper_id)) is Landing.LINES


def test_anybody_else_begins_where_both_ways_in_are_shown(in_app: Flask) -> None:
    assert landing(viewer=USER(factories.user("new@example.org", "New Here"))) is Landing.START
    assert landing(viewer=PUBLIC) is Landing.START
