"""Tags by a program: listed, renamed, put together, deleted; nobody else's."""

from tests.support.api import Program, told
from tests.workspace.api.conftest import Tomas


def tagged(amara: Tomas) -> dict[str, str]:
    """Ids of two tags by name, both on Tomáš."""
    amara.post(f"/people/{amara.person}/tags", {"tags": ["Choir", "Mill"]})
    return {one["name"]: one["id"] for one in amara.get("/tags").get_json()["tags"]}


def test_a_tag_is_renamed_and_two_become_one(amara: Tomas) -> None:
    ids = tagged(amara)
    path = f"/tags/{ids['Choir']}"
    version = amara.get(path).headers["ETag"]
    renamed = amara.send("PATCH", path, json={"name": "Singers"}, headers={"If-Match": version})
    assert renamed.get_json() == {
        "id": ids["Choir"], "name": "Singers", "people": 1, "closed": 0, "cadence_days": None,
    }  # fmt: skip
    told(amara.send("PATCH", path, json={"name": "X"}, headers={"If-Match": version}), 412)
    told(amara.send("PATCH", path, json={"name": "mill"}), 409)
    joined = amara.send("PATCH", path, json={"name": "mill", "joins": True}).get_json()
    assert (joined["id"], joined["people"]) == (ids["Mill"], 1)
    told(amara.get(path), 404)
    assert amara.send("DELETE", f"/tags/{ids['Mill']}").status_code == 204
    assert amara.get("/tags").get_json() == {"tags": []}


def test_a_name_that_cannot_be_one_is_refused(amara: Tomas) -> None:
    path = f"/tags/{tagged(amara)['Choir']}"
    for name in ("", "a, b", "x" * 41):
        said = told(amara.send("PATCH", path, json={"name": name}), 422)
        assert said["errors"][0]["field"] == "name"


def test_anothers_tag_is_not_there(amara: Tomas, bo: Program) -> None:
    path = f"/tags/{tagged(amara)['Choir']}"
    told(bo.get(path), 404)
    told(bo.send("PATCH", path, json={"name": "Mine"}), 404)
    told(bo.send("DELETE", path), 404)
    assert bo.get("/tags").get_json() == {"tags": []}
