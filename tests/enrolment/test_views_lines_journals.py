"""The journal's page, the check of an entry, and the file: open to everybody, true to what was written."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from mentorhub.enrolment.queries import journals as reads
from mentorhub.enrolment.rules.states import STATE_AFTER
from mentorhub.foundation.database.tables import db
from mentorhub.programs.models.cohorts import GENESIS
from tests.support import factories
from tests.support.applicants import cohort, place_applicant
from tests.support.program_pages import submit_form


@pytest.fixture
def journal(app: Flask) -> str:
    """The address of the journal of a line with one seat and three people."""
    with app.app_context():
        scene = factories.scene(seats=1)
        for name in ("ada", "ben", "cleo"):
            place_applicant(scene, name)
        return f"/cohorts/{cohort(scene).public_id}/journal"


def lines(client: FlaskClient, journal: str) -> list[list[str]]:
    """The file's lines, cut at their tabs."""
    return [line.split("\t") for line in client.get(f"{journal}.txt").text.splitlines()]


def words_of(page: str) -> str:
    """What the page's main part says, without markup."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_page_shows_counts_allocations_and_the_whole_head(
    client: FlaskClient, journal: str
) -> None:
    page = client.get(journal)
    said = words_of(page.text)
    head = lines(client, journal)[-1][1]
    assert "Power Networking Personal Mentoring" in said
    assert "Spring circle" in said
    assert "1 of 1 taken" in said
    assert "Seats allocated 3 times, last on" in said
    assert head in page.text.replace("<wbr>", "")
    assert "in Oslo" in said


def test_the_page_lists_the_entries_newest_first(client: FlaskClient, journal: str) -> None:
    page = client.get(journal).text
    assert re.findall(r'id="entry-(\d+)"', page) == ["4", "3", "2", "1"]
    assert words_of(page).count("Joined the line") == 3
    assert words_of(page).count("Got a seat, held for a while") == 1


def test_the_page_and_the_file_name_nobody(client: FlaskClient, app: Flask, journal: str) -> None:
    with app.app_context():
        ids = db.session.scalars(text("SELECT public_id FROM enrolment")).all()
    for address in (journal, f"{journal}.txt"):
        shown = client.get(address).text
        assert [word for word in ("Ada", "Ben", "Cleo", "@", *ids) if word in shown] == []


def test_a_journal_without_entries_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        journal = f"/cohorts/{cohort(factories.scene()).public_id}/journal"
    page = client.get(journal)
    assert "Nothing has happened here yet" in page.text
    assert "Seats allocated Not yet" in words_of(page.text)
    assert lines(client, journal) == [["0", GENESIS, ""]]
    assert client.get(journal, query_string={"number": "1", "hash": "0" * 12}).status_code == 200


def test_every_kind_of_entry_has_words(app: Flask) -> None:
    kinds = [*STATE_AFTER, "seats_raised", "seats_lowered", "cancelled"]
    with app.test_request_context():
        happened = app.jinja_env.get_template("enrolment/_journal.html").module.happened  # type: ignore[attr-defined]
        said = {kind: str(happened(kind)) for kind in kinds}
        assert [kind for kind in kinds if said[kind] in {kind, ""}] == []
        assert len(set(said.values())) == len(kinds)
        assert "given" in said["granted"]
        assert happened("something_new") == "something_new"
        assert "12 seats from here on" in happened("seats_raised", 12)


def test_what_was_written_is_escaped(app: Flask, client: FlaskClient, journal: str) -> None:
    with app.app_context():
        db.session.execute(
            text(
                "INSERT INTO line_entry (practice_id, cohort_id, number, kind, text, previous_hash, hash, at)"
                " SELECT practice_id, id, 5, '<b>odd</b>', :text, journal_head, :hash, opens_at FROM cohort"
            ),
            {"text": '{"place":null,"seat":null}', "hash": "f" * 64},
        )
        db.session.execute(text("UPDATE cohort SET entries = 5"))
        db.session.commit()
    assert "&lt;b&gt;odd&lt;/b&gt;" in client.get(journal).text


def test_pages_lead_on_and_back(
    client: FlaskClient, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "PAGE", 3)
    first = client.get(journal)
    assert "1 to 3 of 4" in first.text
    assert f"{journal}?page=2#entries" in first.text
    second = client.get(journal, query_string={"page": 2})
    assert re.findall(r'id="entry-(\d+)"', second.text) == ["1"]
    for odd in ("9" * 40, "-1", "two", ""):
        assert client.get(journal, query_string={"page": odd}).status_code == 200


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_draft_has_no_journal_and_a_cancelled_cohort_keeps_it(
    app: Flask, client: FlaskClient, journal: str, state: str
) -> None:
    with app.app_context():
        moment = "opens_at" if state == "cancelled" else "NULL"
        db.session.execute(text(f"UPDATE cohort SET state = '{state}', cancelled_at = {moment}"))
        db.session.commit()
    expected = 404 if state == "draft" else 200
    assert [client.get(path).status_code for path in (journal, f"{journal}.txt")] == [expected] * 2


@pytest.mark.parametrize("ending", ["", ".txt"])
def test_an_unknown_cohort_has_no_journal(client: FlaskClient, journal: str, ending: str) -> None:
    for public_id in ("nothing", "x" * 22, "x" * 5000, "%00", "1"):
        assert client.get(f"/cohorts/{public_id}/journal{ending}").status_code == 404


def test_an_archived_programme_keeps_its_journal_without_a_link(
    app: Flask, client: FlaskClient, journal: str
) -> None:
    assert "/programs/power-networking" in client.get(journal).text
    with app.app_context():
        db.session.execute(text("UPDATE program SET state = 'archived'"))
        db.session.commit()
    page = client.get(journal)
    assert page.status_code == 200
    assert 'href="/programs/power-networking"' not in page.text


@pytest.mark.parametrize("length", [12, 20, 64])
@pytest.mark.parametrize("form", [str.lower, str.upper, "{}…".format, " {} ".format])
def test_an_entry_that_stands_there_is_found(
    client: FlaskClient, journal: str, length: int, form: type
) -> None:
    number, held, _ = lines(client, journal)[2]
    given = {"number": number, "hash": form(held[:length])}
    answer = client.get(journal, query_string=given)
    assert answer.status_code == 200
    assert "Entry 2 stands here, and its hash is yours." in answer.text
    assert "Got a seat, held for a while, place 1, seat 1." in words_of(answer.text)


def test_another_hash_and_a_missing_entry_get_different_answers(
    client: FlaskClient, journal: str
) -> None:
    held = lines(client, journal)[1][1]
    other = client.get(journal, query_string={"number": "2", "hash": held})
    assert "Entry 2 stands here with another hash." in other.text
    none = client.get(journal, query_string={"number": "99", "hash": held})
    assert "This journal has no entry 99." in none.text


@pytest.mark.parametrize(
    "given",
    [
        {"number": "", "hash": ""},
        {"number": "1"},
        {"hash": "0" * 12},
        {"number": "0", "hash": "0" * 12},
        {"number": "-1", "hash": "0" * 12},
        {"number": "1e3", "hash": "0" * 12},
        {"number": "٣", "hash": "0" * 12},
        {"number": "9" * 5000, "hash": "0" * 12},
        {"number": "1", "hash": "0" * 11},
        {"number": "1", "hash": "0" * 65},
        {"number": "1", "hash": "%" * 12},
        {"number": "1", "hash": "<script>" * 1000},
    ],
)
def test_what_is_no_entry_gets_a_message(
    client: FlaskClient, journal: str, given: dict[str, str]
) -> None:
    answer = client.get(journal, query_string=given)
    assert answer.status_code == 422
    assert "wrong-note" in answer.text
    assert 'role="status"><div class="notice' not in answer.text
    assert "<script>" not in answer.text


def test_an_applicants_page_leads_to_the_check_of_its_entry(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        factories.scene(seats=1)
    page = client.get(submit_form(client).location).text
    found = re.search(r'href="(/cohorts/[^"]+/journal\?[^"]+)"', page)
    assert found
    address = found.group(1).replace("&amp;", "&")
    assert address.endswith("#check")
    assert "Entry 2 stands here, and its hash is yours." in client.get(address).text


def test_a_programmes_page_leads_to_its_journal(client: FlaskClient, journal: str) -> None:
    assert f'href="{journal}"' in client.get("/programs/power-networking").text
