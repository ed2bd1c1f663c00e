"""People taken out as vCards by a program: all, some or one; what comes in again is the same."""

from tests.support.api import Program, told
from tests.workspace.api.conftest import Tomas
from tests.workspace.api.test_imports import send


def test_everybody_goes_out_in_either_version(amara: Tomas) -> None:
    amara.post("/people", {"name": "Aylin Kaya"})
    for query, version in (("?version=4.0", "4.0"), ("?version=3.0", "3.0"), ("", "3.0")):
        answer = amara.get(f"/people.vcf{query}")
        assert (answer.status_code, answer.mimetype) == (200, "text/vcard")
        assert answer.text.count(f"VERSION:{version}\r\n") == 2
    assert amara.get("/people.vcf?q=aylin").text.count("BEGIN:VCARD") == 1
    assert amara.get("/people.vcf?q=nobody").text == ""
    assert told(amara.get("/people.vcf?version=2.1"), 422)["errors"][0]["field"] == "version"


def test_what_went_out_comes_in_as_nobody_new(amara: Tomas) -> None:
    out = amara.get("/people.vcf?version=4.0").data
    said = send(amara, out).get_json()
    assert (said["total"], said["updates"], said["new"]) == (1, 1, 0)


def test_one_goes_out_and_nobody_elses(amara: Tomas, bo: Program) -> None:
    path = f"/people/{amara.person}.vcf"
    assert "petra@example.org" in amara.get(path).text
    told(bo.get(path), 404)
    assert bo.get("/people.vcf").text == ""


def test_people_are_taken_out_as_a_table_of_whom_the_filters_leave(amara: Tomas) -> None:
    answer = amara.get("/people.csv", query_string={"organization": "Dřevo"})
    assert answer.mimetype == "text/csv"
    assert "petra@example.org" in answer.text
    assert "petra" not in amara.get("/people.csv", query_string={"tier": "close"}).text
