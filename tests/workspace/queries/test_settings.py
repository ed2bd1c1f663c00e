"""What the page of rhythms shows: what they mean together, and which pause is which."""

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.queries.settings import Settings, settings
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks, rhythms

pytestmark = pytest.mark.database


def test_rhythms_add_up_by_the_cadence_in_force(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    assert (_of(viewer).people, _of(viewer).a_week) == (0, 0)
    for number in range(3):
        notebooks.person(viewer, f"Weekly {number}", tier=Tier.INNER)
    own = notebooks.person(viewer, "Own", tier=Tier.OFF)
    tagged = notebooks.person(viewer, "Tagged", tier=Tier.YEARLY)
    muted, resting = notebooks.person(viewer, "Muted"), notebooks.person(viewer, "Resting")
    notebooks.person(viewer, "Off", tier=Tier.OFF)
    tag_person(tagged, ["clients"], viewer=viewer)
    rhythms.every(viewer, "clients", 14)
    rhythms.change(viewer, own, cadence_days=14)
    rhythms.change(viewer, muted, is_muted=True)
    rhythms.change(viewer, resting, stage=Stage.RESTING)
    notebooks.person(notebooks.notebook("other@example.org", "Other"), tier=Tier.INNER)
    found = _of(viewer)
    assert found.people == 5
    assert found.a_week == pytest.approx(4)


def test_each_pause_stands_where_it_belongs(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for first, last in ((30, 20), (9, 1), (0, 0), (-3, -4), (-9, None)):
        rhythms.paused(viewer, first, last)
    found = _of(viewer)
    today = notebooks.today()
    assert found.now is not None
    assert found.now.from_on == today
    assert [(today - one.from_on).days for one in found.ahead] == [-3, -9]
    assert [(today - one.from_on).days for one in found.past] == [9, 30]


def test_without_a_notebook_there_is_nothing_to_set(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        _of(PUBLIC)


def _of(viewer: Viewer) -> Settings:
    return settings(viewer=viewer, now=clock.now())
