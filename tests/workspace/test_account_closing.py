"""A closed account's notebook: unseen by others at once, back with its owner, gone after thirty days."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts.actions import closing
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import Model, db
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions import account_closing
from mentorhub.workspace.actions.follow_ups import move_follow_up
from mentorhub.workspace.actions.notebook import read_shared_people
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.sharing import share_people
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.models.sharing import Grant
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.periodic import end_grants, erase_notebooks
from mentorhub.workspace.queries.consent import what_is_shared
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.queries.sharing import shared_counts
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from tests.support import notebooks
from tests.support.account_closing import close, pass_grace

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """A notebook with something in every table of it."""
    viewer = notebooks.notebook()
    tomas = notebooks.person(
        viewer, "Tomáš", met_on=notebooks.today(), note="Table six", occasion="Fair"
    )
    notebooks.talked(viewer, tomas, 0, favour=Favour(Direction.GAVE))
    tag_person(tomas, ["Choir"], viewer=viewer)
    add_promise(tomas, viewer=viewer, what="Send the recipe", due_on=None)
    page = person(tomas, viewer=viewer, now=clock.now())
    move_follow_up(page.follow_ups[0].public_id, viewer=viewer, due_on=notebooks.ago(-7))
    notebooks.doubled(viewer, notebooks.full(viewer))
    read_shared_people(_mentorship().id, viewer=notebooks.mentor())
    return viewer


def _mentorship() -> Mentorship:
    with reading(viewer=SYSTEM) as session:
        return session.scalars(select(Mentorship).order_by(Mentorship.id)).first()  # type: ignore[return-value]


def _rows() -> dict[str, int]:
    """How many rows each of a notebook's tables has."""
    db.session.rollback()
    kept = [table for table in Model.metadata.sorted_tables if "workspace_id" in table.c]
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in [*kept, Model.metadata.tables["workspace"]]
    }


def test_from_the_moment_of_closing_the_mentor_sees_nothing(amara: Viewer) -> None:
    mentorship, mentor = _mentorship().id, notebooks.mentor()
    assert shared_counts([mentorship], viewer=mentor, now=clock.now())
    close(amara.id or 0)
    assert not shared_counts([mentorship], viewer=mentor, now=clock.now())
    with pytest.raises(NotFound):
        read_shared_people(mentorship, viewer=mentor)


def test_the_grants_end_and_begin_again_only_by_their_owners_word(amara: Viewer) -> None:
    close(amara.id or 0)
    assert (end_grants(), end_grants()) == (0, 0)
    closing.restore_account(viewer=amara)
    mentorship = _mentorship()
    assert not shared_counts([mentorship.id], viewer=notebooks.mentor(), now=clock.now())
    (mentor,) = what_is_shared(viewer=amara, now=clock.now()).mentors
    assert mentor.shares_people is None
    share_people(mentorship.public_id, is_shared=True, viewer=amara)
    assert shared_counts([mentorship.id], viewer=notebooks.mentor(), now=clock.now())


def test_restored_at_the_same_moment_the_grants_stay(amara: Viewer) -> None:
    workspace_id = _workspace()
    account_closing.end_grants(workspace_id)
    db.session.rollback()
    assert db.session.scalars(select(Grant.ended_at)).all() == [None]


def _workspace() -> int:
    with reading(viewer=SYSTEM) as session:
        return session.scalars(select(Workspace.id).order_by(Workspace.id)).first() or 0


def test_on_day_29_all_is_there_and_on_day_30_nothing(amara: Viewer) -> None:
    before = _rows()
    assert all(before.values())
    close(amara.id or 0)
    clock.advance(GRACE - dt.timedelta(days=1))
    assert erase_notebooks() == 0
    account_closing.erase_notebook(_workspace())
    assert _rows() == before
    clock.advance(dt.timedelta(days=1))
    assert erase_notebooks() == 0
    assert set(_rows().values()) == {0}
    account_closing.erase_notebook(1)


def test_somebody_elses_notebook_is_not_touched(amara: Viewer) -> None:
    before = _rows()
    other = notebooks.notebook("bela@example.org", "Bela")
    notebooks.person(other, "Zeynep")
    close(other.id or 0)
    pass_grace()
    erase_notebooks()
    assert _rows() == before
