"""What a morning email says: whom to reach, what is due, which days come; of nobody who is muted, rests or is gone."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.mail.sending import render
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.rhythm import set_rhythm
from mentorhub.workspace.periodic import send_mornings
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.details import PartialDate
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.stages import Stage
from tests.support import importing, notebooks
from tests.support.counting import queries_of
from tests.support.mornings import at, due, mails, only

pytestmark = pytest.mark.database
DAY = dt.timedelta(days=1)


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """An open notebook; it is seven in the morning."""
    viewer = notebooks.notebook()
    at(7)
    return viewer


@pytest.mark.wish(2)
@pytest.mark.wish(10)
def test_it_names_whom_to_reach_why_and_what_was_last_said(amara: Viewer) -> None:
    tomas = notebooks.person(amara, "Tomáš", tier=Tier.INNER)
    notebooks.talked(amara, tomas, 10, note="He looks for a flat in Brno.")
    jana = notebooks.person(amara, "Jana")
    schedule_follow_up(jana, viewer=amara, due_on=notebooks.today(), reason="Ask about the choir")
    assert send_mornings() == 0 and mails() == []  # it is not half past seven yet
    clock.advance(dt.timedelta(minutes=30))
    send_mornings()
    (mail,) = mails()
    assert mail.subject == "Jana and Tomáš today"
    words, html = render(mail)
    for told in ("Ask about the choir", "He looks for a flat in Brno.", "Jana", "Tomáš"):
        assert told in words and told in html
    assert (mail.to_address, mail.zone) == (notebooks.EMAIL, "UTC")


@pytest.mark.wish(1)
def test_whoever_was_talked_to_is_not_named_again(amara: Viewer) -> None:
    tomas = notebooks.person(amara, "Tomáš", tier=Tier.INNER)
    notebooks.talked(amara, tomas, 10)
    notebooks.talked(amara, tomas, 0)
    at(8)
    send_mornings()
    assert mails() == []


def test_at_most_a_days_worth_is_named_and_the_rest_is_counted(amara: Viewer) -> None:
    for number in range(8):
        who = notebooks.person(amara, f"Person {number}", tier=Tier.INNER)
        notebooks.talked(amara, who, 20 + number)
    at(8)
    send_mornings()
    said = only()
    assert (len(said["people"]), said["more_people"]) == (5, 3)
    assert mails()[0].subject == "Person 7, Person 6 and 6 more today"
    assert "And 3 more on Today." in render(mails()[0])[0]


def test_a_birthday_or_promise_of_a_file_is_said_like_a_typed_one(amara: Viewer) -> None:
    soon = notebooks.today() + DAY * 2
    born = f"{soon:%m-%d}"
    card = f"BEGIN:VCARD\nVERSION:4.0\nFN:From File\nBDAY:--{soon:%m%d}\nEND:VCARD\n"
    importing.take_in(amara, card.encode())
    typed = notebooks.person(amara, "Typed", birthday=PartialDate(soon.month, soon.day))
    add_promise(typed, viewer=amara, what="Send the list", due_on=notebooks.today())
    at(8)
    send_mornings()
    said = only()
    assert {day["name"] for day in said["days"]} == {"From File", "Typed"}
    assert {f"{day['on']:%m-%d}" for day in said["days"]} == {born}
    assert [promise["what"] for promise in said["promises"]] == ["Send the list"]


def test_nobody_who_is_muted_rests_or_was_deleted_is_named(amara: Viewer) -> None:
    for name in ("Muted", "Resting", "Deleted", "Heard"):
        day = notebooks.today()
        who = notebooks.person(amara, name, birthday=PartialDate(day.month, day.day))
        schedule_follow_up(who, viewer=amara, due_on=day)
        add_promise(who, viewer=amara, what=name, due_on=day)
        if name == "Muted":
            set_rhythm(who, viewer=amara, tier=Tier.INNER, cadence_days=None, is_muted=True)
        if name == "Resting":
            move_to_stage(who, Stage.RESTING, viewer=amara, reason="Later")
        if name == "Deleted":
            delete_thing(Thing.PERSON, who, viewer=amara)
    clock.advance(dt.timedelta(hours=1))
    send_mornings()
    said = only()
    assert [each["name"] for each in said["people"]] == ["Heard"]
    assert [each["name"] for each in [*said["promises"], *said["days"]]] == ["Heard", "Heard"]
    assert said["more_people"] == said["more_promises"] == 0


def test_it_asks_as_often_for_one_person_as_for_many(amara: Viewer, in_app: Flask) -> None:
    def asked(people: int) -> int:
        for number in range(people):
            due(amara, f"{people} {number}")
        at(8)
        with queries_of() as counted:
            send_mornings()
        return len(counted)

    assert asked(1) == asked(4)


def test_the_next_is_found_by_its_index(amara: Viewer) -> None:
    with transaction(viewer=SYSTEM) as session:
        if session.get_bind().dialect.name == "sqlite":
            plan = session.execute(
                text("EXPLAIN QUERY PLAN SELECT user_id FROM mail_morning WHERE due_at <= '2026'")
            )
            assert "ix_mail_morning_due_at" in str(plan.all())
