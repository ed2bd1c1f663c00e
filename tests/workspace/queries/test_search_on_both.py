"""The same people in the first ten, in the same order, on SQLite and on PostgreSQL."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from benchmarks import notebooks
from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.invariants import search
from mentorhub.workspace.queries.lists import people
from tests.conftest import dispose, settings_for
from tests.races.conftest import racing
from tests.support import factories

__all__ = ["racing"]  # an app on PostgreSQL, whatever the run's kind
EACH = 6


@pytest.fixture
def on_sqlite(migrated_sqlite: Path, tmp_path: Path) -> Flask:
    """An app on a fresh SQLite, whatever the run's kind."""
    file = shutil.copy(migrated_sqlite, tmp_path / "both.db")
    return create_app(settings_for(f"sqlite:///{file}"))


def first_ten(app: Flask) -> dict[str, list[str]]:
    """Whom each of thirty searches finds in the same notebook."""
    with app.app_context():
        seeded = notebooks.seed(factories.practice(), people=120, others=1)
        for law in search.INVARIANTS:
            assert law(viewer=SYSTEM) == []
        return {
            typed: [
                row.person.name
                for row in people(viewer=seeded.viewer, now=clock.now(), search=typed).rows[:10]
            ]
            for kind in notebooks.KINDS
            for typed in notebooks.searches(seeded, kind, EACH)
        }


def test_the_first_ten_are_the_same_on_both_databases(on_sqlite: Flask, racing: Flask) -> None:
    one, other = first_ten(on_sqlite), first_ten(racing)
    dispose(on_sqlite)
    assert one == other
    assert len(one) >= 25
    assert sum(map(bool, one.values())) >= 25
