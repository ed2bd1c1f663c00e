"""Rhythms of people and tags, and waiting: only one's own, and only days that lie ahead."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.rhythm import (
    end_snooze,
    set_rhythm,
    set_tag_cadence,
    snooze_person,
)
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.queries import today as today_queries
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.rules.due_dates import DayPast
from mentorhub.workspace.rules.rhythm import Cadence, Origin, Tier, Urgency
from tests.support import notebooks
from tests.support.notebooks import ago

pytestmark = pytest.mark.database


def page(viewer: Viewer, person_id: str) -> PersonPage:
    return person(person_id, viewer=viewer, now=clock.now())


def due(viewer: Viewer) -> list[str]:
    return [one.person.name for one in today_queries.today(viewer=viewer, now=clock.now()).reach]


@pytest.mark.wish(1)
@pytest.mark.wish(8)
def test_days_of_ones_own_come_before_the_tier_and_any_word_begins_them_anew(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, tier=Tier.YEARLY)
    notebooks.talked(viewer, person_id, 20)
    assert due(viewer) == []
    set_rhythm(person_id, viewer=viewer, tier=Tier.YEARLY, cadence_days=14, is_muted=False)
    assert due(viewer) == ["Tomáš Dvořák"]
    assert page(viewer, person_id).cadence == Cadence(14, Origin.OWN)
    assert page(viewer, person_id).urgency is Urgency.SOFT
    notebooks.talked(viewer, person_id, 0, is_two_way=False)
    assert due(viewer) == []


@pytest.mark.wish(8)
def test_one_tag_sets_the_rhythm_of_all_who_have_it(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for name in ("Ada", "Ben"):
        person_id = notebooks.person(viewer, name, tier=Tier.OFF)
        tag_person(person_id, ["clients"], viewer=viewer)
        notebooks.talked(viewer, person_id, 60)
    tag_id = page(viewer, person_id).tags[0].public_id
    assert due(viewer) == []
    assert page(viewer, person_id).warmth is None
    set_tag_cadence(tag_id, 60, viewer=viewer)
    assert due(viewer) == ["Ada", "Ben"]
    assert page(viewer, person_id).cadence == Cadence(60, Origin.TAG, "clients")
    assert page(viewer, person_id).warmth == pytest.approx(0.283, abs=0.001)
    set_tag_cadence(tag_id, None, viewer=viewer)
    assert due(viewer) == []


def test_a_muted_person_keeps_their_warmth(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    notebooks.talked(viewer, person_id, 90)
    set_rhythm(person_id, viewer=viewer, tier=Tier.ACTIVE, cadence_days=None, is_muted=True)
    assert due(viewer) == []
    assert page(viewer, person_id).warmth == pytest.approx(0.283, abs=0.001)
    assert page(viewer, person_id).urgency is None
    set_rhythm(person_id, viewer=viewer, tier=Tier.ACTIVE, cadence_days=None, is_muted=False)
    assert due(viewer) == ["Tomáš Dvořák"]


@pytest.mark.wish(2)
def test_a_person_waits_until_the_day_and_no_longer(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    snooze_person(person_id, viewer=viewer, until=ago(-3))
    assert due(viewer) == []
    with clock.moved(dt.timedelta(days=2)):
        assert due(viewer) == []
    with clock.moved(dt.timedelta(days=3)):
        assert due(viewer) == ["Tomáš Dvořák"]
    assert end_snooze(person_id, viewer=viewer) == "Tomáš Dvořák"
    assert due(viewer) == ["Tomáš Dvořák"]
    snooze_person(person_id, viewer=viewer, until=ago(-3))
    snooze_person(person_id, viewer=viewer, until=ago(0))
    assert page(viewer, person_id).person.snoozed_until is None
    with pytest.raises(DayPast):
        snooze_person(person_id, viewer=viewer, until=ago(1))


def test_nobody_changes_anothers_rhythm(in_app: Flask) -> None:
    viewer, other = notebooks.notebook(), notebooks.notebook("other@example.org", "Other")
    person_id = notebooks.person(viewer)
    tag_person(person_id, ["clients"], viewer=viewer)
    tag_id = page(viewer, person_id).tags[0].public_id
    with pytest.raises(NotFound):
        set_rhythm(person_id, viewer=other, tier=Tier.OFF, cadence_days=1, is_muted=True)
    with pytest.raises(NotFound):
        set_tag_cadence(tag_id, 3, viewer=other)
    with pytest.raises(NotFound):
        snooze_person(person_id, viewer=other, until=ago(-1))
    with pytest.raises(NotFound):
        end_snooze(person_id, viewer=other)
    found = page(viewer, person_id)
    assert found.cadence == Cadence(90, Origin.TIER)
    assert found.person.snoozed_until is None
