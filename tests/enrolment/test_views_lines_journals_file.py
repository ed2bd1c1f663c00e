"""The journal as a plain file: whole, sent again only when it has grown, and checked by the documentation's code."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.app import create_app
from mentorhub.enrolment.rules.states import entry_hash
from mentorhub.enrolment.views import lines as lines_views
from mentorhub.web.limits import limiter
from tests.conftest import dispose, settings_for
from tests.support import factories
from tests.support.applicants import cohort, place_applicant
from tests.support.program_pages import submit_form

DOC = Path(__file__).resolve().parents[2] / "docs" / "journal.md"


@pytest.fixture
def file(app: Flask) -> str:
    """The address of the file of a line with one seat and three people."""
    with app.app_context():
        scene = factories.scene(seats=1)
        for name in ("ada", "ben", "cleo"):
            place_applicant(scene, name)
        return f"/cohorts/{cohort(scene).public_id}/journal.txt"


def lines(client: FlaskClient, file: str) -> list[list[str]]:
    """The file's lines, cut at their tabs."""
    return [line.split("\t") for line in client.get(file).text.splitlines()]


def test_the_file_holds_every_entry_in_order(
    client: FlaskClient, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_views, "BATCH", 3)
    answer = client.get(file)
    assert answer.mimetype == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    cut = lines(client, file)
    assert [int(number) for number, _, _ in cut] == [0, 1, 2, 3, 4]
    head = cut[0][1]
    for _, stated, entry in cut[1:]:
        head = entry_hash(head, entry)
        assert head == stated


def test_the_file_is_asked_for_again_only_when_it_has_grown(
    app: Flask, client: FlaskClient, file: str
) -> None:
    tag = client.get(file).headers["ETag"]
    again = client.get(file, headers={"If-None-Match": tag})
    assert (again.status_code, again.text) == (304, "")
    assert submit_form(app.test_client(), name="Dora", email="dora@example.org").status_code == 303
    grown = client.get(file, headers={"If-None-Match": tag})
    assert (grown.status_code, grown.headers["ETag"] == tag) == (200, False)
    assert client.head(file).status_code == 200


def test_the_documentations_code_finds_every_change(
    client: FlaskClient, file: str, tmp_path: Path
) -> None:
    held = client.get(file).text
    whole = checked(tmp_path, held)
    assert whole.returncode == 0
    assert whole.stdout == f"4 entries, head {lines(client, file)[-1][1]}\n"
    second, third = held.splitlines(keepends=True)[2:4]
    for changed in (
        held.replace('"place":2', '"place":1', 1),
        held.replace(second, ""),
        held.replace(second + third, third + second),
        held.replace(second, second.replace('"seat":1', '"seat":2')),
    ):
        assert changed != held
        assert "does not follow" in checked(tmp_path, changed).stderr


def test_a_flood_of_downloads_is_put_off(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", limiter.enabled)
    app = create_app(dataclasses.replace(settings_for(database_url), testing=False))
    limiter.reset()
    client = app.test_client()
    codes = [client.get("/cohorts/none/journal.txt").status_code for _ in range(301)]
    limiter.reset()
    dispose(app)
    assert codes == [404] * 300 + [429]


def checked(folder: Path, held: str) -> subprocess.CompletedProcess[str]:
    """What the documentation's own code says of a file."""
    found = re.search(r"```python\n(.*?)```", DOC.read_text(), re.DOTALL)
    assert found
    assert len(found.group(1).splitlines()) <= 11
    (folder / "journal.txt").write_text(held)
    given = [sys.executable, "-c", found.group(1)]
    return subprocess.run(given, cwd=folder, capture_output=True, text=True, check=False)
