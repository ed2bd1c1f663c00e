"""What every template may call: addresses of static files, and words."""

from collections.abc import Callable

from flask import Flask, current_app
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from mentorhub.foundation.config import extension_or_new


def init_app(app: Flask) -> None:
    """Give every template `asset()`."""
    app.jinja_env.globals["asset"] = asset


def asset(filename: str) -> str:
    """The address of a file under `static/`."""
    known = extension_or_new("assets", dict[str, str])
    if filename not in known:
        known[filename] = current_app.url_for("static", filename=filename, _external=False)
    return known[filename]


def translating(gettext: Callable[[str], str]) -> Callable[..., str]:
    """`_()` for templates, as Jinja's own newer style has it: values are put in, escaped where the template escapes."""

    @pass_eval_context
    def translated(context: EvalContext, text: str, /, **values: object) -> str:
        found = gettext(text)
        if context.autoescape:
            found = Markup(found)  # noqa: S704 - our own words
        return found % values if values or "%" in found else found

    return translated
