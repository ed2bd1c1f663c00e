"""What was written into a notebook has its own day there."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.demo.history import History
from mentorhub.demo.notebooks import THANK_YOU
from mentorhub.demo.stories import amara_away, amara_town
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries import persons
from mentorhub.workspace.queries.persons import PersonPage
from mentorhub.workspace.queries.tags import tags
from mentorhub.workspace.rules.follow_ups import FollowUpState

pytestmark = pytest.mark.database
ZONE = "Europe/Oslo"


def _amara() -> Viewer:
    return USER(db.session.scalars(select(User.id).where(User.name == "Amara Nwosu")).one())


def _page(name: str) -> PersonPage:
    person = db.session.scalars(select(Person).where(Person.name == name)).one()
    return persons.person(person.public_id, viewer=_amara(), now=clock.now())


def _follow_ups(name: str) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(FollowUp.reason, FollowUp.state)
        .join(Person, Person.id == FollowUp.person_id)
        .where(Person.name == name)
        .order_by(FollowUp.id)
    )
    return [(reason, state.value) for reason, state in rows]


def test_everybody_has_the_conversations_of_the_stories(in_demo: Flask) -> None:
    history = History(clock.now())
    for someone in (*amara_town.PEOPLE, *amara_away.PEOPLE):
        planned = [history.day(entry.ago, zone=ZONE) for entry in someone.timeline]
        if someone.met is not None:
            planned.append(history.day(someone.met, zone=ZONE))
        found = [each.on for each in _page(someone.name).timeline if each.interaction]
        assert sorted(found) == sorted(planned), someone.name


def test_everybody_is_at_their_last_stage(in_demo: Flask) -> None:
    for someone in (*amara_town.PEOPLE, *amara_away.PEOPLE):
        last = someone.stages[-1][1].value if someone.stages else "met"
        assert _page(someone.name).person.stage.value == last, someone.name


def test_a_new_acquaintance_was_thanked(in_demo: Flask) -> None:
    assert _follow_ups("David Mensah") == [(THANK_YOU, FollowUpState.DONE.value)]


def test_a_thank_you_is_due_to_the_person_met_yesterday(in_demo: Flask) -> None:
    assert _follow_ups("June Park") == [(THANK_YOU, FollowUpState.SCHEDULED.value)]


def test_where_no_thanks_are_planned_none_were_sent(in_demo: Flask) -> None:
    assert (THANK_YOU, FollowUpState.DONE.value) not in _follow_ups("Rolf Tangen")


def test_a_favour_is_shown_with_its_conversation(in_demo: Flask) -> None:
    page = _page("Claire Aubert")
    assert (page.given, page.received) == (1, 1)


def test_what_was_promised_is_still_open(in_demo: Flask) -> None:
    assert [each.what for each in _page("Priya Raman").promises] == ["Ask how the interview went"]


def test_people_have_the_tags_of_the_stories(in_demo: Flask) -> None:
    for someone in (*amara_town.PEOPLE, *amara_away.PEOPLE):
        found = {tag.name for tag in _page(someone.name).tags}
        assert found == set(someone.tags), someone.name
    counts = {tag.name: tag.people for tag in tags(viewer=_amara())}
    assert counts["music"] == 3
