"""Who has a notebook, and who may."""

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.queries.notebook import (
    has_workspace,
    refuse_anothers_follow_up,
    refuse_stranger,
)
from mentorhub.workspace.queries.persons import person
from tests.support import factories, notebooks


def test_a_notebook_is_its_owners_alone(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    assert has_workspace(viewer=viewer)
    assert not has_workspace(viewer=USER(factories.user("stranger@example.org")))
    assert not has_workspace(viewer=PUBLIC)


def test_only_somebody_with_a_seat_or_a_notebook_is_no_stranger(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    with pytest.raises(NotFound):
        refuse_stranger(viewer=USER(user_id))
    factories.enrolled(factories.scene(), user_id)
    refuse_stranger(viewer=USER(user_id))
    open_workspace(viewer=USER(user_id))
    refuse_stranger(viewer=USER(user_id))
    with pytest.raises(NotFound):
        refuse_stranger(viewer=PUBLIC)


def test_anothers_follow_up_is_not_there(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    schedule_follow_up(person_id, viewer=viewer, due_on=notebooks.today(), reason="")
    page = person(person_id, viewer=viewer, now=clock.now())
    follow_up = page.follow_ups[0].public_id
    refuse_anothers_follow_up(follow_up, viewer=viewer)
    for other in (notebooks.notebook("other@example.org", "Other"), PUBLIC):
        with pytest.raises(NotFound):
            refuse_anothers_follow_up(follow_up, viewer=other)
