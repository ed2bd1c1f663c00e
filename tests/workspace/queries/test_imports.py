"""An import is shown a page of rows at a time, each with whom it may be; what is at work is the worker's to find."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.workspace.actions.imports import apply_import
from mentorhub.workspace.queries.imports import import_page, imports, imports_at_work, stale_imports
from mentorhub.workspace.rules.imports import ImportState, Outcome
from tests.support import importing, notebooks
from tests.support.counting import queries_of

pytestmark = pytest.mark.database
MANY = importing.LINKEDIN.encode() + b"".join(
    f"Ada,Number{number},,a{number}@example.org,,,\r\n".encode() for number in range(60)
)


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    return notebooks.notebook()


def test_rows_come_a_page_at_a_time(amara: Viewer) -> None:
    public_id = importing.look(amara, MANY)
    first = import_page(public_id, viewer=amara)
    assert (len(first.rows), first.after, first.chosen) == (50, 50, 60)
    last = import_page(public_id, viewer=amara, after=50)
    assert ([row.row for row in last.rows], last.after) == (list(range(51, 61)), None)
    assert import_page(public_id, viewer=amara, outcome=Outcome.DOUBLE).rows == []


def test_a_longer_file_asks_no_more_questions(amara: Viewer) -> None:
    short = importing.look(amara, importing.linkedin("Ada Lovelace"))
    long = importing.look(amara, MANY)
    with queries_of() as few:
        import_page(short, viewer=amara)
    with queries_of() as many:
        import_page(long, viewer=amara)
    assert len(few) == len(many) <= 7


def test_the_latest_stands_first(amara: Viewer) -> None:
    ids = [importing.look(amara, MANY) for _upload in range(2)]
    assert [one.public_id for one in imports(viewer=amara)] == ids[::-1]
    assert imports_at_work(viewer=SYSTEM) == []
    apply_import(ids[0], viewer=amara)
    assert [state for _id, state, _done in imports_at_work(viewer=SYSTEM)] == [ImportState.APPLYING]


def test_what_was_read_is_kept_for_a_month(amara: Viewer) -> None:
    importing.look(amara, MANY)
    assert stale_imports(viewer=SYSTEM, now=clock.now()) == []
    later = clock.now() + dt.timedelta(days=31)
    assert len(stale_imports(viewer=SYSTEM, now=later)) == 1
