"""What is stored is given as it stands, also what no form would take."""

from typing import Any

from mentorhub.workspace.rules.details import Address, Affiliation, Labelled
from tests.support import notebooks
from tests.workspace.api.conftest import Tomas


def test_what_an_address_book_brought_in_is_given_and_survives_a_change(amara: Tomas) -> None:
    odd: dict[str, Any] = {
        "emails": (Labelled("no address"),),
        "links": (Labelled("urn:uuid:7"),),
        "affiliations": (Affiliation("Mill", since="1999"),),
        "addresses": (Address(formatted="A road\nBergen"),),
    }
    with amara.app.app_context():
        who = notebooks.person(amara.viewer, "Odd One", **odd)
    said = amara.get(f"/people/{who}").get_json()
    assert (said["emails"], said["urls"]) == (["no address"], ["urn:uuid:7"])
    assert said["details"]["addresses"][0]["formatted"] == "A road\nBergen"
    changed = amara.send("PATCH", f"/people/{who}", json={"note": "Odd", "emails": ["no address"]})
    assert changed.get_json()["details"] == said["details"]
