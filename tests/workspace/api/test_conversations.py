"""Conversations and gives by a program: logged with several, corrected, listed, deleted; nobody else's."""

from typing import Any

import pytest

from tests.support.api import Program, told
from tests.workspace.api.conftest import Tomas

CALL: dict[str, Any] = {
    "kind": "call", "on_date": "2024-05-17", "at_time": "14:30:00", "minutes": 20,
    "is_two_way": True, "note": "About the mill", "new_names": ["Aylin Kaya"],
}  # fmt: skip


def logged(amara: Tomas, **more: Any) -> Any:
    """A conversation with Tomáš and Aylin, as it was answered."""
    sent = CALL | {"people": [{"id": amara.person, "note": "Was tired"}]} | more
    answer = amara.post("/conversations", sent)
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def test_a_conversation_of_several_is_logged_and_listed(amara: Tomas) -> None:
    made = logged(amara)
    assert [(one["name"], one["note"]) for one in made["people"]] == [
        ("Tomáš Dvořák", "Was tired"),
        ("Aylin Kaya", ""),
    ]
    assert {name: made[name] for name in CALL if name != "new_names"} == {
        name: value for name, value in CALL.items() if name != "new_names"
    }
    later = logged(amara, on_date=None, new_names=[])
    everything = amara.get("/conversations").get_json()
    assert [one["id"] for one in everything["conversations"]] == [later["id"], made["id"]]
    of_aylin = amara.get(f"/people/{made['people'][1]['id']}/conversations").get_json()
    assert of_aylin == {"conversations": [made], "next": None}
    assert amara.get(f"/conversations/{made['id']}").get_json() == made


def test_a_correction_keeps_what_it_does_not_name(amara: Tomas) -> None:
    made = logged(amara)
    path = f"/conversations/{made['id']}"
    after = amara.send("PATCH", path, json={"note": "About the boat"})
    assert after.get_json() == made | {"note": "About the boat"}
    only = [{"id": amara.person}]
    alone = amara.send("PATCH", path, json={"people": only}).get_json()
    assert [one["name"] for one in alone["people"]] == ["Tomáš Dvořák"]
    old = {"If-Match": after.headers["ETag"]}
    told(amara.send("PATCH", path, json={"note": "x"}, headers=old), 412)
    assert amara.send("DELETE", path).status_code == 204
    told(amara.get(path), 404)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"people": []}, "people"),
        ({"people": [{"id": ""}]}, "people"),
        ({"kind": "smoke"}, "kind"),
        ({"on_date": "2999-01-01"}, "on_date"),
        ({"minutes": 0}, "minutes"),
        ({"at_time": "25:00"}, "at_time"),
        ({"is_two_way": None}, "is_two_way"),
        ({"note": "x" * 20_001}, "note"),
    ],
)
def test_bad_input_is_named_and_logs_nothing(
    amara: Tomas, wrong: dict[str, Any], field: str
) -> None:
    sent = {"people": [{"id": amara.person}], "is_two_way": True} | wrong
    said = told(amara.post("/conversations", sent), 422)
    assert said["errors"][0]["field"] == field
    assert amara.get("/conversations").get_json()["conversations"] == []


def test_anothers_conversation_is_not_there(amara: Tomas, bo: Program) -> None:
    made = logged(amara)
    give = {"person": amara.person, "direction": "gave"}
    given = amara.post(f"/conversations/{made['id']}/gives", give).get_json()
    for path in (f"/conversations/{made['id']}", f"/gives/{given['id']}"):
        told(bo.get(path), 404)
        told(bo.send("PATCH", path, json={}), 404)
        told(bo.send("DELETE", path), 404)
    told(bo.get(f"/people/{amara.person}/conversations"), 404)
    told(bo.post(f"/conversations/{made['id']}/gives", give), 404)
    told(bo.post("/conversations", {"people": [{"id": amara.person}], "is_two_way": True}), 404)
    assert bo.get("/conversations").get_json()["conversations"] == []
    assert bo.get(f"/gives?person={amara.person}").get_json()["gives"] == []
