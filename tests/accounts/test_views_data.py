"""My data: which files it has and what stands in them; nobody else's row, and one moment for all."""

import json
import threading
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from mentorhub.foundation import clock
from mentorhub.foundation.data_export import File
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.mail import outbox
from mentorhub.web import slots
from mentorhub.workspace import panels
from mentorhub.workspace import panels as workspace_panels
from mentorhub.workspace.actions.people import add_people
from tests.isolation import notebook
from tests.support import courses, factories
from tests.support.counting import queries_of
from tests.support.stored_rows import changed, tables
from tests.support.zip_reader import (
    PAGE,
    download_export,
    files_of,
    words_in,
)

EMAIL = "amara@example.org"
ALONE = ["README.txt", "account/account.json"]
PLACES = ["programmes/places.json", "programmes/payments.csv", "programmes/refunds.csv"]
NOTEBOOK = [
    f"notebook/{name}"
    for name in (
        "notebook.json",
        *(f"{name}.csv" for name in panels.TABLES.values()),
        *("people.vcf", "people-4.0.vcf", "calendar.ics"),
    )
]


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> int:
    """Signed in just now, with an account and nothing else."""
    with app.app_context():
        user_id = factories.user(EMAIL, "Amara Nwosu", timezone="Pacific/Kiritimati")
    factories.sign_in(client, EMAIL)
    return user_id


@pytest.fixture
def mentee(app: Flask, client: FlaskClient) -> courses.Course:
    """Amara in Ines' circle beside Bo, both with a full notebook and an answered page; signed in just now."""
    with app.app_context():
        amara = courses.course(weeks=2)
        bo = courses.another(amara, "bo@example.org", "Bo Lindqvist")
        for one, words in ((amara, "Amara wrote this"), (bo, notebook.SECRET)):
            courses.open_notebook(one)
            add_people([f"{words}'s friend"], viewer=USER(one.mentee_id))
            courses.sent(one, week=2, words=[words, words, words])
    factories.sign_in(client, EMAIL)
    return amara


def test_show_data_says_what_is_in_the_file_and_what_is_not(
    client: FlaskClient, amara: int
) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    for words in ("Your notebook", "recovery codes", "Your mentees’ notebooks", "not encrypted"):
        assert words in page.text


def test_download_data_of_an_account_alone_is_a_good_zip(client: FlaskClient, amara: int) -> None:
    answer = download_export(client)
    files = files_of(answer)
    assert list(files) == ALONE
    found = json.loads(files["account/account.json"])
    assert (found["format"], found["version"]) == ("mentorhub.account", 1)
    assert (found["account"]["email"], found["account"]["name"]) == (EMAIL, "Amara Nwosu")
    assert len(found["signed_in_devices"]) == 1 and found["memberships"] == []


def test_download_data_is_an_attachment_of_the_viewers_day_that_nobody_keeps(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    answer = download_export(client)
    with app.app_context():
        day = clock.now().astimezone(ZoneInfo("Pacific/Kiritimati")).date().isoformat()
    assert answer.headers["Content-Disposition"] == f"attachment; filename=mentorhub-{day}.zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/zip"
    assert answer.content_length == len(answer.data)


def test_download_data_holds_every_file_of_a_mentee_in_order(
    client: FlaskClient, mentee: courses.Course
) -> None:
    files = files_of(download_export(client))
    assert list(files) == [*ALONE, *PLACES, *NOTEBOOK[:-1], "weeks/weeks.json"]
    assert [name for name in files if name not in files["README.txt"] and name != ALONE[0]] == []
    assert files["weeks/weeks.json"].count("Amara wrote this") == 3
    found = json.loads(files["notebook/notebook.json"])
    assert {one["name"] for one in found["people"]} == {"Marta Nowak", "Amara wrote this's friend"}


def test_download_data_holds_a_calendar_once_there_is_something_in_it(
    app: Flask, client: FlaskClient, mentee: courses.Course
) -> None:
    with app.app_context():
        notebook.fill(USER(mentee.mentee_id))
    files = files_of(download_export(client))
    assert [name for name in files if name.startswith("notebook/")] == NOTEBOOK
    assert len(Calendar.from_ical(files["notebook/calendar.ics"]).events) == 3


@pytest.mark.parametrize("who", ["amara@example.org", "ines@example.org", "stranger@example.org"])
def test_download_data_holds_nobody_elses_rows(
    app: Flask, mentee: courses.Course, who: str
) -> None:
    browser = app.test_client()
    with app.app_context():
        factories.user("stranger@example.org", "A Stranger")
    factories.sign_in(browser, who)
    words = words_in(download_export(browser))
    assert [
        one for one in (notebook.SECRET, "bo@example.org", "Bo Lindqvist") if one in words
    ] == []
    assert ("Marta Nowak" in words) == ("Amara wrote this" in words) == (who == EMAIL)


def test_download_data_holds_a_mentors_own_account_only(app: Flask, mentee: courses.Course) -> None:
    ines = app.test_client()
    factories.sign_in(ines, "ines@example.org")
    files = files_of(download_export(ines))
    assert list(files) == ALONE
    found = json.loads(files["account/account.json"])
    assert found["memberships"][0]["practice"] == "Ines Halvorsen Mentoring"
    assert found["account"]["second_factor"] == "authenticator"


def test_download_data_says_when_we_wrote_to_the_user_or_to_their_address(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    addresses = {
        "named": "old@example.org",
        "typed": "Amara@Example.org",
        "other": "bo@example.org",
    }
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        for name, address in addresses.items():
            outbox.queue(
                session,
                f"enrolment/emails/{name}",
                to_name="Amara",
                to_address=address,
                subject="Secret words",
                locale="en_GB",
                zone="UTC",
                now=clock.now(),
                user_id=amara if name == "named" else None,
                link="secret-token",
            )
    files = files_of(download_export(client))
    found = json.loads(files["account/account.json"])["mails"]
    assert [one["kind"] for one in found] == ["enrolment.named", "enrolment.typed"]
    assert "ecret" not in files["account/account.json"]


def test_download_data_changes_nothing_but_notifies_its_owner(
    app: Flask, client: FlaskClient, mentee: courses.Course
) -> None:
    before = tables(app)
    download_export(client)
    assert sorted(changed(app, before)) == ["outbox_mail", "rate_limit_hit"]
    before = tables(app)
    download_export(client)
    assert changed(app, before) == ["rate_limit_hit"]


def test_download_data_asks_no_more_for_more_rows(
    app: Flask, client: FlaskClient, mentee: courses.Course
) -> None:
    def statements() -> int:
        with app.app_context(), queries_of() as made:
            slots.exported(viewer=USER(mentee.mentee_id))  # the page's own are counted with it
            words_in(download_export(client))
        return len(made)

    download_export(client)  # which notifies its owner
    few = statements()
    with app.app_context():
        add_people([f"Person {number}" for number in range(60)], viewer=USER(mentee.mentee_id))
    assert statements() == few


def test_download_data_is_read_as_of_one_moment(
    app: Flask, client: FlaskClient, mentee: courses.Course
) -> None:
    def meddle(*, viewer: Viewer) -> list[File]:
        """Somebody writes while the file is being made."""

        def write() -> None:
            with app.app_context():
                add_people(["Latecomer"], viewer=viewer)

        writing = threading.Thread(target=write)
        writing.start()
        writing.join()
        return []

    slot: dict[str, Any] = {"export": (workspace_panels.export, meddle)}
    with app.app_context():
        slots.fill(app, "export", slot["export"])
    assert "Latecomer" not in words_in(download_export(client))
    assert "Latecomer" in words_in(download_export(client))
