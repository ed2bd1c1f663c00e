"""Practices of before get addresses of their own and the currency of their newest price."""

import importlib.util
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from mentorhub.accounts.invariants import practices
from mentorhub.accounts.models.practices import Practice, PracticeSlug
from mentorhub.foundation import revisions
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories

NAMES = ("Ines Halvorsen", "Ines – Halvorsen!", "New", "Практика")


@pytest.fixture(scope="module")
def migration() -> ModuleType:
    """The migration's own file; it imports nothing of the app."""
    (path,) = (revisions.MIGRATIONS / "versions").glob("*_practices_from_the_web.py")
    spec = importlib.util.spec_from_file_location("practices_from_the_web", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_practices_of_before_are_known_by_addresses_of_their_own(
    in_app: Flask, migration: ModuleType
) -> None:
    made = [factories.practice(mentor_email=f"{n}@example.org", name=NAMES[n]) for n in range(4)]
    factories.program(*made[1], currency="nok")
    with transaction(viewer=SYSTEM) as session:
        session.execute(delete(PracticeSlug))
        for row in session.scalars(select(Practice)):
            session.execute(update(Practice).values(slug=f"x{row.id}").where(Practice.id == row.id))
        migration.fill(session.connection())
    db.session.rollback()
    found = db.session.execute(select(Practice.slug, Practice.currency).order_by(Practice.id))
    assert [tuple(row) for row in found] == [
        ("ines-halvorsen", "eur"),
        ("ines-halvorsen-2", "nok"),
        ("new-2", "eur"),
        ("practice", "eur"),
    ]
    assert [one(viewer=SYSTEM) for one in practices.INVARIANTS] == [[]] * len(practices.INVARIANTS)
