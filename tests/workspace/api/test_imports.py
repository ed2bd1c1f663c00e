"""Imports by a program, as their contract has it: looked at, read in pages, taken in, taken back; limits are named."""

from io import BytesIO
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from werkzeug.test import TestResponse

from mentorhub.workspace import periodic
from mentorhub.workspace.importers import records, zips
from mentorhub.workspace.rules.imports import FILE_MAX
from tests.support import importing
from tests.support.api import Program, told
from tests.workspace.api.conftest import Tomas

CARDS = """\
BEGIN:VCARD
VERSION:4.0
FN:Aylin Kaya
EMAIL:aylin@example.org
TEL:+90 212 000 0001
ORG:Boat yard
TITLE:Carpenter
URL:https://example.org/aylin
BDAY:--0502
NOTE:Builds boats
END:VCARD
BEGIN:VCARD
VERSION:3.0
NOTE:nobody
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Dvořák;Tomáš;;;
FN:
EMAIL:petra@example.org
BDAY:1980-02-29
END:VCARD
""".replace("\n", "\r\n").encode()
NAMED = {"id", "state", "format", "encoding", "total", "new", "updates", "doubles", "unusable"}


def send(program: Program, data: bytes, name: str = "contacts") -> TestResponse:
    """Upload a file."""
    return program.send("POST", "/imports", data={"file": (BytesIO(data), name)})


def work(amara: Tomas) -> None:
    """A worker runs."""
    with amara.app.app_context():
        assert periodic.run_imports() == 0


def test_a_file_is_looked_at(amara: Tomas) -> None:
    answer = send(amara, CARDS)
    said = answer.get_json()
    assert answer.status_code == 201 and NAMED | {"records", "next"} <= set(said)
    assert (said["state"], said["format"], said["encoding"]) == ("previewed", "vcard", "utf-8")
    counts = [said["new"], said["updates"], said["doubles"], len(said["unusable"])]
    assert (said["total"], counts) == (3, [1, 1, 0, 1]) and sum(counts) == said["total"]
    assert said["unusable"] == [{"row": 2, "reason": "no name, company or email"}]
    first, _useless, third = said["records"]
    assert first == {
        "row": 1, "name": "Aylin Kaya", "emails": ["aylin@example.org"],
        "phones": ["+90 212 000 0001"], "organization": "Boat yard", "title": "Carpenter",
        "urls": ["https://example.org/aylin"], "birthday": "--05-02", "note": "Builds boats",
        "outcome": "new", "choice": "add",
    }  # fmt: skip
    assert (third["row"], third["name"], third["birthday"]) == (3, "Tomáš Dvořák", "1980-02-29")
    assert amara.get("/people").get_json()["total"] == 1  # nothing is in yet
    assert amara.get(answer.headers["Location"].removeprefix("/api/v1")).get_json() == said
    (listed,) = amara.get("/imports").get_json()["imports"]
    assert (listed["id"], listed["file_name"]) == (said["id"], "contacts")


def test_it_is_taken_in_and_taken_back(amara: Tomas) -> None:
    path = f"/imports/{send(amara, CARDS).get_json()['id']}"
    taken = amara.post(f"{path}/application", {"tag": "Fair", "occasion": "The fair"})
    assert (taken.status_code, taken.get_json()["state"]) == (202, "applying")
    assert amara.post(f"{path}/application").status_code == 202  # again, without a body
    told(amara.post(f"{path}/undo"), 409)
    work(amara)
    assert amara.get(path).get_json()["state"] == "applied"
    (found,) = amara.get("/people?q=aylin").get_json()["people"]
    assert (found["tags"], found["emails"]) == (["Fair"], ["aylin@example.org"])
    told(amara.send("DELETE", path), 409)
    undone = amara.post(f"{path}/undo")
    assert (undone.status_code, undone.get_json()["state"]) == (202, "applying")
    work(amara)
    assert amara.get(path).get_json()["state"] == "undone"
    assert amara.post(f"{path}/undo").status_code == 202
    assert amara.get("/people").get_json()["total"] == 1
    told(amara.post(f"{path}/application"), 409)


def test_an_application_that_is_wrong_takes_nothing_in(amara: Tomas) -> None:
    path = f"/imports/{send(amara, CARDS).get_json()['id']}"
    for wrong in ({"tag": "a, b"}, {"tag": "x" * 41}, {"tier": "often"}, {"tags": "x"}):
        told(amara.post(f"{path}/application", wrong), 422)
    assert amara.get(path).get_json()["state"] == "previewed"
    assert amara.send("DELETE", path).status_code == 204
    told(amara.get(path), 404)


def test_records_come_in_pages_of_fifty(amara: Tomas) -> None:
    said = send(amara, importing.linkedin(*(f"Ada {n:03}" for n in range(101)))).get_json()
    path, pages, rows = f"/imports/{said['id']}", 0, list[int]()
    cursor: str | None = ""
    while cursor is not None:
        page = amara.get(f"{path}?cursor={quote(cursor)}").get_json()
        pages += 1
        rows += [one["row"] for one in page["records"]]
        cursor = page["next"]
    assert (pages, rows) == (3, list(range(1, 102)))


def packed(members: int, size: int) -> bytes:
    """A ZIP with so many files, one of which is LinkedIn's, of so many bytes."""
    made = BytesIO()
    with ZipFile(made, "w", 8) as file:
        file.writestr("Connections.csv", importing.LINKEDIN.encode() + b"A" * size)
        for number in range(members - 1):
            file.writestr(f"{number}.csv", b"")
    return made.getvalue()


def test_what_cannot_be_read_is_refused_with_the_reason_and_the_limit(
    amara: Tomas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "UNPACKED_MAX", 1_000_000)
    monkeypatch.setattr(records, "RECORDS_MAX", 2)
    monkeypatch.setattr("mentorhub.workspace.importers.reading.RECORDS_MAX", 2)
    for data, words in (
        (b"", "empty"),
        (b"\x00\xff" * 50, "does not look like a file of contacts"),
        (b"%PDF-1.7 x", "does not look like a file of contacts"),
        (packed(101, 0), "more than 100 files"),
        (packed(1, 1_000_001), "1 MB at most"),
        (CARDS, "more than"),
    ):
        said = told(send(amara, data), 422)
        assert said["errors"][0]["field"] == "file" and words in said["errors"][0]["detail"]
    assert amara.get("/imports").get_json() == {"imports": []}


@pytest.mark.parametrize("size", [FILE_MAX + 1, FILE_MAX + 1024 * 1024])
def test_a_file_that_is_too_large_names_the_limit(amara: Tomas, size: int) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body, kind = head + bytes(size) + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"
    answer = amara.send("POST", "/imports", data=body, content_type=kind)
    assert "64 MB" in told(answer, 413)["detail"]


def test_a_file_comes_as_multipart_in_its_field(amara: Tomas) -> None:
    told(amara.post("/imports", {"file": "x"}), 415)
    wrong: dict[str, Any] = {"data": {"other": (BytesIO(CARDS), "a.vcf")}}
    assert told(amara.send("POST", "/imports", **wrong), 422)["errors"][0]["field"] == "file"


def test_anothers_import_is_not_there(amara: Tomas, bo: Program) -> None:
    path = f"/imports/{send(amara, CARDS).get_json()['id']}"
    told(bo.get(path), 404)
    told(bo.send("DELETE", path), 404)
    for act in ("application", "undo"):
        told(bo.post(f"{path}/{act}"), 404)
    assert bo.get("/imports").get_json() == {"imports": []}
    assert amara.get(path).get_json()["state"] == "previewed"
