"""Error pages: one calm page for each status code, never a trace."""

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from mentorhub.foundation.database.outages import outage_of
from mentorhub.foundation.errors import Busy, NotFound
from mentorhub.web import route_fallbacks
from mentorhub.web.api import problems
from mentorhub.web.outages import RETRY_AFTER_SECONDS


def init_app(app: Flask) -> None:
    """Register the pages for every error a person can meet, and what a program is answered instead."""
    problems.init_app(app)
    app.register_error_handler(NotFound, lambda _error: route_fallbacks.led_on() or page(404))
    app.register_error_handler(Busy, lambda _error: page(503, retry_after_seconds=5))
    app.register_error_handler(CSRFError, lambda _error: page(400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _broken)


def page(code: int, *, retry_after_seconds: int = 0, title: str = "", advice: str = "") -> Response:
    """The page (or, for JSON endpoints, the document) of an error code; `title` and `advice` replace the code's own."""
    if problems.is_api():
        after = {"Retry-After": str(retry_after_seconds)} if retry_after_seconds else None
        return problems.document(code, headers=after)
    usual_title, usual = words(code)
    title, advice = title or usual_title, advice or usual
    if request.path.endswith(".json"):
        response = make_response({"error": title}, code)
    else:
        response = make_response(
            render_template("shared/error.html", code=code, title=title, advice=advice), code
        )
    if retry_after_seconds:
        response.headers["Retry-After"] = str(retry_after_seconds)
    return response


def words(code: int) -> tuple[str, str]:
    """Title and advice for an error code, in the reader's language."""
    known = {
        400: (
            _("This form is out of date"),
            _("Nothing was changed. Go back, reload the page, and send it again."),
        ),
        403: (
            _("You do not have access to this page"),
            _("If you think you should, ask your mentor."),
        ),
        404: (
            _("Page not found"),
            _("The address may be wrong, or this page belongs to someone else."),
        ),
        405: (
            _("This address cannot be opened like that"),
            _("Go back to the page and use its button."),
        ),
        413: (
            _("What you sent is too large"),
            _("Please send something smaller. Nothing was changed."),
        ),
        429: (
            _("Too many attempts"),
            _("Please wait a few minutes and try again. Nothing was lost."),
        ),
        503: (
            _("We are very busy just now"),
            _("Nothing was lost, and nothing was done twice. Please try again in a few seconds."),
        ),
    }
    return known.get(
        code,
        (
            _("Something went wrong on our side"),
            _("You did not cause it, and it has been recorded. Please try again in a few minutes."),
        ),
    )


def _broken(error: Exception) -> Response:
    # The database may be what broke: the page must not ask it who is signed in.
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login looks first
    if outage_of(getattr(error, "original_exception", None)) is None:
        return page(500)
    return page(
        503,
        retry_after_seconds=RETRY_AFTER_SECONDS,
        title=_("MentorHub is not available just now"),
        advice=_(
            "Please try again in a minute. If you sent a form, check first whether it was saved."
        ),
    )


def _http(error: HTTPException) -> BaseResponse:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    led = route_fallbacks.led_on() if error.code in {404, 405} else None
    answer = led or page(error.code or 500)
    if error.code == 405 and isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer
