"""Saved searches by a program: kept, read as the filters of people, renamed, deleted; nobody else's."""

from tests.support.api import Program, told
from tests.workspace.api.conftest import Tomas

ASKED = {"name": "Architects", "q": "dřevo", "tier": "active", "organization": "Dřevo"}


def test_a_search_is_kept_and_finds_by_its_fields(amara: Tomas) -> None:
    made = amara.post("/searches", ASKED)
    assert made.status_code == 201
    saved = made.get_json()
    assert {name: saved[name] for name in ASKED} == ASKED
    assert amara.get("/searches").get_json() == {"searches": [saved]}
    fields = {name: saved[name] for name in ("q", "tier", "organization")}
    found = amara.get("/people", query_string=fields).get_json()
    assert [one["id"] for one in found["people"]] == [amara.person]


def test_words_are_found_with_a_typo_and_the_best_first(amara: Tomas) -> None:
    found = amara.get("/people", query_string={"q": "novkova"}).get_json()
    assert [one["id"] for one in found["people"]] == [amara.person]
    assert amara.get("/people", query_string={"q": "zzz"}).get_json()["people"] == []


def test_a_search_is_renamed_once_a_name_and_deleted(amara: Tomas) -> None:
    first = amara.post("/searches", ASKED)
    path = f"/searches/{first.get_json()['id']}"
    amara.post("/searches", ASKED | {"name": "Friends"})
    told(amara.post("/searches", ASKED | {"name": "architects"}), 422)
    told(amara.send("PATCH", path, json={"name": "friends"}), 422)
    told(amara.send("PATCH", path, json={"name": ""}), 422)
    renamed = amara.send(
        "PATCH", path, json={"name": "Mills"}, headers={"If-Match": first.headers["ETag"]}
    )
    assert renamed.get_json()["name"] == "Mills"
    told(
        amara.send("PATCH", path, json={"name": "X"}, headers={"If-Match": first.headers["ETag"]}),
        412,
    )
    assert amara.send("DELETE", path).status_code == 204
    told(amara.get(path), 404)


def test_anothers_search_is_not_there(amara: Tomas, bo: Program) -> None:
    path = f"/searches/{amara.post('/searches', ASKED).get_json()['id']}"
    told(bo.get(path), 404)
    told(bo.send("PATCH", path, json={"name": "Mine"}), 404)
    told(bo.send("DELETE", path), 404)
    assert bo.get("/searches").get_json() == {"searches": []}


def test_a_search_for_everybody_or_too_much_is_not_kept(amara: Tomas) -> None:
    everybody = told(amara.post("/searches", {"name": "All"}), 422)
    assert everybody["errors"][0]["field"] == "name"
    told(amara.post("/searches", {"name": "All", "tag": ["x" * 500] * 5}), 422)
