"""How pages are made of templates: what each of them does dozens of times costs little."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from mentorhub.foundation.config import extension_or_new


class PageEnvironment(Environment):
    """Jinja's own, but a template has its globals in one dict, as they are when it is first used.

    Of the chain of two that it has otherwise, each `import` in a template builds a new set whenever it is run.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds beside its context."""
        return {**self.globals, **(d or {})}


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
