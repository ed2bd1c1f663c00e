"""A worker that is killed goes on where it was; one that cannot go on takes everything back; nobody sees half of it."""

from typing import Any

import pytest
from flask import Flask

from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.workspace import periodic
from mentorhub.workspace.actions import import_steps
from mentorhub.workspace.actions.imports import apply_import, undo_import
from mentorhub.workspace.queries.imports import imports_at_work
from mentorhub.workspace.rules.details import Labelled
from mentorhub.workspace.rules.imports import Result
from tests.support import importing, notebooks
from tests.support.importing import everybody, linkedin, look, page, state

pytestmark = pytest.mark.database
FIVE = linkedin("Ada A", "Bea B", "Cleo C", "Dora D", "Eva E")


class Killed(BaseException):
    """As the end of a process: nothing that was meant to clean up is done."""


@pytest.fixture
def amara(in_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    monkeypatch.setattr(import_steps, "STEP", 2)
    return notebooks.notebook()


def one_step() -> None:
    ((import_id, _state, _done), *_others) = imports_at_work(viewer=SYSTEM)
    import_steps.go_on(import_id)


def test_each_step_is_stored_and_nobody_is_seen_before_the_last(amara: Viewer) -> None:
    public_id = look(amara, FIVE)
    apply_import(public_id, viewer=amara)
    for done in (2, 4):
        one_step()
        assert page(amara, public_id).contact_import.done == done
        assert everybody(amara) == {}
    one_step()
    assert len(everybody(amara)) == 5
    assert imports_at_work(viewer=SYSTEM) == []


def test_a_killed_worker_loses_and_doubles_nothing(
    amara: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id = look(amara, FIVE)
    apply_import(public_id, viewer=amara)
    one_step()

    def killed(*_given: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(f"{import_steps.__name__}.put_tags_that_fit", killed)
        with pytest.raises(Killed):
            one_step()
    assert (state(amara, public_id), everybody(amara)) == ("applying", {})
    assert periodic.run_imports() == 0
    assert len(everybody(amara)) == 5


def test_what_cannot_be_written_takes_the_whole_back(
    amara: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebooks.person(amara, "Eva E", email="eva@example.org")
    before = everybody(amara)
    data = FIVE.replace(b"eva-e,,", b"eva-e,eva@example.org,")
    public_id = look(amara, data)
    apply_import(public_id, viewer=amara)
    one_step()
    real = import_steps._update_some

    def broken(work: Any, rows: Any, *more: Any) -> None:
        real(work, rows, *more)
        if rows:
            raise RuntimeError("no room")

    monkeypatch.setattr(import_steps, "_update_some", broken)
    assert periodic.run_imports() == 0
    assert state(amara, public_id) == "failed"
    assert everybody(amara) == before
    monkeypatch.setattr(import_steps, "_update_some", real)
    importing.take_in(amara, data)  # the file may be tried again
    assert len(everybody(amara)) == 5


def test_two_workers_at_one_import_do_each_row_once(amara: Viewer) -> None:
    public_id = look(amara, FIVE)
    apply_import(public_id, viewer=amara)
    ((import_id, *_), *_others) = imports_at_work(viewer=SYSTEM)
    for _step in range(9):  # more than there are: each takes the next, whoever it is
        import_steps.go_on(import_id)
    assert len(everybody(amara)) == 5


def test_only_what_is_coming_in_can_fail(amara: Viewer) -> None:
    public_id = importing.take_in(amara, FIVE)
    import_steps.fail_import(page(amara, public_id).contact_import.id)
    assert state(amara, public_id) == "applied"


def test_a_row_that_repeats_another_goes_out_with_it(amara: Viewer) -> None:
    twice = FIVE + b"Ada,A,https://www.linkedin.com/in/ada-a,ada@example.org,Other,,\r\n"
    public_id = importing.take_in(amara, twice)
    ada = everybody(amara)["Ada A"]
    assert ada.emails == (Labelled("ada@example.org"),)
    assert len(ada.affiliations) == 2
    undo_import(public_id, viewer=amara)
    assert periodic.run_imports() == 0
    assert everybody(amara) == {}
    assert page(amara, public_id).results[Result.TAKEN_BACK] == 6
