"""A cursor goes on with the list it was given for; any other is refused."""

from urllib.parse import quote

import pytest
from flask import Flask

from tests.support import api, notebooks
from tests.support.api import Program, told


@pytest.fixture
def amara(app: Flask) -> Program:
    """Her program, with forty-one people."""
    made = api.program(app)
    with app.app_context():
        for number in range(41):
            notebooks.person(made.viewer, f"Person {number:02}")
    return made


def test_pages_follow_each_other_to_the_end_and_nobody_comes_twice(amara: Program) -> None:
    names, cursor = [], ""
    for _page in range(3):
        page = amara.get(f"/people?cursor={quote(cursor)}").get_json()
        names += [one["name"] for one in page["people"]]
        cursor = page["next"] or ""
    assert names == [f"Person {number:02}" for number in range(41)] and page["next"] is None


def test_a_cursor_is_of_one_list_and_one_caller(amara: Program) -> None:
    cursor = amara.get("/people").get_json()["next"]
    bo = api.program(amara.app, "bo@example.org")
    wrong = (
        amara.get(f"/people?cursor={cursor}x"),
        amara.get("/people?cursor=1"),
        amara.get(f"/people?cursor={cursor}&q=Person"),
        amara.get(f"/conversations?cursor={cursor}"),
        bo.get(f"/people?cursor={cursor}"),
    )
    for answer in wrong:
        assert told(answer, 422)["errors"][0]["field"] == "cursor"
    assert amara.get(f"/people?cursor={cursor}&q=").status_code == 200
