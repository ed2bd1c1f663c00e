"""The morning email of a notebook: to whom it goes, once a day, and never to whom it should not."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.mail.kinds import Topic
from mentorhub.mail.mornings import MailMorning, begin_morning
from mentorhub.mail.sending import send_due
from mentorhub.workspace.actions import mornings as actions
from mentorhub.workspace.actions.mornings import send_morning
from mentorhub.workspace.models.workspaces import Pause, Workspace
from mentorhub.workspace.periodic import send_mornings
from mentorhub.workspace.queries import mornings as queries
from mentorhub.workspace.queries.mornings import due_mornings
from mentorhub.workspace.rules.rhythm import Tier
from tests.support import factories, notebooks
from tests.support.account_closing import close
from tests.support.mornings import at, choose, due, mails, only

pytestmark = pytest.mark.database
DAY = dt.timedelta(days=1)


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """An open notebook; it is seven in the morning."""
    viewer = notebooks.notebook()
    at(7)
    return viewer


def test_there_is_none_while_there_is_nothing_to_say(amara: Viewer) -> None:
    notebooks.person(amara, tier=Tier.OFF)
    at(8)
    send_mornings()
    assert mails() == [] and due_mornings(viewer=SYSTEM, now=clock.now(), limit=9) == []


def test_a_resting_notebook_gets_none(amara: Viewer) -> None:
    due(amara)
    with transaction(viewer=amara) as session:
        workspace = session.scalars(select(Workspace)).one()
        day = notebooks.today()
        pause = Pause(workspace_id=workspace.id, from_on=day, until_on=None, created_at=clock.now())
        session.add(pause)
    at(8)
    send_mornings()
    assert mails() == []


def test_a_closed_account_gets_none(amara: Viewer) -> None:
    due(amara)
    close(amara.id or 0)
    at(8)
    send_mornings()
    assert mails() == []


def test_each_part_and_the_whole_can_be_switched_off(amara: Viewer) -> None:
    due(amara)
    choose(amara, wanted=set(Topic) - {Topic.REACH})
    at(8)
    send_mornings()
    assert only()["people"] == []
    assert [promise["what"] for promise in only()["promises"]] == ["Write"]
    choose(amara, wanted=set(Topic) - {Topic.MORNING})
    at(8)
    send_mornings()
    assert len(mails()) == 1


def test_two_workers_and_a_second_look_make_one_email(amara: Viewer) -> None:
    due(amara)
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
    due(amara)
    clock.advance(DAY * 7 + dt.timedelta(hours=8))
    send_mornings()
    assert [mail.context["today"] for mail in mails()] == [notebooks.today()]
    send_mornings()
    assert len(mails()) == 1


def test_a_week_without_a_mail_server_delivers_the_last_one_alone(amara: Viewer) -> None:
    due(amara)
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
        due(viewer)
    read = queries.morning

    def fails(*, viewer: Viewer, **asked: Any) -> Any:
        if viewer == amara:
            raise RuntimeError("broken")
        return read(viewer=viewer, **asked)

    monkeypatch.setattr(actions, "morning", fails)
    at(8)
    assert send_mornings() == 1
    assert [mail.user_id for mail in mails()] == [other.id]


def test_a_new_zone_plans_the_next_anew(amara: Viewer) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, amara.id).timezone = "Asia/Kathmandu"
    choose(amara, wanted=set(Topic))
    (row,) = notebooks.stored(MailMorning)
    assert f"{row.due_at:%H:%M}" == "01:45"


def test_whoever_is_slower_than_another_worker_does_nothing(
    amara: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(amara)
    at(8)
    read = queries.morning

    def reads_slowly(**asked: Any) -> Any:
        found = read(**asked)
        with monkeypatch.context() as patch:
            patch.setattr(actions, "morning", read)
            actions.send_morning(amara.id or 0)
        return found

    monkeypatch.setattr(actions, "morning", reads_slowly)
    actions.send_morning(amara.id or 0)
    (row,) = notebooks.stored(MailMorning)
    assert (len(mails()), row.last_on) == (1, notebooks.today())


def test_an_owner_without_a_notebook_gets_none(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    with transaction(viewer=SYSTEM) as session:
        begin_morning(session, user_id, zone="UTC", now=clock.now())
    at(8)
    send_mornings()
    assert mails() == []
