"""Names of before are cleaned by the migration as forms clean them; what only looked apart becomes one."""

import importlib.util
import unicodedata
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import alembic.command
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from mentorhub import audit
from mentorhub.app import create_app
from mentorhub.foundation import revisions, schema
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from mentorhub.foundation.names import clean_name, comparable
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.rules import words
from tests.conftest import dispose, settings_for
from tests.support import notebooks

BEFORE = "0040"  # what it cleaned stands in other tables since
UNSEEN = "\u3164\u200b"
MIXED = st.text(st.sampled_from("aé\u0301\u200b\u200d\u202eف葛\ufe0f👩🏳\u2800 \t\x00क्1"))


@pytest.fixture(scope="module")
def migration() -> ModuleType:
    """The migration's own file; it imports nothing of the app, and so does everything by itself."""
    (path,) = (revisions.MIGRATIONS / "versions").glob("*_names_that_are_seen.py")
    spec = importlib.util.spec_from_file_location("names_that_are_seen", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(st.text() | MIXED)
def test_it_cleans_and_compares_as_the_app_does(migration: ModuleType, name: str) -> None:
    assert migration._cleaned(name) == clean_name(name)
    assert migration._comparable(name) == comparable(name)
    if unicodedata.normalize("NFC", name) == unicodedata.normalize(
        "NFKC", name
    ):  # fancy letters are folded since
        assert migration._name_key(name) == words.name_key(name)


def dirty(table: str, row_id: Any, **values: str) -> None:
    """As a row could stand before."""
    said = ", ".join(f"{column} = :{column}" for column in values)
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            text(f"UPDATE {table} SET {said} WHERE id = :row_id"), {"row_id": row_id, **values}
        )


def clean(migration: ModuleType) -> None:
    with transaction(viewer=SYSTEM) as session:
        migration.clean(session.connection())
    db.session.rollback()


def names(model: Any) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(model.name).order_by(model.id)))


@pytest.fixture
def owned(owned_url: str) -> Iterator[Flask]:
    """An app of the role that owns the schema, which takes it to what stood before and back."""
    app = create_app(settings_for(owned_url))
    try:
        with app.app_context(), asking_for(SYSTEM):
            yield app
    finally:
        dispose(app)


def run(command: Any, revision: str) -> None:
    db.session.remove()
    schema.run(command, revision)
    db.session.remove()


@pytest.mark.usefixtures("owned")
def test_names_can_be_seen_and_found_afterwards(migration: ModuleType) -> None:
    amara = notebooks.notebook()
    for name in ("Bo", "Cy", "Dee"):
        notebooks.person(amara, name)
    bo, cy, dee = db.session.scalars(select(Person.id).order_by(Person.id)).all()
    run(alembic.command.downgrade, BEFORE)
    dirty("person", bo, name="\u202eB\u200bo", company="a\tb", name_key="b\u200bo", search_key="x")
    dirty("person", cy, name=UNSEEN)
    dirty("person", dee, name="De\u0301e", phone="\u2066+46 8\u2069")
    dirty("user_account", amara.id, name=f"Amara{UNSEEN}\nN")
    dirty("practice", 1, name="\u202ePractice")
    clean(migration)
    key = db.session.scalar(text("SELECT search_key FROM person WHERE id = :bo"), {"bo": bo})
    assert key == "bo a b"
    run(alembic.command.upgrade, "head")
    assert names(Person) == ["Bo", "Unnamed", "Dée"]
    first, last = (db.session.get_one(Person, one) for one in (bo, dee))
    read_details(db.session(), [first, last])
    assert (first.company, first.name_key) == ("a b", "bo")
    assert last.phone == "+46 8"
    renamed = db.session.execute(
        text(f"SELECT name FROM user_account WHERE id = {amara.id}")
    ).scalar()
    assert renamed == "Amara N"
    assert not any(audit.run().values())


@pytest.mark.usefixtures("owned")
def test_what_only_looked_apart_becomes_one(migration: ModuleType) -> None:
    amara = notebooks.notebook()
    people = [notebooks.person(amara, f"P{number}", occasion=f"Fair {number}") for number in "123"]
    for one, tags in zip(people, (["ab"], ["other"], ["ab", "other"]), strict=True):
        tag_person(one, tags, viewer=amara)
    kept, gone = db.session.scalars(select(Tag.id).order_by(Tag.id)).all()
    fairs = db.session.scalars(select(Occasion.id).order_by(Occasion.id)).all()
    run(alembic.command.downgrade, BEFORE)
    dirty("tag", gone, name="a\u200bb", name_key="a\u200bb", search_key="a\u200bb")
    dirty("occasion", fairs[1], name="Fair\u20601", name_key="fair\u20601")
    dirty("occasion", fairs[2], name="Fair \u200b1", name_key="fair \u200b1")
    for _again in range(2):
        clean(migration)
    run(alembic.command.upgrade, "head")
    assert names(Tag) == ["ab"]
    assert [mark.tag_id for mark in db.session.scalars(select(PersonTag))] == [kept] * 3
    assert names(Occasion) == ["Fair 1", "Fair1"]
    met = db.session.scalars(select(Person.occasion_id).order_by(Person.id)).all()
    assert met == [fairs[0], fairs[1], fairs[0]]
    assert not any(audit.run().values())
