"""What is asked, in its order."""

import pytest
from flask import Flask

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import PUBLIC, USER
from mentorhub.programs.actions.intake import remove_intake_question
from mentorhub.programs.queries.intake import edited_intake, intake_of
from tests.support import asking, factories

pytestmark = pytest.mark.database


def test_what_was_taken_away_is_neither_edited_nor_asked(in_app: Flask) -> None:
    scene = factories.scene()
    first = asking.asks(scene, "One?")
    asking.asks(scene, "Two?", is_long=False, is_required=True)
    mentor = USER(scene.mentor_id)
    remove_intake_question(first, cohort_id=scene.cohort_id, viewer=mentor)
    [edited] = edited_intake(scene.cohort_id, viewer=mentor)
    with reading(viewer=PUBLIC) as session:
        [asked] = intake_of(session, scene.cohort_id)
        assert (asked.public_id, asked.position) == (edited.public_id, 1)
    assert (edited.written.is_long, edited.written.is_required) == (False, True)
