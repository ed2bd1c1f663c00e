"""What a person is weighed by: the cadence in force, the pauses, and tries that nobody answered."""

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind
from tests.support import notebooks, rhythms
from tests.support.notebooks import ago

pytestmark = pytest.mark.database


def page(viewer: Viewer, person_id: str) -> PersonPage:
    return person(person_id, viewer=viewer, now=clock.now())


def test_two_tries_without_an_answer_offer_a_rest_until_it_is_taken(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    notebooks.talked(viewer, person_id, 30)
    notebooks.talked(viewer, person_id, 20, is_two_way=False)
    notebooks.talked(viewer, person_id, 15, kind=Kind.EVENT, is_two_way=False)
    assert (page(viewer, person_id).tries, page(viewer, person_id).is_rest_offered) == (1, False)
    notebooks.talked(viewer, person_id, 10, kind=Kind.CALL, is_two_way=False)
    assert (page(viewer, person_id).tries, page(viewer, person_id).is_rest_offered) == (2, True)
    rhythms.change(viewer, person_id, snoozed_until=ago(-60))
    assert not page(viewer, person_id).is_rest_offered
    rhythms.change(viewer, person_id, snoozed_until=ago(0))
    assert page(viewer, person_id).is_rest_offered
    rhythms.change(viewer, person_id, stage=Stage.RESTING)
    assert not page(viewer, person_id).is_rest_offered
    rhythms.change(viewer, person_id, stage=Stage.MET)
    notebooks.talked(viewer, person_id, 5, is_two_way=False, began=Began.THEM)
    assert (page(viewer, person_id).tries, page(viewer, person_id).is_rest_offered) == (0, False)


def test_a_year_of_silence_counts_only_days_outside_pauses(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, tier=Tier.CLOSE)
    notebooks.talked(viewer, person_id, 370)
    before = page(viewer, person_id)
    assert before.suggestion is Stage.RESTING
    rhythms.paused(viewer, 380, 30)
    after = page(viewer, person_id)
    assert after.suggestion is Stage.GETTING_TO_KNOW
    assert before.warmth is not None
    assert after.warmth is not None
    assert after.warmth > before.warmth
    assert after.weeks[0] > before.weeks[0]
    assert sum(one.left for one in after.counted) > sum(one.left for one in before.counted)
