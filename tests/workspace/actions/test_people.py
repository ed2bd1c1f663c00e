"""Writing people down and changing what is written."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed, version_of
from mentorhub.workspace.actions import people
from mentorhub.workspace.actions.people import add_people, add_person, change_person, set_visibility
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.queries import lists
from mentorhub.workspace.queries.lists import Order
from mentorhub.workspace.queries.notebook import occasion_names
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.due_dates import DayAhead
from mentorhub.workspace.rules.follow_ups import FollowUpKind
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Kind
from tests.support import factories, notebooks
from tests.support.notebooks import ago, today


def change(viewer: Viewer, person_id: str, details: Details, *, owner: Viewer) -> None:
    """Change a person having read them as they are now."""
    seen = version_of(page(owner, person_id).details)
    change_person(person_id, details, viewer=viewer, seen=seen)


def page(viewer: Viewer, person_id: str) -> PersonPage:
    return person(person_id, viewer=viewer, now=clock.now())


def test_somebody_met_today_is_kept_with_the_first_meeting_and_a_thank_you(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    added = add_person(
        Details(name="Tomáš Dvořák", occasion="Timber Days, Prague", met_on=today()),
        viewer=viewer,
        note="Table six.",
        thank_you="Say thank you",
    )
    found = page(viewer, added.public_id)
    assert found.person.stage is Stage.MET
    assert found.person.visibility is Visibility.INITIALS
    assert found.person.occasion is not None
    assert found.person.occasion.name == "Timber Days, Prague"
    (moment,) = found.timeline
    assert moment.interaction is not None
    assert (moment.interaction.kind, moment.interaction.note) == (Kind.FIRST_MEETING, "Table six.")
    (thanks,) = found.follow_ups
    assert (thanks.kind, thanks.reason) == (FollowUpKind.THANK_YOU, "Say thank you")
    assert thanks.due_on == added.thank_you_on == ago(-1)


def test_somebody_of_long_ago_is_kept_without_a_thank_you(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    found = page(viewer, notebooks.person(viewer, met_on=ago(200)))
    assert (list(found.follow_ups), len(found.timeline)) == ([], 1)


def test_a_note_without_a_day_is_remembered_and_can_be_found(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, note="Sketches while he talks", remember="Likes paper")
    found = page(viewer, person_id)
    assert (found.timeline, found.person.remember) == ([], "Sketches while he talks\nLikes paper")
    assert lists.people(viewer=viewer, now=clock.now(), search="sketches").total == 1


def test_the_same_form_sent_twice_adds_one_person(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    first, second = (
        add_person(
            Details(name="Tomáš", met_on=today()),
            viewer=viewer,
            thank_you="Thanks",
            form_key="k",
        )
        for _submit_form in range(2)
    )
    assert first == second
    with reading(viewer=SYSTEM) as session:
        assert len(session.scalars(select(Person)).all()) == 1
        assert len(session.scalars(select(FollowUp)).all()) == 1


def test_the_same_form_sent_twice_at_the_same_moment_adds_one_person(app: Flask) -> None:
    with app.app_context():
        viewer = notebooks.notebook()
    at_once = threading.Barrier(2)

    def submit_form(_number: int) -> str:
        with app.app_context():
            at_once.wait()
            return add_person(
                Details(name="Tomáš"), viewer=viewer, thank_you="Thanks", form_key="k"
            ).public_id

    with ThreadPoolExecutor(2) as submissions:
        added = set(submissions.map(submit_form, range(2)))
    assert len(added) == 1
    with app.app_context():
        assert lists.people(viewer=viewer, now=clock.now()).everyone == 1


def test_a_meeting_tomorrow_is_refused_and_nothing_is_kept(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    with pytest.raises(DayAhead):
        notebooks.person(viewer, met_on=ago(-1))
    assert lists.people(viewer=viewer, now=clock.now()).everyone == 0


def test_the_owners_own_calendar_decides_what_today_is(in_app: Flask) -> None:
    viewer = notebooks.notebook(timezone="Pacific/Kiritimati")  # UTC+14: a day ahead from 10 UTC on
    evening = dt.timedelta(hours=(23 - clock.now().hour) % 24)
    with clock.moved(evening):
        there = clock.now().date() + dt.timedelta(days=1)
        person_id = notebooks.person(viewer, met_on=there)
        assert page(viewer, person_id).today == there


def test_people_met_at_one_occasion_share_it_however_it_is_spelt(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for occasion in ("Energy Forum", "ENERGY  forum", ""):
        notebooks.person(viewer, occasion=occasion)
    with reading(viewer=SYSTEM) as session:
        assert [found.name for found in session.scalars(select(Occasion))] == ["Energy Forum"]
    assert occasion_names(viewer=viewer) == ["Energy Forum"]


def test_several_names_are_kept_at_once_and_known_ones_left_alone(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    notebooks.person(viewer, "Marta Esteves")
    assert add_people(["marta esteves", "Jonas", "jonas"], viewer=viewer) == 1
    assert add_people([], viewer=viewer) == 0
    listed = lists.people(viewer=viewer, now=clock.now(), order=Order.NAME)
    assert [row.person.name for row in listed.rows] == ["jonas", "Marta Esteves"]
    with reading(viewer=SYSTEM) as session:
        assert session.scalars(select(Interaction)).all() == []


def test_what_is_written_can_be_changed_and_is_found_by_its_new_words(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, "Tomas")
    told = Details(
        name="Tomáš Dvořák",
        headline="Timber engineer",
        purpose="We laughed",
        met_on=ago(3),
        tier=Tier.INNER,
        closeness=5,
    )
    change(viewer, person_id, told, owner=viewer)
    found = page(viewer, person_id).person
    assert (found.name, found.tier, found.closeness) == ("Tomáš Dvořák", Tier.INNER, 5)
    assert found.closeness_on == today()
    assert lists.people(viewer=viewer, now=clock.now(), search="dvorak timber laughed").total == 1


def test_a_change_over_words_that_nobody_saw_is_refused(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, "Tomas")
    seen = version_of(page(viewer, person_id).details)
    first = notebooks.details("Tomáš", phone="1")
    second = notebooks.details("Tomáš", company="Oak")
    change_person(person_id, first, viewer=viewer, seen=seen)
    for unread in (seen, "", version_of(second)):
        with pytest.raises(ChangedElsewhere):
            change_person(person_id, second, viewer=viewer, seen=unread)
    assert page(viewer, person_id).details == first
    change_person(person_id, first, viewer=viewer, seen=seen)  # a double press
    change_person(person_id, second, viewer=viewer, seen=version_of(first))
    assert page(viewer, person_id).details == second


def test_the_same_form_with_other_words_adds_nobody_and_says_so(in_app: Flask) -> None:
    viewer = notebooks.notebook()

    def add(name: str, **words: Any) -> people.Added:
        details = Details(name)
        return add_person(details, viewer=viewer, thank_you="T", form_key="k", **words)

    first = add("Ada", note="Looms", tags=["Choir"])
    assert add("Ada", note="Looms", tags=["Choir"]).public_id == first.public_id
    for words in ({}, {"note": "Looms"}, {"note": "Looms", "tags": ["Band"]}):
        with pytest.raises(FormUsed) as refusal:
            add("Ada", **words)
        assert refusal.value.public_id == first.public_id
    with pytest.raises(FormUsed):
        add("Grace", note="Looms", tags=["Choir"])
    other = notebooks.notebook("other@example.org", "Other")  # a key is one notebook's
    add_person(Details("Grace"), viewer=other, thank_you="T", form_key="k")


def test_closeness_keeps_the_day_it_was_said(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, closeness=3)
    said = today()
    with clock.moved(dt.timedelta(days=9)):
        change(viewer, person_id, Details("T", closeness=3), owner=viewer)
        assert page(viewer, person_id).person.closeness_on == said
        change(viewer, person_id, Details("T", closeness=4), owner=viewer)
        assert page(viewer, person_id).person.closeness_on == said + dt.timedelta(days=9)
        change(viewer, person_id, Details("T"), owner=viewer)
        assert page(viewer, person_id).person.closeness_on is None


def test_a_change_to_a_meeting_tomorrow_is_refused(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    with pytest.raises(DayAhead):
        change(viewer, person_id, Details("T", met_on=ago(-1)), owner=viewer)


def test_nobody_writes_without_a_notebook_or_in_anothers(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    other = notebooks.notebook("other@example.org", "Other")
    without = USER(factories.user("without@example.org"))
    for stranger in (other, without):
        with pytest.raises(NotFound):
            change(stranger, person_id, Details("Mine now"), owner=viewer)
        with pytest.raises(NotFound):
            set_visibility(person_id, Visibility.NAMED, viewer=stranger)
    with pytest.raises(NotFound):
        notebooks.person(without)
    with pytest.raises(NotFound):
        add_people(["A"], viewer=without)
    assert page(viewer, person_id).person.name == "Tomáš Dvořák"
