"""For whom a text is: the mail's reader, then the signed-in user, then the practice whose page it is."""

import pytest
from flask import Flask, g
from flask_babel import get_locale, get_timezone
from flask_login import login_user

from mentorhub.accounts.models import User
from mentorhub.foundation.database import db
from mentorhub.foundation.mail import written_for
from mentorhub.web import language
from tests import scenes


def test_british_english_and_utc_are_the_default(app: Flask) -> None:
    with app.test_request_context("/"):
        assert _shown() == ("en_GB", "UTC")


def test_outside_a_request_it_is_the_default_too(in_app: Flask) -> None:
    assert _shown() == ("en_GB", "UTC")


@pytest.mark.parametrize("wish", ["de", "xx;q=nonsense", "", "*"])
def test_a_browsers_wish_for_another_language_gets_ours(app: Flask, wish: str) -> None:
    with app.test_request_context("/", headers={"Accept-Language": wish}):
        assert _shown() == ("en_GB", "UTC")


def test_a_browsers_wish_counts_where_there_is_a_choice(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "LOCALES", ("en_GB", "de"))
    with app.test_request_context("/", headers={"Accept-Language": "de"}):
        assert _shown() == ("de", "UTC")


def test_a_public_page_is_shown_in_its_practices_place(app: Flask) -> None:
    with app.test_request_context("/"):
        language.show_in(locale="de_DE", zone="Europe/Berlin")
        assert _shown() == ("de_DE", "Europe/Berlin")


def test_a_signed_in_users_own_place_goes_first(app: Flask) -> None:
    with app.app_context():
        user_id = scenes.user("amara@example.org", timezone="Africa/Lagos", locale="en_GB")
    with app.test_request_context("/"):
        login_user(db.session.get_one(User, user_id))
        language.show_in(locale="de_DE", zone="Europe/Berlin")
        assert _shown() == ("en_GB", "Africa/Lagos")


def test_a_mails_reader_goes_before_who_is_signed_in(app: Flask) -> None:
    with app.test_request_context("/"):
        g.shown_locale, g.shown_zone = "de_DE", "Europe/Berlin"
        with written_for("nb_NO", "Europe/Oslo"):
            assert _shown() == ("nb_NO", "Europe/Oslo")


def _shown() -> tuple[str, str]:
    return str(get_locale()), str(get_timezone())
