"""For whom a text is: the mail's reader, then the signed-in user, then the practice whose page it is."""

import pytest
from babel.support import Translations
from flask import Flask, g
from flask_babel import get_locale, get_timezone
from flask_login import login_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import written_for
from mentorhub.web import filters, language
from tests.support import factories


def test_british_english_and_utc_are_the_default(app: Flask) -> None:
    with app.test_request_context("/"):
        assert _shown() == ("en_GB", "UTC")


def test_outside_a_request_it_is_the_default_too(in_app: Flask) -> None:
    assert _shown() == ("en_GB", "UTC")


@pytest.mark.parametrize("language", ["de", "xx;q=nonsense", "", "*"])
def test_a_browser_that_prefers_another_language_gets_ours(app: Flask, language: str) -> None:
    with app.test_request_context("/", headers={"Accept-Language": language}):
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


class _Form(FlaskForm):  # type: ignore[misc]
    name = StringField(validators=[InputRequired()])


@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
def test_a_form_speaks_the_language_of_its_page_and_reads_no_catalogue(
    app: Flask, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    monkeypatch.delattr(Translations, "load")
    with app.test_request_context("/", method="POST"):
        language.show_in(locale=locale, zone="Europe/Berlin")
        form = _Form()
        assert not form.validate()
        assert form.name.errors == ["This field is required."]


def test_a_signed_in_users_own_place_goes_first(app: Flask) -> None:
    with app.app_context():
        user_id = factories.user("amara@example.org", timezone="Africa/Lagos", locale="en_GB")
    with app.test_request_context("/"):
        login_user(db.session.get_one(User, user_id))
        language.show_in(locale="de_DE", zone="Europe/Berlin")
        assert _shown() == ("en_GB", "Africa/Lagos")


def test_a_mails_reader_goes_before_who_is_signed_in(app: Flask) -> None:
    with app.test_request_context("/"):
        g.shown_locale, g.shown_zone = "de_DE", "Europe/Berlin"
        with written_for("nb_NO", "Europe/Oslo"):
            assert _shown() == ("nb_NO", "Europe/Oslo")


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("America/New_York", "America/New_York"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("UTC", "UTC"),
        ("", ""),
        ("Mars/Olympus_Mons", ""),
        ("../../etc/passwd", ""),
        ("/etc/localtime", ""),
        ("America", ""),
        ("Europe/Oslo\n", ""),
        ("x" * 10_000, ""),
    ],
)
def test_a_browsers_zone_counts_where_there_is_such_a_one(
    app: Flask, sent: str, taken: str
) -> None:
    with app.test_request_context("/", method="POST", data={"zone": sent}):
        assert language.browser_zone() == taken


def test_a_visitor_is_told_in_which_zone_a_page_tells_times_and_nobody_else(app: Flask) -> None:
    with app.app_context():
        user_id = factories.user("amara@example.org", timezone="Africa/Lagos")
        assert filters.visitors_zone() == ""
    with app.test_request_context("/"):
        language.show_in(locale="en_GB", zone="Europe/Oslo")
        assert filters.visitors_zone() == "Europe/Oslo"
        assert filters.visitors_zone("Europe/Berlin") == "Europe/Berlin"
        with written_for("en_GB", "Africa/Lagos"):
            assert filters.visitors_zone() == ""
        login_user(db.session.get_one(User, user_id))
        assert filters.visitors_zone() == ""


def _shown() -> tuple[str, str]:
    return str(get_locale()), str(get_timezone())
