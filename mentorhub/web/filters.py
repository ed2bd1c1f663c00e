"""Words for times, money, names and Markdown, in the reader's locale and zone."""

import datetime as dt
import re
from typing import Literal
from zoneinfo import ZoneInfo

import nh3
from babel import Locale
from babel.dates import (
    format_date,
    format_time,
    format_timedelta,
    get_timezone_location,
)
from flask import Flask, g, has_request_context
from flask_babel import get_locale, get_timezone
from flask_babel import gettext as _
from flask_login import current_user
from markdown_it import MarkdownIt
from markupsafe import Markup
from wtforms import Field

from mentorhub.foundation import clock
from mentorhub.foundation.money import spoken
from mentorhub.mail import outbox
from mentorhub.web.charts.counts import Stage, funnel, queue, seats
from mentorhub.web.charts.keepsakes import herofigure, rings, stamp
from mentorhub.web.charts.relmap import relmap
from mentorhub.web.charts.rhythm import heatmap, sparkline, strip

ALLOWED_TAGS = {
    "p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "code", "pre", "hr",
}  # fmt: skip
ALLOWED_SCHEMES = {"http", "https", "mailto"}
DAY_SECONDS = 86_400
CHARTS = (Stage, funnel, heatmap, herofigure, queue, relmap, rings, seats, sparkline, stamp, strip)
Unit = Literal["minute", "hour", "day", "week", "month", "year"]
NO_PLACE = {"UTC", "GMT", "Zulu", "Universal"}

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})


def init_app(app: Flask) -> None:
    """Give every template the filters below, `charts`, `described()` and the page's language."""
    app.jinja_env.filters.update(
        date=day,
        datetime=moment,
        time=hour,
        ago=ago,
        late_by=late_by,
        duration=duration,
        machine=machine,
        money=money,
        initials=initials,
        markdown=markdown,
    )
    app.jinja_env.globals.update(
        charts={each.__name__: each for each in CHARTS},
        described=described,
        page_language=page_language,
        page_direction=page_direction,
        visitors_zone=visitors_zone,
    )


def day(value: dt.date, *, zone: str | dt.tzinfo | None = None) -> str:
    """Such as "Thursday 7 May", and the year unless it is this one; a datetime in the zone."""
    on = _local(value, zone).date() if isinstance(value, dt.datetime) else value
    locale = _locale()
    if locale.language != "en":
        return format_date(on, "full", locale=locale)
    this_year = on.year == present().astimezone(_zone(zone)).year
    pattern = (
        "EEEE d MMMM y" if _is_default_english(locale) else locale.date_formats["full"].pattern
    )
    return format_date(on, re.sub("[, ]+y$", "", pattern) if this_year else pattern, locale=locale)


def moment(value: dt.datetime, *, zone: str | dt.tzinfo | None = None) -> str:
    """Such as "Saturday 14 March, 10:15 in Oslo": never a time without its place.

    `zone` overrides the reader's own.
    """
    tz = _zone(zone)
    words = {"day": day(value, zone=tz), "time": hour(value, zone=tz)}
    if str(tz) in NO_PLACE:
        return str(_("%(day)s, %(time)s UTC", **words))
    place = get_timezone_location(tz, locale=_locale(), return_city=True).rpartition("/")[2]
    return str(_("%(day)s, %(time)s in %(place)s", place=place, **words))


def hour(value: dt.datetime, *, zone: str | dt.tzinfo | None = None) -> str:
    """Such as "14:52", for where the place already stands beside it."""
    locale = _locale()
    pattern = "HH:mm" if _is_default_english(locale) else "short"
    return format_time(_local(value, zone).timetz(), pattern, tzinfo=_zone(zone), locale=locale)


def ago(value: dt.date, *, now: dt.datetime | None = None) -> str:
    """Such as "9 days ago", "in 3 weeks", "yesterday".

    Dates, and times more than a day away, are counted on the reader's calendar.
    """
    at = now or present()
    if isinstance(value, dt.datetime):
        seconds = (value - at).total_seconds()
        if abs(seconds) < 60:
            return str(_("just now"))
        if abs(seconds) < DAY_SECONDS:
            return _distance(seconds, "minute" if abs(seconds) < 3600 else "hour")
        value = _local(value).date()
    days = (value - _local(at).date()).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if days in near:
        return str(near[days])
    return _distance(days * DAY_SECONDS, _unit(abs(days)))


def late_by(due_on: dt.date, *, now: dt.datetime | None = None) -> str:
    """How long ago a date was due on the reader's calendar: "1 day late", "8 weeks late"."""
    days = (_local(now or present()).date() - due_on).days
    return str(
        _("%(time)s late", time=_distance(days * DAY_SECONDS, _unit(days), has_direction=False))
    )


def duration(seconds: float) -> str:
    """Time left as a clock shows it: "28:41", "1:05:12"; never below zero. app.js counts on."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def machine(value: dt.date | float) -> str:
    """A time, a date, or seconds that are left, as `<time datetime>` writes it; HTML knows no microseconds."""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else f"PT{max(0, round(value))}S"


def money(amount_minor: int, currency: str) -> str:
    """Such as "€640" or "€640.50", from minor units, as the reader's locale writes it."""
    return spoken(amount_minor, currency, locale=str(_locale()))


def initials(name: str) -> str:
    """Of the first and the last word: "Bríd Ní Mhurchú" is BM. Empty for an empty name."""
    words = name.split()
    if not words:
        return ""
    return words[0][0].upper() + (words[-1][0].upper() if len(words) > 1 else "")


def markdown(text: str) -> Markup:
    """What somebody wrote, as safe HTML: no raw HTML, no images, headings below the page's own."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2", "h3"} else "h4"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html, tags=ALLOWED_TAGS, url_schemes=ALLOWED_SCHEMES, link_rel="noopener nofollow"
    )
    return Markup(clean)  # noqa: S704  cleaned above


def described(field: Field, hint: str) -> dict[str, str]:
    """ARIA attributes that tie a field to its hint and error, as shared/fields.html names them."""
    notes = [f"{field.id}-hint"] if hint else []
    if not field.errors:
        return {"aria-describedby": notes[0]} if notes else {}
    return {"aria-invalid": "true", "aria-describedby": " ".join([*notes, f"{field.id}-error"])}


def visitors_zone(zone: str | None = None) -> str:
    """The zone in which a page shows times to a visitor who has not chosen one: an IANA name, else ''.

    Their browser then shows its own time first (app.js). Who is signed in has chosen a zone; mails run no scripts.
    """
    is_known = outbox.reader.get() is not None or not has_request_context()
    return "" if is_known or current_user.is_authenticated else str(_zone(zone))


def page_language() -> str:
    """The page's language as HTML writes it: "en", "pt-BR"."""
    return str(_locale()).replace("_", "-")


def page_direction() -> str:
    """Either "ltr" or "rtl"."""
    return _locale().text_direction


def _locale() -> Locale:
    return get_locale() or Locale("en")


def _is_default_english(locale: Locale) -> bool:
    """Whether dates are written as the product's own words write them; other countries' readers see their own way."""
    return locale.language == "en" and locale.territory in {None, "GB", "IE"}


def _zone(zone: str | dt.tzinfo | None) -> dt.tzinfo:
    """The zone asked for, else a mail's reader's (Flask-Babel may keep a request's), else ours."""
    if isinstance(zone, dt.tzinfo):
        return zone
    reader = outbox.reader.get()
    name = zone or (reader.zone if reader else "")
    return ZoneInfo(name) if name else get_timezone() or dt.UTC


def _local(value: dt.datetime, zone: str | dt.tzinfo | None = None) -> dt.datetime:
    return value.astimezone(_zone(zone))


def present() -> dt.datetime:
    """One `now` for a whole page: its ages must agree, and the clock is asked once."""
    if not has_request_context():
        return clock.now()
    if "shown_now" not in g:
        g.shown_now = clock.now()
    found: dt.datetime = g.shown_now
    return found


def show_as_of(now: dt.datetime) -> None:
    """Show the whole page as of this time, which one of the page's own statements has read."""
    g.shown_now = now


def _distance(seconds: float, unit: Unit, *, has_direction: bool = True) -> str:
    """The distance counted in this unit alone; Babel would round nine days to "1 week"."""
    return format_timedelta(
        dt.timedelta(seconds=seconds),
        granularity=unit,
        threshold=float("inf"),
        add_direction=has_direction,
        locale=_locale(),
    )


def _unit(days: int) -> Unit:
    if days < 14:
        return "day"
    if days < 60:
        return "week"
    return "month" if days < 365 else "year"
