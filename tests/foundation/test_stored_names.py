"""A stored name that no form would have stored so is found, by public id, or by table and id where there is none."""

import pytest
from flask import Flask
from sqlalchemy import update

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.stored_names import NamesAreSeen
from mentorhub.workspace.models.details import PersonDay
from mentorhub.workspace.models.people import Person
from tests.support import factories, notebooks

UNSEEN = {
    "a tab": "Amara\tNwosu",
    "a line break": "Amara\nNwosu",
    "a control character": "Amara\x07",
    "a zero-width space": "Ama\u200bra",
    "a filler": "\u3164",
    "an override": "Amara \u202egnp.exe",
    "an isolate": "\u2067Amara\u2069",
    "a blank symbol": "\u2800",
    "a mark alone": "\u0301",
    "two forms of one character": "Zoe\u0308",
    "two spaces": "Amara  Nwosu",
}
SEEN = ["", "Amara", "Łukasz Wiśniewski", "می‌خواهم", "👩‍👩‍👧", "क्‍ष", "שרה כהן", "神︀"]


@pytest.mark.parametrize("name", UNSEEN.values(), ids=list(UNSEEN))
def test_what_nobody_sees_is_found(in_app: Flask, name: str) -> None:
    amara = factories.user("amara@example.org", "Amara")
    factories.user("bryn@example.org", "Bryn")
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).where(User.id == amara).values(name=name))
        public_id = session.get_one(User, amara).public_id
    assert NamesAreSeen(User.name)(viewer=SYSTEM) == [public_id]


@pytest.mark.parametrize("name", SEEN)
def test_names_of_every_script_are_fine(in_app: Flask, name: str) -> None:
    factories.user("amara@example.org")
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(name=name))
    assert NamesAreSeen(User.name)(viewer=SYSTEM) == []


def test_several_columns_and_tables_are_read(in_app: Flask) -> None:
    practice_id, _owner_id = factories.practice()
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Practice).values(name="A\u200b", place_name="B\u200b"))
        public_id = session.get_one(Practice, practice_id).public_id
    columns = User.name, Practice.name, Practice.place_name
    assert NamesAreSeen(*columns)(viewer=SYSTEM) == [public_id]  # once


def test_a_row_without_a_public_id_is_named_by_its_table(in_app: Flask) -> None:
    notebooks.full(notebooks.notebook())
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(PersonDay).values(label="The\u200bfair"))
    found = NamesAreSeen(Person.name, PersonDay.label)(viewer=SYSTEM)
    assert found and all(one.startswith("person_day ") for one in found)
