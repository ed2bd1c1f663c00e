"""What was given by a program: added, corrected, listed, deleted."""

from tests.support.api import told
from tests.workspace.api.conftest import Tomas
from tests.workspace.api.test_conversations import logged


def test_what_was_given_is_added_corrected_and_deleted(amara: Tomas) -> None:
    made = logged(amara)
    sent = {"person": amara.person, "direction": "gave", "what": "A saw", "effort": 2}
    give = amara.post(f"/conversations/{made['id']}/gives", sent)
    assert give.status_code == 201
    said = give.get_json()
    assert (said["what"], said["conversation"]) == ("A saw", made["id"])
    path = f"/gives/{said['id']}"
    changed = amara.send("PATCH", path, json={"direction": "received"}).get_json()
    assert changed == said | {"direction": "received"}
    assert amara.get(f"/gives?person={amara.person}&direction=received").get_json() == {
        "gives": [changed],
        "next": None,
    }
    assert amara.get("/gives?direction=gave").get_json()["gives"] == []
    assert amara.get(f"/conversations/{made['id']}").get_json()["gives"] == [changed]
    told(amara.post(f"/conversations/{made['id']}/gives", sent | {"effort": 4}), 422)
    told(amara.post(f"/conversations/{made['id']}/gives", sent | {"person": "nobody"}), 404)
    assert amara.send("DELETE", path).status_code == 204
    told(amara.get(path), 404)
