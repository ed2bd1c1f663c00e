"""Follow-ups and promises by a program: set, corrected, ended in every way, meant again; nobody else's."""

import datetime as dt
from typing import Any

import pytest

from mentorhub.foundation import clock
from tests.support.api import Program, told
from tests.workspace.api.conftest import Tomas

STARTS = {"follow-ups": "scheduled", "promises": "open"}
KINDS = {"follow-ups": "follow_ups", "promises": "promises"}


def day(amara: Tomas, days: int) -> str:
    """So many days from today."""
    with amara.app.app_context():
        return (clock.now().date() + dt.timedelta(days=days)).isoformat()


def planned(amara: Tomas, kind: str) -> Any:
    """A new one, due in three days."""
    words = {"reason": "Ask"} if kind == "follow-ups" else {"what": "Send the paper"}
    sent = {"person": amara.person, "due_on": day(amara, 3)} | words
    made = amara.post(f"/{kind}", sent)
    assert made.status_code == 201, made.text
    return made.get_json()


@pytest.mark.parametrize("kind", KINDS)
def test_one_is_set_listed_corrected_and_deleted(amara: Tomas, kind: str) -> None:
    made = planned(amara, kind)
    path = f"/{kind}/{made['id']}"
    assert made["person"] == {"id": amara.person, "name": "Tomáš Dvořák"}
    listed = amara.get(f"/{kind}?person={amara.person}&state={made['state']}").get_json()
    assert listed == {KINDS[kind]: [made], "next": None}
    later = amara.send("PATCH", path, json={"due_on": day(amara, 9)})
    assert later.get_json() == made | {"due_on": day(amara, 9)}
    stale = {"If-Match": '"something-else"'}
    told(amara.send("PATCH", path, json={"due_on": day(amara, 5)}, headers=stale), 412)
    past = told(amara.send("PATCH", path, json={"due_on": "2020-01-01"}), 422)
    assert past["errors"][0]["field"] == "due_on"
    assert amara.send("DELETE", path).status_code == 204
    told(amara.get(path), 404)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("due_on", ["2020-01-01", "2999-01-01", "soon"])
def test_a_day_that_cannot_be_is_named(amara: Tomas, kind: str, due_on: str) -> None:
    words = {} if kind == "follow-ups" else {"what": "Send it"}
    said = told(amara.post(f"/{kind}", {"person": amara.person, "due_on": due_on} | words), 422)
    assert said["errors"][0]["field"] == "due_on"
    assert amara.get(f"/{kind}").get_json()[KINDS[kind]] == []


@pytest.mark.parametrize(
    ("kind", "act", "state"),
    [
        ("follow-ups", "completion", "done"),
        ("follow-ups", "dismissal", "dropped"),
        ("promises", "fulfilment", "kept"),
        ("promises", "release", "released"),
    ],
)
def test_one_ends_once_and_is_meant_again(amara: Tomas, kind: str, act: str, state: str) -> None:
    path = f"/{kind}/{planned(amara, kind)['id']}"
    for _ in range(2):
        assert amara.post(f"{path}/{act}", {}).get_json()["state"] == state
    told(amara.send("PATCH", path, json={"due_on": day(amara, 5)}), 409)
    again = amara.post(f"{path}/reopening", {}).get_json()
    assert (again["state"], again["ended_at"]) == (STARTS[kind], None)


@pytest.mark.parametrize("kind", KINDS)
def test_anothers_is_not_there(amara: Tomas, bo: Program, kind: str) -> None:
    made = planned(amara, kind)
    path = f"/{kind}/{made['id']}"
    acts = ("completion", "dismissal", "reopening", "fulfilment", "release")
    told(bo.get(path), 404)
    told(bo.send("PATCH", path, json={}), 404)
    told(bo.send("DELETE", path), 404)
    for act in acts:
        told(bo.post(f"{path}/{act}", {}), 404)
    if kind == "follow-ups":
        told(bo.post(f"{path}/postponement", {"due_on": day(amara, 9)}), 404)
    words = {} if kind == "follow-ups" else {"what": "Mine"}
    told(bo.post(f"/{kind}", {"person": amara.person, "due_on": day(amara, 3)} | words), 404)
    assert amara.get(path).get_json() == made
    assert bo.get(f"/{kind}?person={amara.person}").get_json()[KINDS[kind]] == []
