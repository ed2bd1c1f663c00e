"""The page of tokens: made and shown once, listed, ended; a mistake beside its field; another's is not there."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.tokens import hash_of
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from tests.support import factories, notebooks
from tests.support.account_emails import mails
from tests.support.api import token_of
from tests.support.forms import submit

PAGE = "/account/tokens"
SENT = {"name": "My address book", "scopes": "people:read people:write", "lasts": "30"}


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> int:
    """Signed in just now."""
    with app.app_context():
        user_id = factories.user("amara@example.org", timezone="Europe/Oslo")
    factories.sign_in(client, "amara@example.org")
    return user_id


def tokens(app: Flask) -> list[ApiToken]:
    """All that are stored."""
    with app.app_context():
        return notebooks.stored(ApiToken)


def test_a_token_is_shown_once_and_stored_as_its_hash(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    made = submit(client, PAGE, page=PAGE, **SENT)
    (token,) = set(re.findall(r"mhp_\w{36}", made.text))
    (stored,) = tokens(app)
    assert stored.token_hash == hash_of(token)
    assert (stored.user_id, stored.scopes) == (amara, "people:read people:write")
    assert (stored.expires_at + dt.timedelta(minutes=1) - stored.created_at).days == 30
    listed = client.get(PAGE).text
    assert "My address book" in listed and "never used" in listed and token not in listed
    (notice,) = mails(app, "token_made")
    assert "My address book" in notice.text_body and token not in notice.text_body


def test_a_token_may_end_with_a_day_of_its_owners(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    with app.app_context():
        day = clock.now().date() + dt.timedelta(days=10)
    submit(client, PAGE, page=PAGE, **SENT | {"lasts": "date", "last_day": day.isoformat()})
    (stored,) = tokens(app)
    assert stored.expires_at.date() == day and stored.expires_at.hour in {22, 23}  # in Oslo


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Please give it a name"),
        ({"name": "x" * 101}, "100 characters at most"),
        ({"scopes": "people:all"}, "Not a valid choice"),
        ({"lasts": "1000"}, "Not a valid choice"),
        ({"lasts": "date"}, "Please choose its last day."),
        ({"lasts": "date", "last_day": "soon"}, "Please give the day as a date"),
        ({"lasts": "date", "last_day": "2020-01-01"}, "This day has passed."),
        ({"lasts": "date", "last_day": "2999-01-01"}, "A token lasts a year at most."),
    ],
)
def test_a_mistake_is_named_and_makes_nothing(
    app: Flask, client: FlaskClient, amara: int, wrong: dict[str, str], said: str
) -> None:
    answer = submit(client, PAGE, page=PAGE, **SENT | wrong)
    assert (answer.status_code, tokens(app)) == (422, [])
    assert said in answer.text and ("My address book" in answer.text) == ("name" not in wrong)


def test_twenty_are_all_that_one_has(app: Flask, client: FlaskClient, amara: int) -> None:
    with app.app_context():
        for _ in range(20):
            token_of(USER(amara))
    answer = submit(client, PAGE, page=PAGE, **SENT)
    assert answer.status_code == 422 and "You have 20 tokens." in answer.text
    submit(client, f"{PAGE}/{tokens(app)[0].public_id}/ending", page=PAGE)
    assert submit(client, PAGE, page=PAGE, **SENT).status_code == 200


def test_an_ended_token_is_listed_no_more_and_ends_once(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    with app.app_context():
        token_of(USER(amara))
    (stored,) = tokens(app)
    for _ in range(2):
        ended = submit(client, f"{PAGE}/{stored.public_id}/ending", page=PAGE)
        assert ended.location == PAGE
    assert tokens(app)[0].ended_at is not None
    assert "My program" not in client.get(PAGE).text


def test_another_users_token_is_not_there(app: Flask, client: FlaskClient, amara: int) -> None:
    with app.app_context():
        token_of(USER(factories.user("bo@example.org")))
    (stored,) = tokens(app)
    assert stored.name not in client.get(PAGE).text
    answer = submit(client, f"{PAGE}/{stored.public_id}/ending", page=PAGE)
    assert (answer.status_code, tokens(app)[0].ended_at) == (404, None)


def test_who_signed_in_long_ago_signs_in_again_first(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    with clock.moved(dt.timedelta(minutes=20)):
        answer = submit(client, PAGE, page=PAGE, **SENT)
    assert answer.location == "/sign-in/again" and tokens(app) == []
