"""What a mail of the line says when it is written: as things stood at the action, with the journal's entry of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Connection

from mentorhub.enrolment.actions import arrivals, endings
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from tests.support import factories
from tests.support.applicants import arrive, enrolment, pass_time, place_applicant
from tests.support.factories import Scene

pytestmark = pytest.mark.usefixtures("in_app")
TEMPLATES = Path(__file__).parents[2] / "templates" / "enrolment" / "emails"


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("ada", "enrolment.held", (2, "held")),
        ("ben", "enrolment.waiting", (3, "placed")),
        ("ben", "enrolment.offered", (5, "offered")),
        ("ben", "enrolment.lapsed", (6, "lapsed")),
    ],
)
def test_a_mail_names_the_entry_of_its_own_action(
    name: str, kind: str, expected: tuple[int, str]
) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    pass_time(days=4)
    endings.lapse_hold(ben)
    entry = _entry(scene, expected[0])
    assert entry.kind == expected[1]
    text, html = _words(kind, f"{name}@example.org")
    assert f"Entry {entry.number} of the waiting list’s journal, hash {entry.hash[:12]}…" in text
    assert f"Entry {entry.number} of the waiting list’s journal, hash {entry.hash[:12]}…" in html
    assert re.search(
        rf"^http://localhost/cohorts/\S+/journal\?number={entry.number}&hash={entry.hash[:12]}$",
        text,
        re.MULTILINE,
    )


def test_a_reminder_names_the_entry_of_the_offer() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    pass_time(hours=40)
    endings.remind_of_offer(ben)
    assert (
        "Entry 5 of the waiting list’s journal"
        in _words("enrolment.reminder", "ben@example.org")[0]
    )


def test_a_mail_says_what_was_true_at_the_action() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    until = enrolment(ada).held_until
    endings.leave(ada)
    text, _ = _words("enrolment.held", "ada@example.org")
    assert until is not None
    there = until.astimezone(ZoneInfo("Europe/Oslo"))
    assert "Seat 1 of Power Networking Personal Mentoring" in text
    assert f"{there:%H:%M} in Oslo" in text


def test_a_rush_asks_no_more_for_more_mails() -> None:
    scene = factories.scene(seats=4)
    few = _allocation(scene, 3)
    assert _allocation(scene, 30) == few
    assert len(db.session.scalars(select(OutboxMail.id)).all()) == 33


@pytest.mark.parametrize("template", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_a_mail_about_a_place_carries_the_fine_print(template: Path) -> None:
    assert f'"enrolment/_entry_in_mail{template.suffix}"' in template.read_text()


def _allocation(scene: Scene, count: int) -> int:
    """How many statements read while so many arrivals are placed."""
    for number in range(count):
        arrive(scene, f"p{count}x{number}")
    with _reads() as asked:
        arrivals.allocate_cohort(scene.cohort_id)
    return len(asked)


@contextmanager
def _reads() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _entry(scene: Scene, number: int) -> LineEntry:
    db.session.rollback()
    return db.session.scalars(
        select(LineEntry).where(LineEntry.cohort_id == scene.cohort_id, LineEntry.number == number)
    ).one()


def _words(kind: str, address: str) -> tuple[str, str]:
    db.session.rollback()
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.kind == kind, OutboxMail.to_address == address)
    ).one()
    return render(mail)
