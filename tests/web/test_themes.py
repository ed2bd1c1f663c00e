"""Light or dark: the browser's own choice first, then its user's; to a stranger's cookie nothing is owed."""

import pytest
from flask import Flask
from flask_login import login_user
from werkzeug.wrappers import Response

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.tables import db
from mentorhub.web import themes
from tests.support import factories


@pytest.mark.parametrize(
    ("cookie", "own", "shown"),
    [
        ("", "", ""),
        ("light", "", "light"),
        ("", "dark", "dark"),
        ("light", "dark", "light"),
        ('"><script>', "dark", "dark"),
        ("pink", "", ""),
    ],
)
def test_a_browsers_choice_goes_before_its_users(
    app: Flask, cookie: str, own: str, shown: str
) -> None:
    with app.app_context():
        user_id = factories.user("amara@example.org", theme=own)
    with app.test_request_context("/", headers={"Cookie": f"theme={cookie}"}):
        login_user(db.session.get_one(User, user_id))
        assert themes.page_theme() == shown


def test_a_visitor_has_the_browsers_alone(app: Flask) -> None:
    with app.test_request_context("/", headers={"Cookie": "theme=dark"}):
        assert themes.page_theme() == "dark"
    with app.test_request_context("/"):
        assert themes.page_theme() == ""


def test_outside_a_request_there_is_none(in_app: Flask) -> None:
    assert themes.page_theme() == ""


def test_a_browsers_choice_is_forgotten(in_app: Flask) -> None:
    answer = Response()
    themes.forget(answer)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("theme=;") and "Max-Age=0" in cookie
