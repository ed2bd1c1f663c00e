"""Who is due, in SQL: the same as the pure rules say, for every kind of cadence, silence and pause."""

import datetime as dt
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.rhythm import (
    cadence_days,
    cadence_of,
    calendar_of,
    due_people,
    urgency_of,
)
from mentorhub.workspace.queries.tags import tags_of
from mentorhub.workspace.rules import rhythm
from mentorhub.workspace.rules.rhythm import Cadence, Origin, Tier
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks, rhythms
from tests.support.counting import queries_of
from tests.support.notebooks import ago

pytestmark = pytest.mark.database
PAUSES: tuple[list[tuple[int, int | None]], ...] = (
    [],
    [(40, 31)],
    [(40, 31), (30, 21), (5, 2)],
    [(400, 100), (-3, -9)],
)


def due(viewer: Viewer, *, at_least: float = 0.0) -> dict[str, float]:
    """Names of who is due, with their lateness."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        calendar = calendar_of(session, workspace, now=clock.now())
        found = due_people(workspace.id, calendar, at_least=at_least)
        late = dict(session.execute(found).all())
        return {session.get_one(Person, row_id).name: value for row_id, value in late.items()}


def by_the_rules(viewer: Viewer) -> dict[str, float]:
    """The same, of people who are loaded, by the pure rules."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        calendar = calendar_of(session, workspace, now=clock.now())
        people = session.scalars(select(Person).where(Person.workspace_id == workspace.id)).all()
        tags = tags_of(session, [person.id for person in people])
        late = {
            person.name: rhythm.lateness(
                cadence_of(person, tags[person.id]).days,
                last_on=person.last_contact_on,
                added_on=person.added_on,
                today=calendar.today,
                pauses=calendar.pauses,
            )
            for person in people
        }
        return {name: value for name, value in late.items() if value is not None}


def in_force(viewer: Viewer, name: str) -> Cadence:
    with reading(viewer=viewer) as session:
        person = session.scalars(select(Person).where(Person.name == name)).one()
        days = session.scalar(select(cadence_days()).where(Person.id == person.id))
        found = cadence_of(person, tags_of(session, [person.id])[person.id])
        assert found.days == days
        return found


@pytest.mark.parametrize("pauses", PAUSES)
def test_the_database_counts_as_the_rules_do(
    in_app: Flask, pauses: list[tuple[int, int | None]]
) -> None:
    viewer = notebooks.notebook()
    owns, silences = (None, 1, 30, 45), (None, 0, 1, 29, 30, 31, 45, 60, 364, 500)
    for number, (own, days, tag) in enumerate(product(owns, silences, ("", "clients"))):
        tier = list(Tier)[number % len(Tier)]
        person_id = notebooks.person(viewer, f"Person {number}", tier=tier)
        last_on = None if days is None else ago(days)
        rhythms.change(
            viewer,
            person_id,
            cadence_days=own,
            last_contact_on=last_on,
            added_on=ago(number % 60),
        )
        if tag:
            tag_person(person_id, [tag, "other"], viewer=viewer)
    rhythms.every(viewer, "clients", 40)
    for first, last in pauses:
        rhythms.paused(viewer, first, last)
    found = due(viewer)
    assert found == pytest.approx(by_the_rules(viewer))
    assert len(found) > 20
    late = {name: value for name, value in found.items() if value >= rhythm.LATE_FROM}
    assert due(viewer, at_least=rhythm.LATE_FROM) == late


@pytest.mark.wish(8)
def test_the_cadence_in_force_is_ones_own_else_a_tags_else_the_tiers(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    other = notebooks.notebook("other@example.org", "Other")
    for who in (viewer, other):
        person_id = notebooks.person(who, f"Of {who.id}", tier=Tier.YEARLY)
        tag_person(person_id, ["clients", "choir"], viewer=who)
    mine, name = notebooks.person(viewer, "Ada", tier=Tier.OFF), f"Of {viewer.id}"
    assert in_force(viewer, name) == Cadence(365, Origin.TIER)
    rhythms.every(viewer, "clients", 60)
    rhythms.every(viewer, "choir", 90)
    assert in_force(viewer, name) == Cadence(60, Origin.TAG, "clients")
    assert in_force(other, f"Of {other.id}") == Cadence(365, Origin.TIER)
    assert in_force(viewer, "Ada") == Cadence(None, Origin.TIER)
    tag_person(mine, ["choir"], viewer=viewer)
    assert in_force(viewer, "Ada") == Cadence(90, Origin.TAG, "choir")
    rhythms.change(viewer, mine, cadence_days=14)
    assert in_force(viewer, "Ada") == Cadence(14, Origin.OWN)


def test_no_rhythm_speaks_of_who_waits_is_muted_rests_or_has_a_follow_up(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    ids = {name: notebooks.person(viewer, name) for name in "ABCDEFG"}
    assert set(due(viewer)) == set("ABCDEFG")
    rhythms.change(viewer, ids.pop("G"), deleted_at=clock.now())
    rhythms.change(viewer, ids["A"], is_muted=True)
    rhythms.change(viewer, ids["B"], snoozed_until=ago(-1))
    rhythms.change(viewer, ids["C"], snoozed_until=ago(0))
    rhythms.change(viewer, ids["D"], stage=Stage.RESTING)
    schedule_follow_up(ids["E"], viewer=viewer, due_on=ago(-9))
    assert set(due(viewer)) == {"C", "F"}
    assert {name for name in ids if _urgency(viewer, name)} == {"C", "F"}
    rhythms.paused(viewer, 0, None)
    assert due(viewer) == {}
    assert not any(_urgency(viewer, name) for name in ids)


def _urgency(viewer: Viewer, name: str) -> rhythm.Urgency | None:
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        calendar = calendar_of(session, workspace, now=clock.now())
        person = session.scalars(select(Person).where(Person.name == name)).one()
        cadence = cadence_of(person, [])
        return urgency_of(person, cadence, calendar=calendar, has_follow_up=name == "E")


def test_the_day_and_the_pauses_are_those_of_the_notebook(in_app: Flask) -> None:
    viewer = notebooks.notebook(timezone="Pacific/Kiritimati")
    rhythms.paused(viewer, 3, 1)
    rhythms.paused(viewer, 90, 80)
    rhythms.paused(notebooks.notebook("other@example.org", "Other"), 3, None)
    now = dt.datetime(2026, 5, 7, 12, tzinfo=dt.UTC)
    with reading(viewer=viewer) as session:
        with queries_of() as asked:
            found = calendar_of(session, own_workspace(session, viewer=viewer), now=now)
        assert found.today == dt.date(2026, 5, 8)
        assert [pause.from_on for pause in found.pauses] == [ago(90), ago(3)]
        assert len(asked) == 2
    assert found.paused is None
