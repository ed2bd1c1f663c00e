"""The page of one's messages, and the way out of a mail: one POST, no cookie, no token of a form."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.queries.messages import mail_preferences
from mentorhub.accounts.views.messages import ENDED, TOPICS
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.kinds import MORNING_PARTS, Topic
from mentorhub.mail.mornings import begin_morning
from mentorhub.mail.preferences import Preferences, unsubscribe_path
from mentorhub.mail.quiet_hours import QUIET
from tests.support import factories
from tests.support.forms import submit

PAGE = "/account/messages"
ALL = {
    "wanted": ["pages", "answers"],
    "keeps_quiet": "y",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "digest": "",
}

MORNING = {
    "has_morning": "y",
    "morning_at": "07:30",
    "morning_days": "all",
    "morning_parts": ["days"],
}


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> int:
    """Amara, signed in, in Oslo."""
    with app.app_context():
        made = factories.user("amara@example.org", timezone="Europe/Oslo")
    factories.sign_in(client, "amara@example.org")
    return made


def _preferences(app: Flask, user_id: int) -> Preferences:
    with app.app_context():
        db.session.rollback()
        return mail_preferences([user_id])[user_id]


def _way_out(app: Flask, user_id: int, topic: Topic = Topic.ANSWERS) -> str:
    public_id = _preferences(app, user_id).public_id
    with app.app_context():
        return unsubscribe_path(public_id, topic)


def test_change_messages_shows_what_holds(client: FlaskClient, amara: int) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "in Oslo" in page.text
    assert len(re.findall(r'<input checked [^>]*name="wanted"', page.text)) == len(TOPICS)
    assert '<option selected value="22:00">' in page.text
    assert "Your password was changed" in page.text
    assert "A visitor’s inquiry" not in page.text


def test_change_messages_keeps_a_choice(app: Flask, client: FlaskClient, amara: int) -> None:
    chosen = {**ALL, "wanted": ["pages"], "quiet_until": "08:30", "digest": "12:00"}
    answer = submit(client, PAGE, page=PAGE, **chosen)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    found = _preferences(app, amara)
    assert found.unwanted == {"answers"}
    assert (found.hours.quiet, found.hours.digest) == ((22 * 60, 8 * 60 + 30), 12 * 60)
    page = client.get(PAGE).text
    assert "Saved." in page
    assert '<option selected value="12:00">' in page


def test_change_messages_can_switch_all_off(app: Flask, client: FlaskClient, amara: int) -> None:
    nothing = {"quiet_from": "22:00", "quiet_until": "22:00", "digest": ""}
    assert submit(client, PAGE, page=PAGE, **nothing).status_code == 303
    found = _preferences(app, amara)
    assert (set(found.unwanted), found.hours.quiet) == ({"pages", "answers"}, None)
    assert '<option selected value="22:00">' in client.get(PAGE).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quiet_until": "22:00"}, "need an end that differs"),
        ({"digest": "23:00"}, "lies in your quiet hours"),
        ({"quiet_from": "25:99"}, "Not a valid choice"),
        ({"digest": "noon"}, "Not a valid choice"),
        ({"wanted": ["pages", "gossip"]}, "not a valid choice"),
    ],
)
def test_change_messages_refuses_with_a_word_and_keeps_what_was_typed(
    app: Flask, client: FlaskClient, amara: int, wrong: dict[str, object], said: str
) -> None:
    answer = submit(client, PAGE, page=PAGE, **{**ALL, "wanted": ["pages"], **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert len(re.findall(r'<input checked [^>]*name="wanted"', answer.text)) == 1
    found = _preferences(app, amara)
    assert (found.unwanted, found.hours.quiet) == (frozenset(), QUIET)


def _open_notebook(app: Flask, user_id: int) -> None:
    """As far as emails know: at seven in the morning in Oslo, on a Friday."""
    with app.app_context():
        friday = dt.datetime(2027, 1, 15, 6, tzinfo=dt.UTC)
        clock.advance(friday - clock.now())
        with transaction(viewer=SYSTEM) as session:
            begin_morning(session, user_id, zone="Europe/Oslo", now=clock.now())


def test_change_messages_says_nothing_of_mornings_without_a_notebook(
    client: FlaskClient, amara: int
) -> None:
    assert "Morning email" not in client.get(PAGE).text


def test_change_messages_chooses_the_morning_email_and_names_the_next(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    _open_notebook(app, amara)
    page = client.get(PAGE).text
    assert "Next: Friday 15 January, 07:30 in Oslo." in page
    parts = re.findall(r'<input checked [^>]*name="morning_parts"', page)
    assert len(parts) == len(MORNING_PARTS)
    chosen = {**MORNING, "morning_days": "working", "morning_at": "06:30", "keeps_quiet": ""}
    assert submit(client, PAGE, page=PAGE, **{**ALL, **chosen}).status_code == 303
    assert "Next: Monday 18 January, 06:30 in Oslo." in client.get(PAGE).text
    assert _preferences(app, amara).unwanted == set(MORNING_PARTS) - {"days"}
    off = {**ALL, "morning_at": "07:30", "morning_days": "all"}
    assert submit(client, PAGE, page=PAGE, **off).status_code == 303
    assert "morning" in _preferences(app, amara).unwanted
    assert "Next:" not in client.get(PAGE).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"morning_at": "06:30"}, "This time lies in your quiet hours"),
        ({"morning_at": "noon"}, "Not a valid choice"),
        ({"morning_days": "sometimes"}, "Not a valid choice"),
        ({"morning_parts": []}, "Please choose at least one of these"),
        ({"morning_parts": ["gossip"]}, "not a valid choice"),
    ],
)
def test_change_messages_refuses_a_morning_that_cannot_be(
    app: Flask, client: FlaskClient, amara: int, wrong: dict[str, object], said: str
) -> None:
    _open_notebook(app, amara)
    answer = submit(client, PAGE, page=PAGE, **{**ALL, **MORNING, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert _preferences(app, amara).unwanted == frozenset()


def test_unsubscribe_ends_the_morning_email(app: Flask, client: FlaskClient, amara: int) -> None:
    answer = app.test_client().post(_way_out(app, amara, Topic.MORNING))
    assert "Morning email" in answer.text
    assert _preferences(app, amara).unwanted == {"morning"}


def test_change_messages_is_for_the_signed_in(client: FlaskClient) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in")
    posted = submit(client, PAGE, page="/sign-in", **ALL)
    assert posted.headers["Location"].startswith("/sign-in")


def test_change_messages_needs_the_forms_token(client: FlaskClient, amara: int) -> None:
    assert client.post(PAGE, data=ALL).status_code == 400


def test_unsubscribe_by_one_click_needs_nothing_but_the_address(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    way_out = _way_out(app, amara)
    for _twice in range(2):
        robot = app.test_client()
        answer = robot.post(way_out, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "You are unsubscribed" in answer.text
    assert _preferences(app, amara).unwanted == {"answers"}


def test_unsubscribe_changes_nothing_when_it_is_only_looked_at(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    page = app.test_client().get(_way_out(app, amara))
    assert page.status_code == 200
    assert str(TOPICS[Topic.ANSWERS]) in page.text
    assert "<h1>Unsubscribe</h1>" in page.text
    assert "amara" not in page.text.lower()
    assert _preferences(app, amara).unwanted == frozenset()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unsubscribe_knows_no_garbage(app: Flask, client: FlaskClient, method: str) -> None:
    for token in ("x", "x" * 3000, "%00"):
        address = f"/messages/unsubscriptions/{token}"
        assert client.open(address, method=method).status_code == 404


def test_every_topic_has_its_words() -> None:
    assert set(ENDED) == set(Topic)
