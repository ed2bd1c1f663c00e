"""Reads of the journal: whose it is to see, a page at a time, and nothing about persons."""

import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from mentorhub.enrolment.queries import journals
from mentorhub.enrolment.queries.journals import (
    Entry,
    Journal,
    journal_entry,
    journal_head,
    journal_texts,
)
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import GENESIS
from tests.support import factories
from tests.support.applicants import cohort, place_applicant
from tests.support.factories import Scene

pytestmark = pytest.mark.usefixtures("in_app")


def read(scene: Scene, *, page: int = 1) -> Journal:
    """One page, as anybody sees it."""
    return journals.journal(cohort(scene).public_id, viewer=PUBLIC, page=page)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SELECTs asked meanwhile."""
    asked: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    yield asked
    event.remove(db.engine, "before_cursor_execute", count)


def test_a_journal_shows_what_happened_newest_first() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    journal = read(scene)
    assert [(one.number, one.kind, one.place, one.seat) for one in journal.entries] == [
        (3, "placed", 2, None),
        (2, "held", 1, 1),
        (1, "placed", 1, None),
    ]
    assert (journal.seats, journal.taken, journal.waiting) == (1, 1, 1)
    assert (journal.first, journal.last, journal.total) == (1, 3, 3)
    assert journal.entries[0].hash == journal.head == cohort(scene).journal_head


def test_no_value_of_a_journal_is_about_a_person() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    shown = repr(dataclasses.asdict(read(scene))).lower()
    public_id = db.session.scalar(text("SELECT public_id FROM enrolment"))
    assert not re.search(r"\bada\b", shown)  # a hash may hold the emails
    assert "example.org" not in shown
    assert str(public_id).lower() not in shown
    assert "enrolment" not in {field.name for field in dataclasses.fields(Entry)}


def test_a_journal_nobody_has_come_to_is_empty() -> None:
    journal = read(factories.scene(), page=7)
    assert (journal.entries, journal.page, journal.head) == ((), 1, GENESIS)


def test_pages_hold_every_entry_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "PAGE", 4)
    scene = factories.scene(seats=3)
    for name in ("ada", "ben", "cleo", "dora", "eve"):
        place_applicant(scene, name)
    numbers = [[one.number for one in read(scene, page=page).entries] for page in (1, 2, 3)]
    assert numbers == [[8, 7, 6, 5], [4, 3, 2, 1], [4, 3, 2, 1]]
    assert [read(scene, page=page).page for page in (-3, 0, 1, 2, 10**9)] == [1, 1, 1, 2, 2]
    assert (read(scene, page=2).first, read(scene, page=2).last) == (5, 8)


@pytest.mark.parametrize("people", [1, 12])
def test_a_page_costs_two_queries_however_long_the_line(people: int) -> None:
    scene = factories.scene(seats=1)
    for number in range(people):
        place_applicant(scene, f"p{number}")
    public_id = cohort(scene).public_id
    db.session.remove()
    with counted() as asked:
        journal = journals.journal(public_id, viewer=PUBLIC, page=1)
        journal_entry(journal, number=1, viewer=PUBLIC)
    assert len(asked) == 2


def test_a_draft_has_no_journal_and_a_cancelled_cohort_has_one() -> None:
    scene = factories.scene()
    place_applicant(scene, "ada")
    for state, extra in (("draft", ""), ("cancelled", ", cancelled_at = opens_at")):
        db.session.execute(text(f"UPDATE cohort SET state = '{state}'{extra}"))
        db.session.commit()
        if state == "draft":
            with pytest.raises(NotFound):
                read(scene)
            with pytest.raises(NotFound):
                journal_head(cohort(scene).public_id, viewer=PUBLIC)
    assert read(scene).total == 2
    with pytest.raises(NotFound):
        journals.journal("unknown", viewer=PUBLIC, page=1)


def test_an_entry_is_found_on_another_page_and_only_in_its_own_journal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journals, "PAGE", 1)
    scene = factories.scene()
    other = factories.program(scene.practice_id, scene.mentor_id, slug="letters")
    place_applicant(scene, "ada")
    journal = read(scene)
    found = journal_entry(journal, number=1, viewer=PUBLIC)
    assert found is not None
    assert (found.kind, found.place) == ("placed", 1)
    assert journal_entry(journal, number=3, viewer=PUBLIC) is None
    assert journal_entry(read(other), number=1, viewer=PUBLIC) is None


def test_texts_end_where_the_journal_ended_when_it_was_asked_for() -> None:
    scene = factories.scene(seats=2)
    place_applicant(scene, "ada")
    journal = journal_head(cohort(scene).public_id, viewer=PUBLIC)
    place_applicant(scene, "ben")
    lines = journal_texts(journal, after=0, limit=9, viewer=PUBLIC)
    assert [number for number, _, _ in lines] == [1, 2]
    assert lines[-1][1] == journal.head
    assert [n for n, _, _ in journal_texts(journal, after=1, limit=9, viewer=PUBLIC)] == [2]
    assert len(journal_texts(journal, after=0, limit=1, viewer=PUBLIC)) == 1


def test_the_count_of_seats_is_in_the_entry_where_the_action_changed_it() -> None:
    scene = factories.scene(seats=1)
    raised = '{"at":"x","kind":"seats_raised","place":null,"seat":null,"seats":5}'
    db.session.execute(
        text(
            "INSERT INTO line_entry (practice_id, cohort_id, number, kind, text, previous_hash, hash, at)"
            " SELECT practice_id, id, 1, 'seats_raised', :text, journal_head, :hash, opens_at FROM cohort"
        ),
        {"text": raised, "hash": "f" * 64},
    )
    db.session.execute(text("UPDATE cohort SET entries = 1"))
    db.session.commit()
    (entry,) = read(scene).entries
    assert (entry.seats, entry.place, entry.seat) == (5, None, None)
