"""People by a program: listed, found, written down, changed without loss, deleted; nobody else's."""

from typing import Any

import pytest

from mentorhub.workspace.models.history import Interaction
from tests.support import notebooks
from tests.support.api import Program, told
from tests.workspace.api.conftest import Tomas

FULL: dict[str, Any] = {
    "name": "Aylin Kaya",
    "given_name": "Aylin",
    "emails": ["aylin@example.org", {"value": "a@home.example", "label": "home"}],
    "phones": [{"value": "+90 212 000 0001", "label": "mobile"}],
    "urls": ["example.org/aylin"],
    "organization": "Boat yard",
    "title": "Carpenter",
    "birthday": "--05-02",
    "note": "Builds boats\nby hand",
    "addresses": [{"city": "Bergen"}],
    "events": [{"label": "First boat", "on": "2016-02-29"}],
    "customs": [{"label": "Choir", "value": "Alto"}],
    "met_on": "2024-05-17",
    "met_precision": "month",
    "occasion": "The fair",
    "tags": ["Sailors", "Crafts"],
    "tier": "close",
    "closeness": 3,
}


def test_a_person_is_written_down_and_read_as_they_were_sent(amara: Tomas) -> None:
    made = amara.post("/people", FULL)
    assert made.status_code == 201
    read = amara.get(made.headers["Location"].removeprefix("/api/v1"))
    assert (read.get_json(), read.headers["ETag"]) == (made.get_json(), made.headers["ETag"])
    said = read.get_json()
    for name in ("name", "organization", "title", "birthday", "note", "tier"):
        assert said[name] == FULL[name]
    assert said["emails"] == ["aylin@example.org", "a@home.example"]
    assert said["urls"] == ["https://example.org/aylin"]
    assert said["tags"] == ["Crafts", "Sailors"] and said["stage"] == "met"
    details = said["details"]
    assert details["emails"][1] == {"value": "a@home.example", "label": "home"}
    assert (details["met_on"], details["events"]) == ("2024-05-01", FULL["events"])
    with amara.app.app_context():
        assert len(notebooks.stored(Interaction)) == 1  # the first meeting


def test_people_are_found_and_filtered_as_on_the_page(amara: Tomas) -> None:
    amara.post("/people", FULL)
    tags = {one["name"]: one["id"] for one in amara.get("/tags").get_json()["tags"]}
    for query, names in {
        "": ["Aylin Kaya", "Tomáš Dvořák"],
        "?q=bergen": ["Aylin Kaya"],
        "?q=nobody": [],
        f"?tag={tags['Crafts']}&tag={tags['Sailors']}": ["Aylin Kaya"],
        "?stage=closed": [],
        "?order=newest": ["Aylin Kaya", "Tomáš Dvořák"],
    }.items():
        found = amara.get(f"/people{query}").get_json()
        assert [one["name"] for one in found["people"]] == names
        assert (found["total"], found["next"]) == (len(names), None)
    assert told(amara.get("/people?stage=unknown"), 422)["errors"][0]["field"] == "stage"


def test_a_change_keeps_what_it_does_not_name(amara: Tomas) -> None:
    path = f"/people/{amara.person}"
    before = amara.get(path).get_json()
    sent = {"emails": ["new@example.org", "petra@example.org"], "title": "Mill owner"}
    after = amara.send("PATCH", path, json=sent).get_json()
    assert after["details"]["emails"] == [
        {"value": "new@example.org", "label": ""},
        {"value": "petra@example.org", "label": "work"},  # which it had
    ]
    first, *others = before["details"]["affiliations"]
    assert after["details"]["affiliations"] == [first | {"title": "Mill owner"}, *others]
    changed = {"emails", "title", "details"}
    assert {name for name in before if before[name] != after[name]} == changed
    left = {name for name in before["details"] if before["details"][name] != after["details"][name]}
    assert left == {"emails", "affiliations"}
    emptied = amara.send("PATCH", path, json={"birthday": None, "emails": []}).get_json()
    assert (emptied["birthday"], emptied["emails"]) == (None, [])
    assert emptied["phones"] == before["phones"]


def test_a_change_of_what_is_no_longer_there_is_refused(amara: Tomas) -> None:
    path = f"/people/{amara.person}"
    old = amara.get(path).headers["ETag"]
    assert (
        amara.send("PATCH", path, json={"note": "A"}, headers={"If-Match": old}).status_code == 200
    )
    told(amara.send("PATCH", path, json={"note": "B"}, headers={"If-Match": old}), 412)
    assert amara.get(path).get_json()["note"] == "A"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"emails": ["no address"]}, "emails"),
        ({"emails": "a@example.org"}, "emails"),
        ({"phones": ["x" * 61]}, "phones"),
        ({"urls": ["javascript:alert(1)"]}, "urls"),
        ({"birthday": "2023-02-29"}, "birthday"),
        ({"met_on": "2999-01-01"}, "met_on"),
        ({"met_on": "1800-01-01"}, "met_on"),
        ({"tier": "often"}, "tier"),
        ({"closeness": 8}, "closeness"),
        ({"customs": [{"label": "Choir", "value": ""}]}, "customs"),
        ({"affiliations": [{"organization": "A", "since": "soon"}]}, "affiliations"),
        ({"title": "Boss"}, "organization"),
        ({"tags": ["x" * 41]}, "tags"),
        ({"phone": "1"}, "phone"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(
    amara: Tomas, wrong: dict[str, Any], field: str
) -> None:
    said = told(amara.post("/people", {"name": "Aylin"} | wrong), 422)
    assert said["errors"][0]["field"] == field
    assert said["errors"][0]["pointer"].startswith(f"#/{field}")
    assert amara.get("/people").get_json()["total"] == 1


def test_deleted_people_go_into_the_bin(amara: Tomas) -> None:
    path = f"/people/{amara.person}"
    assert amara.send("DELETE", path).status_code == 204
    told(amara.get(path), 404)
    assert amara.get("/people").get_json()["people"] == []


def test_tags_go_on_and_off(amara: Tomas) -> None:
    path = f"/people/{amara.person}/tags"
    assert amara.post(path, {"tags": ["Choir", "Mill"]}).get_json()["tags"] == ["Choir", "Mill"]
    tag = amara.get("/tags").get_json()["tags"][0]["id"]
    assert amara.send("DELETE", f"{path}/{tag}").status_code == 204
    assert amara.get(f"/people/{amara.person}").get_json()["tags"] == ["Mill"]
    told(amara.post(path, {"tags": []}), 422)
    full = [f"Tag {number}" for number in range(20)]
    assert told(amara.post(path, {"tags": full}), 422)["errors"][0]["field"] == "tags"


def test_anothers_person_is_not_there(amara: Tomas, bo: Program) -> None:
    path = f"/people/{amara.person}"
    for method, sent in (("GET", None), ("PATCH", {"note": "Mine"}), ("DELETE", None)):
        told(bo.send(method, path, json=sent), 404)
    told(bo.post(f"{path}/tags", {"tags": ["Mine"]}), 404)
    assert bo.get("/people").get_json()["people"] == []
    assert amara.get(path).get_json()["note"] == ""
