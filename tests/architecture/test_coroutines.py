"""No view and no hook is a coroutine: the app runs them as they are, and one would answer with itself."""

from collections.abc import Callable, Iterator
from inspect import iscoroutinefunction
from typing import Any

from mentorhub.app import create_app
from tests.conftest import settings_for


def test_nothing_that_a_request_runs_is_a_coroutine() -> None:
    found = list(_functions())
    assert len(found) > 100
    assert [one for one in found if iscoroutinefunction(one)] == []


def _functions() -> Iterator[Callable[..., Any]]:
    app = create_app(settings_for("sqlite://"))
    yield from app.view_functions.values()
    for hooks in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs):
        for functions in hooks.values():
            yield from functions
    for by_code in app.error_handler_spec.values():
        for handlers in by_code.values():
            yield from handlers.values()
    yield from app.teardown_appcontext_funcs
