"""The morning email of a notebook: what stands in it, to whom it goes, once a day, and never to whom it should not."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.mail.kinds import Topic
from mentorhub.mail.morning_hours import MorningChoice
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render, send_due
from mentorhub.workspace.actions import mornings
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.mornings import send_morning
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.rhythm import set_rhythm
from mentorhub.workspace.models.people import Pause, Workspace
from mentorhub.workspace.periodic import send_mornings
from mentorhub.workspace.queries.mornings import due_mornings
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.details import PartialDate
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.stages import Stage
from tests.support import importing, notebooks
from tests.support.account_closing import close
from tests.support.counting import queries_of

pytestmark = pytest.mark.database
CHOICE = MorningChoice(7 * 60 + 30, has_weekends=True)
DAY = dt.timedelta(days=1)


def at(hour: int, minute: int = 0) -> None:
    """Move the clock on to this time of the next day, UTC, which is these users' zone."""
    on = (clock.now() + DAY).replace(hour=hour, minute=minute, second=1)
    clock.advance(on - clock.now())


def mails() -> list[OutboxMail]:
    """Every morning email there is."""
    found = notebooks.stored(OutboxMail)
    return [mail for mail in found if mail.kind == "workspace.morning"]


def only() -> dict[str, Any]:
    """What the one email says."""
    (mail,) = mails()
    return mail.context


def names(said: dict[str, Any]) -> list[str]:
    return [person["name"] for person in said["people"]]


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
    assert names(said) == ["Heard"]
    assert [each["name"] for each in [*said["promises"], *said["days"]]] == ["Heard", "Heard"]
    assert said["more_people"] == said["more_promises"] == 0


def test_there_is_none_while_there_is_nothing_to_say(amara: Viewer) -> None:
    notebooks.person(amara, tier=Tier.OFF)
    at(8)
    send_mornings()
    assert mails() == [] and due_mornings(viewer=SYSTEM, now=clock.now(), limit=9) == []


def test_a_resting_notebook_gets_none(amara: Viewer) -> None:
    _due(amara)
    with transaction(viewer=amara) as session:
        workspace = session.scalars(select(Workspace)).one()
        day = notebooks.today()
        pause = Pause(workspace_id=workspace.id, from_on=day, until_on=None, created_at=clock.now())
        session.add(pause)
    at(8)
    send_mornings()
    assert mails() == []


def test_a_closed_account_gets_none(amara: Viewer) -> None:
    _due(amara)
    close(amara.id or 0)
    at(8)
    send_mornings()
    assert mails() == []


def test_each_part_and_the_whole_can_be_switched_off(amara: Viewer) -> None:
    _due(amara)
    _choose(amara, wanted=set(Topic) - {Topic.REACH})
    at(8)
    send_mornings()
    assert only()["people"] == []
    assert [promise["what"] for promise in only()["promises"]] == ["Write"]
    _choose(amara, wanted=set(Topic) - {Topic.MORNING})
    at(8)
    send_mornings()
    assert len(mails()) == 1


def test_two_workers_and_a_second_look_make_one_email(amara: Viewer) -> None:
    _due(amara)
    at(8)
    send_mornings()
    with transaction(
        viewer=SYSTEM
    ) as session:  # as a worker that read the row before the other wrote
        row = session.scalars(select(MailMorning)).one()
        row.last_on = row.last_at = None
        row.due_at = clock.now()
    send_morning(amara.id or 0)
    assert len(mails()) == 1


def test_after_a_week_without_a_worker_one_comes(amara: Viewer) -> None:
    _due(amara)
    clock.advance(DAY * 7 + dt.timedelta(hours=8))
    send_mornings()
    assert [mail.context["today"] for mail in mails()] == [notebooks.today()]
    send_mornings()
    assert len(mails()) == 1


def test_a_week_without_a_mail_server_delivers_the_last_one_alone(amara: Viewer) -> None:
    _due(amara)
    for _day in range(3):
        at(8)
        send_mornings()
    assert len(mails()) == 3
    send_due()
    assert [(mail.sent_at is None, mail.skipped_at is None) for mail in mails()] == [
        *[(True, False)] * 2,
        (False, True),
    ]


def test_one_that_fails_does_not_stop_the_next(
    amara: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = notebooks.notebook("bela@example.org", "Bela")
    for viewer in (amara, other):
        _due(viewer)
    read = mornings.morning

    def fails(*, viewer: Viewer, **asked: Any) -> Any:
        if viewer == amara:
            raise RuntimeError("broken")
        return read(viewer=viewer, **asked)

    monkeypatch.setattr(mornings, "morning", fails)
    at(8)
    assert send_mornings() == 1
    assert [mail.user_id for mail in mails()] == [other.id]


def test_it_asks_as_often_for_one_person_as_for_many(amara: Viewer, in_app: Flask) -> None:
    def asked(people: int) -> int:
        for number in range(people):
            _due(amara, f"{people} {number}")
        at(8)
        with queries_of() as counted:
            send_mornings()
        return len(counted)

    assert asked(1) == asked(4)


def test_a_new_zone_plans_the_next_anew(amara: Viewer) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, amara.id).timezone = "Asia/Kathmandu"
    _choose(amara, wanted=set(Topic))
    (row,) = notebooks.stored(MailMorning)
    assert f"{row.due_at:%H:%M}" == "01:45"


def test_the_next_is_found_by_its_index(amara: Viewer) -> None:
    with transaction(viewer=SYSTEM) as session:
        if session.get_bind().dialect.name == "sqlite":
            plan = session.execute(
                text("EXPLAIN QUERY PLAN SELECT user_id FROM mail_morning WHERE due_at <= '2026'")
            )
            assert "ix_mail_morning_due_at" in str(plan.all())


def _due(viewer: Viewer, name: str = "Tomáš") -> str:
    """Somebody to reach, and a promise, both due."""
    who = notebooks.person(viewer, name, tier=Tier.INNER)
    notebooks.talked(viewer, who, 30)
    add_promise(who, viewer=viewer, what="Write", due_on=notebooks.today())
    return who


def _choose(viewer: Viewer, *, wanted: set[Topic]) -> None:
    quiet = (22 * 60, 7 * 60)
    choose_messages(viewer=viewer, wanted=wanted, quiet=quiet, digest=None, morning=CHOICE)
