"""Lists go on behind the last row that was given, and end."""

from flask import Flask

from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.listed import listed
from mentorhub.workspace.rules.promises import PromiseState
from tests.support import notebooks


def test_a_list_goes_on_behind_its_last_row_and_shows_no_one_elses(in_app: Flask) -> None:
    amara, bo = notebooks.notebook(), notebooks.notebook("bo@example.org")
    tomas, aylin = notebooks.person(amara), notebooks.person(amara, "Aylin")
    for number in range(51):
        add_promise(tomas, viewer=amara, what=f"Number {number}")
    add_promise(aylin, viewer=amara, what="Another")
    first = listed(Promise, viewer=amara, where={})
    rest = listed(Promise, viewer=amara, after=first.after or 0, where={})
    assert [len(first.rows), len(rest.rows), rest.after] == [50, 2, None]
    assert [one.what for one in rest.rows] == ["Number 50", "Another"]
    assert len(listed(Promise, viewer=amara, person=aylin, where={"state": None}).rows) == 1
    assert listed(Promise, viewer=amara, where={"state": PromiseState.KEPT}).rows == []
    assert listed(Promise, viewer=bo, person=aylin, where={}).rows == []
