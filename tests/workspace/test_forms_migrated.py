"""Notebooks from before digests of forms were kept: a form that was sent then is known, its words are not."""

from collections.abc import Iterator
from pathlib import Path

import alembic.command
import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.app import create_app
from mentorhub.foundation import revisions, schema
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.versions import FormUsed
from mentorhub.workspace.actions.people import add_person
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules.details import Details
from tests.conftest import dispose, settings_for
from tests.support import notebooks


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Flask]:
    """An app on a SQLite database that the migrations made, its context pushed."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'migrated.db'}"))
    with app.app_context():
        _run("upgrade", "head")
        yield app
    dispose(app)


@pytest.mark.usefixtures("migrated")
def test_a_form_that_was_sent_before_adds_nothing_unseen() -> None:
    viewer = notebooks.notebook()
    notebooks.person(viewer, "Zeynep")
    details = Details("Tomáš")
    add_person(details, viewer=viewer, thank_you="T", form_key="k")
    _run("downgrade", _before())
    _run("upgrade", "head")
    with reading(viewer=SYSTEM) as session:
        kept = dict(session.execute(select(Person.name, Person.form_digest)).all())
    assert kept == {"Zeynep": None, "Tomáš": ""}
    with pytest.raises(FormUsed):
        add_person(details, viewer=viewer, thank_you="T", form_key="k")


def _before() -> str:
    """The revision before the one that keeps digests."""
    names = sorted(path.name for path in (revisions.MIGRATIONS / "versions").glob("[0-9]*.py"))
    (at,) = (number for number, name in enumerate(names) if name.endswith("_words_of_forms.py"))
    return names[at - 1][:4]


def _run(command: str, revision: str) -> None:
    db.session.remove()
    schema.run(getattr(alembic.command, command), revision)
