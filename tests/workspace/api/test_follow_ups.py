"""What only follow-ups have: a word about what was said, and another day. The rest: `test_plans.py`."""

from tests.support.api import told
from tests.workspace.api.conftest import Tomas
from tests.workspace.api.test_plans import day, planned


def test_what_was_said_with_done_stands_in_the_history(amara: Tomas) -> None:
    path = f"/follow-ups/{planned(amara, 'follow-ups')['id']}/completion"
    assert told(amara.post(path, {"note": "So"}), 422)["errors"][0]["field"] == "is_two_way"
    amara.post(path, {"note": "So", "kind": "call", "is_two_way": True})
    (talked,) = amara.get("/conversations").get_json()["conversations"]
    assert (talked["note"], talked["kind"]) == ("So", "call")
    told(amara.post(path.replace("completion", "dismissal"), {}), 409)


def test_one_that_is_put_off_leaves_another_in_its_place(amara: Tomas) -> None:
    made = planned(amara, "follow-ups")
    path = f"/follow-ups/{made['id']}"
    same = told(amara.post(f"{path}/postponement", {"due_on": made["due_on"]}), 422)
    assert same["errors"][0]["field"] == "due_on"
    moved = amara.post(f"{path}/postponement", {"due_on": day(amara, 10)}).get_json()
    assert moved["state"] == "moved"
    (new,) = amara.get("/follow-ups?state=scheduled").get_json()["follow_ups"]
    assert new["due_on"] == day(amara, 10)
    told(amara.post(f"{path}/reopening", {}), 409)
    back = amara.post(f"{path}/reopening", {"moved_to": new["due_on"]}).get_json()
    assert back["state"] == "scheduled"
