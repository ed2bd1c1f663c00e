"""Words for moments, money, names and Markdown, as a reader in Oslo (or elsewhere) sees them."""

import contextvars
import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel, force_locale
from markupsafe import Markup
from wtforms import EmailField
from wtforms.form import BaseForm
from wtforms.validators import DataRequired

from mentorhub.foundation import clock
from mentorhub.mail import outbox
from mentorhub.web import filters

NOW = dt.datetime(2026, 5, 7, 9, 0, tzinfo=dt.UTC)  # 11:00 in Oslo
OFFER_ENDS = dt.datetime(2026, 3, 14, 9, 15, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A request of a British reader in Oslo, at a known moment."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    app = Flask(__name__)
    app.config.update(BABEL_DEFAULT_LOCALE="en_GB", BABEL_DEFAULT_TIMEZONE="Europe/Oslo")
    Babel(app)
    filters.init_app(app)
    with app.test_request_context():
        yield app


def test_a_day_of_this_year_has_no_year() -> None:
    assert filters.day(dt.date(2026, 5, 7)) == "Thursday 7 May"


def test_a_day_of_another_year_has_its_year() -> None:
    assert filters.day(dt.date(2025, 12, 31)) == "Wednesday 31 December 2025"


def test_a_moment_falls_on_the_day_of_the_readers_zone() -> None:
    late_evening = dt.datetime(2026, 5, 6, 22, 30, tzinfo=dt.UTC)
    assert filters.day(late_evening) == "Thursday 7 May"
    assert filters.day(late_evening, zone="America/New_York") == "Wednesday 6 May"


def test_other_languages_write_the_day_their_own_way() -> None:
    with force_locale("nb"):
        assert filters.day(dt.date(2026, 5, 7)) == "torsdag 7. mai 2026"


def test_a_moment_names_its_place() -> None:
    assert filters.moment(OFFER_ENDS) == "Saturday 14 March, 10:15 in Oslo"


def test_a_moment_may_be_told_in_another_zone_than_the_readers() -> None:
    told = filters.moment(OFFER_ENDS, zone="Asia/Kolkata")
    assert told == "Saturday 14 March, 14:45 in Kolkata"


def test_a_place_is_the_town_alone() -> None:
    told = filters.moment(OFFER_ENDS, zone="America/Argentina/Buenos_Aires")
    assert told.endswith("06:15 in Buenos Aires")


def test_utc_is_no_town() -> None:
    assert filters.moment(OFFER_ENDS, zone="UTC") == "Saturday 14 March, 09:15 UTC"


def test_a_mail_is_written_in_its_readers_zone_and_not_in_the_requests() -> None:
    assert filters.moment(OFFER_ENDS).endswith("10:15 in Oslo")
    with outbox.written_for("en_GB", "Africa/Lagos"):
        assert filters.moment(NOW) == "Thursday 7 May, 10:00 in Lagos"
    assert filters.moment(OFFER_ENDS).endswith("10:15 in Oslo")


def test_an_hour_is_written_by_the_clock_of_twenty_four() -> None:
    assert filters.hour(dt.datetime(2026, 5, 7, 12, 52, tzinfo=dt.UTC)) == "14:52"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(minutes=5), "5 minutes ago"),
        (dt.timedelta(hours=3), "3 hours ago"),
        (dt.timedelta(days=9), "9 days ago"),
        (dt.timedelta(weeks=3), "3 weeks ago"),
        (dt.timedelta(days=200), "7 months ago"),
        (dt.timedelta(days=800), "2 years ago"),
        (dt.timedelta(hours=-5), "in 5 hours"),
        (dt.timedelta(days=-4), "in 4 days"),
    ],
)
def test_an_age_is_told_in_one_unit(before: dt.timedelta, told: str) -> None:
    assert filters.ago(NOW - before) == told


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (dt.date(2026, 5, 6), "yesterday"),
        (dt.date(2026, 5, 7), "today"),
        (dt.date(2026, 5, 8), "tomorrow"),
        (dt.date(2026, 5, 5), "2 days ago"),
    ],
)
def test_a_date_is_told_by_the_calendar(on: dt.date, told: str) -> None:
    assert filters.ago(on) == told


def test_a_moment_over_a_day_ago_is_told_by_the_readers_calendar() -> None:
    two_nights_ago = dt.datetime(2026, 5, 5, 22, 30, tzinfo=dt.UTC)  # 00:30 on the 6th in Oslo
    assert filters.ago(two_nights_ago) == "yesterday"


def test_an_age_may_be_told_as_of_another_moment() -> None:
    assert filters.ago(NOW, now=NOW + dt.timedelta(days=5)) == "5 days ago"


def test_one_page_asks_the_clock_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dt.datetime] = []

    def counted() -> dt.datetime:
        asked.append(NOW)
        return NOW

    monkeypatch.setattr(clock, "now", counted)
    assert filters.ago(NOW) == "just now"
    assert filters.day(NOW) == "Thursday 7 May"
    assert len(asked) == 1


def test_without_a_request_an_age_is_told_all_the_same(page: Flask) -> None:
    def told() -> str:
        with page.app_context():
            return filters.ago(NOW - dt.timedelta(days=9))

    assert contextvars.Context().run(told) == "9 days ago"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(1721, "28:41"), (3912, "1:05:12"), (0, "0:00"), (-5, "0:00")]
)
def test_time_left_is_shown_as_a_clock(seconds: float, shown: str) -> None:
    assert filters.duration(seconds) == shown


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [(64000, "eur", "€640"), (64050, "EUR", "€640.50"), (500, "jpy", "JP¥500")],
)
def test_money_is_shown_without_empty_decimals(minor: int, currency: str, shown: str) -> None:
    assert filters.money(minor, currency) == shown


@pytest.mark.parametrize(
    ("name", "mails"),
    [
        ("Amara Nwosu", "AN"),
        ("Bríd Ní Mhurchú", "BM"),
        ("łukasz", "Ł"),
        ("Ana Ana", "AA"),
        ("  ", ""),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, mails: str) -> None:
    assert filters.initials(name) == mails


def test_markdown_keeps_what_an_email_needs() -> None:
    html = filters.markdown("Dear *Amara*,\nhello.\n\n- one\n- two")
    assert isinstance(html, Markup)
    assert "<p>Dear <em>Amara</em>,<br>" in html
    assert "<li>one</li>" in html


def test_markdown_lets_no_html_through() -> None:
    html = filters.markdown('<script>alert(1)</script><b onclick="x">bold</b>')
    assert "<script" not in html
    assert "<b" not in html


@pytest.mark.parametrize(
    "text",
    ["[x](javascript:alert(1))", "[x](data:text/html,hello)", "![x](https://example.org/x.png)"],
)
def test_markdown_lets_no_script_address_and_no_image_through(text: str) -> None:
    html = filters.markdown(text)
    assert "href" not in html
    assert "<img" not in html


def test_links_of_others_are_not_vouched_for() -> None:
    html = filters.markdown("[a page](https://example.org/)")
    assert 'rel="noopener nofollow"' in html


def test_headings_in_a_text_stand_below_the_pages_own() -> None:
    assert filters.markdown("# One\n\n#### Four") == "<h3>One</h3>\n<h4>Four</h4>\n"


def enrolling(email: str) -> BaseForm:
    form = BaseForm({"email": EmailField("Email", [DataRequired("Please write your address.")])})
    form.process(data={"email": email})
    return form


def test_a_right_field_is_described_by_its_hint() -> None:
    form = enrolling("amara@example.org")
    assert filters.described(form["email"], "Only for your seat.") == {
        "aria-describedby": "email-hint"
    }
    assert filters.described(form["email"], "") == {}


def test_a_wrong_field_is_described_by_its_error_too() -> None:
    form = enrolling("")
    assert not form.validate()
    assert filters.described(form["email"], "Only for your seat.") == {
        "aria-invalid": "true",
        "aria-describedby": "email-hint email-error",
    }


def test_the_page_knows_its_language_and_direction() -> None:
    assert (filters.page_language(), filters.page_direction()) == ("en-GB", "ltr")
    with force_locale("ar"):
        assert (filters.page_language(), filters.page_direction()) == ("ar", "rtl")


def test_templates_find_the_filters_by_their_short_names() -> None:
    shown = render_template_string(
        "{{ at | date }} / {{ at | datetime }} / {{ at | time }} / {{ at | ago }} / "
        "{{ 99 | duration }} / {{ 64000 | money('eur') }} / {{ 'Amara Nwosu' | initials }} / "
        "{{ '*so*' | markdown }}",
        at=OFFER_ENDS,
    )
    assert shown == (
        "Saturday 14 March / Saturday 14 March, 10:15 in Oslo / 10:15 / 8 weeks ago / 1:39"
        " / €640 / AN / <p><em>so</em></p>\n"
    )


def test_templates_find_charts_and_the_forms_descriptions() -> None:
    assert "<svg" in render_template_string("{{ charts.rings(64, angle=-38) }}")
    form = enrolling("amara@example.org")
    assert render_template_string("{{ described(form['email'], '') }}", form=form) == "{}"
