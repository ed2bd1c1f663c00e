"""Which language, locale and zone a text is for: the mail's reader, the signed-in user, or the practice on the page."""

from functools import cache
from zoneinfo import available_timezones

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, gettext
from flask_login import current_user

from mentorhub.mail.outbox import reader
from mentorhub.web.templating import translating

LOCALES: tuple[str, ...] = ("en_GB",)
babel = Babel()


def init_app(app: Flask) -> None:
    """British English is the source language; other catalogues may follow."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en_GB"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "UTC"
    babel.init_app(app, locale_selector=_locale, timezone_selector=_zone)
    # Where there is one language only, looking for its catalogue at each text took a tenth of a page's time.
    is_one = len(LOCALES) == 1
    if is_one:
        app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    app.config["WTF_I18N_ENABLED"] = not is_one  # else each form reads the catalogue's file
    app.jinja_env.globals["_"] = translating(str if is_one else gettext)


def show_in(*, locale: str, zone: str) -> None:
    """For a public page: write dates and money as its practice does, unless the viewer is signed in."""
    g.shown_locale, g.shown_zone = locale, zone


def browser_zone() -> str:
    """The IANA zone of the sender's browser, as a script wrote it into the form's field `zone`; '' unless
    it names one that there is.
    """
    zone = request.form.get("zone", "")
    return zone if zone in _zones() else ""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads a few hundred files each time


def _locale() -> str:
    mail_reader = reader.get()
    if mail_reader is not None:
        return mail_reader.locale
    if not has_request_context():
        return LOCALES[0]
    if current_user.is_authenticated:
        return str(current_user.locale)
    return g.get("shown_locale") or _preferred()


def _preferred() -> str:
    """What the browser asks for, where there is a choice."""
    if len(LOCALES) == 1:
        return LOCALES[0]
    return request.accept_languages.best_match(LOCALES) or LOCALES[0]


def _zone() -> str:
    mail_reader = reader.get()
    if mail_reader is not None:
        return mail_reader.zone
    if has_request_context() and current_user.is_authenticated:
        return str(current_user.timezone)
    return g.get("shown_zone") or "UTC"
