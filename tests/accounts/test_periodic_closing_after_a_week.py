"""A week in which no worker ran, around closed accounts: each package catches up once, whichever comes first."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import names_somebody
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.events import StripeEvent
from mentorhub.reviews.models import CheckIn
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.sharing import Grant
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.bin import KEPT, Thing
from tests.support import courses, notebooks
from tests.support.account_closing import close, close_and_run_tasks

Left = Callable[[], int]  # how much is left to do


def _left(table: type, *where: object) -> Left:
    def count() -> int:
        db.session.rollback()
        return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]

    return count


def _closed_long_ago() -> None:
    found = courses.course()
    courses.sent(found, week=3)
    close_and_run_tasks(found.mentee_id)
    clock.advance(GRACE - dt.timedelta(days=6))


def places() -> Left:
    """Somebody closed just before."""
    close(courses.course().mentee_id)
    return _left(Enrolment, Enrolment.ended_at.is_(None))


def grants() -> Left:
    """The same, with a notebook."""
    close(notebooks.notebook().id or 0)
    return _left(Grant, Grant.ended_at.is_(None))


def weeks() -> Left:
    """The grace of somebody ends in that week."""
    _closed_long_ago()
    return _left(CheckIn)


def notes() -> Left:
    """The same, of a notebook."""
    close_and_run_tasks(notebooks.notebook().id or 0)
    clock.advance(GRACE - dt.timedelta(days=6))
    return _left(Workspace)


def bins() -> Left:
    """The time of a person and of a conversation in somebody's bin ends in that week; another conversation stays."""
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    for said in (notebooks.talked(viewer, tomas, 1), notebooks.talked(viewer, zeynep, 2)):
        delete_thing(Thing.CONVERSATION, said, viewer=viewer)
    notebooks.talked(viewer, zeynep, 3)
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    clock.advance(KEPT - dt.timedelta(days=6))
    return lambda: len(notebooks.stored(Interaction)) + len(notebooks.stored(Person)) - 2


def forgotten() -> Left:
    """The same."""
    _closed_long_ago()
    return _left(Enrolment, names_somebody())


def accounts() -> Left:
    """Somebody who only had an account."""
    _closed_long_ago()
    for name in ("erasing-weeks", "erasing-notebooks", "erasing-places"):
        _later(name)
    return _left(User, User.closing_at.is_not(None), User.erased_at.is_(None))


def _later(name: str) -> None:
    with clock.moved(dt.timedelta(days=7)):
        current_app.extensions["mentorhub.jobs"].run(name)


def events() -> Left:
    """An event that was done with three weeks and more ago."""
    now = clock.now()
    long_ago = now - dt.timedelta(days=25)
    db.session.add(
        StripeEvent(
            event_id="evt_1",
            type="charge.updated",
            livemode=False,
            payload={"data": {"object": {"receipt_email": "amara@example.org"}}},
            state="applied",
            received_at=long_ago,
            due_at=long_ago,
            done_at=long_ago,
        )
    )
    db.session.commit()
    return lambda: sum(bool(said) for said in db.session.scalars(select(StripeEvent.payload)))


PLANS: dict[str, Callable[[], Left]] = {
    "closing-places": places,
    "closing-grants": grants,
    "erasing-weeks": weeks,
    "erasing-notebooks": notes,
    "erasing-bins": bins,
    "erasing-places": forgotten,
    "erasing-accounts": accounts,
    "erasing-events": events,
}
LAST_WORD = {"closing-places": "enrolment.withdrawn", "erasing-accounts": "accounts.account_gone"}


@pytest.mark.parametrize("name", PLANS)
def test_a_week_without_a_worker_ends_with_one_catch_up(in_app: Flask, name: str) -> None:
    left = PLANS[name]()
    assert left() >= 1
    clock.advance(dt.timedelta(days=7))
    for _ in range(3):
        in_app.extensions["mentorhub.jobs"].run(name)
        db.session.rollback()
        assert left() == 0
        clock.advance(dt.timedelta(minutes=1))
    notified = _left(OutboxMail, OutboxMail.kind == LAST_WORD.get(name))()
    assert notified == (name in LAST_WORD)
