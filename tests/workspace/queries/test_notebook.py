"""Who has a notebook, and who may."""

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database import PUBLIC, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace import actions, queries
from tests.support import factories
from tests.workspace import notebooks


def test_a_notebook_is_its_owners_alone(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    assert queries.has_workspace(viewer=viewer)
    assert not queries.has_workspace(viewer=USER(factories.user("stranger@example.org")))
    assert not queries.has_workspace(viewer=PUBLIC)


def test_only_somebody_with_a_seat_or_a_notebook_is_no_stranger(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    with pytest.raises(NotFound):
        queries.refuse_stranger(viewer=USER(user_id))
    factories.enrolled(factories.scene(), user_id)
    queries.refuse_stranger(viewer=USER(user_id))
    actions.open_workspace(viewer=USER(user_id))
    queries.refuse_stranger(viewer=USER(user_id))
    with pytest.raises(NotFound):
        queries.refuse_stranger(viewer=PUBLIC)


def test_anothers_follow_up_is_not_there(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    actions.schedule_follow_up(person_id, viewer=viewer, due_on=notebooks.today(), reason="")
    page = queries.person(person_id, viewer=viewer, now=clock.now())
    follow_up = page.follow_ups[0].public_id
    queries.refuse_anothers_follow_up(follow_up, viewer=viewer)
    for other in (notebooks.notebook("other@example.org", "Other"), PUBLIC):
        with pytest.raises(NotFound):
            queries.refuse_anothers_follow_up(follow_up, viewer=other)
