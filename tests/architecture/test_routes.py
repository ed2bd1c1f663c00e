"""Every route has a guard or stands on the public list; what only answers GET changes nothing."""

import ast
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from mentorhub.web.csrf import EXEMPT, UNSAFE
from mentorhub.web.public import PUBLIC

# GET views that may call an action, and why:
GET_ACTS = {
    "enrolment.checkout_return": "Stripe sends the payer here; the action is idempotent",
    "payments.return_from_setup": "Stripe sends the owner here; the account is read, as every hour",
    "payments.set_up_connection": "Stripe sends the owner here when its page is spent: a new one, there",
    "workspace.read_feed": "that a calendar read it is noted once an hour, for its owner",
    "reviews.show_check_in": "the access log's line: the mentee sees who looked",
    "reviews.review_queue": "the access log's line: the mentee sees who looked",
    "reviews.list_mentees": "the access log's line: the mentee sees who looked",
}


def test_every_route_is_guarded_or_public(app: Flask) -> None:
    unguarded = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if not getattr(view, "guard", "") and endpoint not in PUBLIC
    }
    assert unguarded == set()


def test_the_public_list_names_only_real_unguarded_endpoints(app: Flask) -> None:
    assert set(app.view_functions) >= PUBLIC
    guarded = {name for name in PUBLIC if getattr(app.view_functions[name], "guard", "")}
    assert guarded == set()


def test_only_signed_requests_are_exempt_from_csrf(app: Flask) -> None:
    assert {"payments.receive_event", "accounts.unsubscribe"} == EXEMPT
    assert set(app.view_functions) >= EXEMPT


def test_a_view_is_named_as_its_endpoint(app: Flask) -> None:
    wrong = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and endpoint.rpartition(".")[2] != view.__name__
    ]
    assert wrong == []


def test_get_changes_nothing(app: Flask) -> None:
    acting = {
        endpoint
        for endpoint in _answers_only_get(app)
        if _actions_called(app.view_functions[endpoint])
    }
    assert acting <= set(GET_ACTS)


def test_an_address_that_changes_something_is_a_noun(app: Flask) -> None:
    """`POST /follow-ups/<id>/completion`: a state change is a resource, not a verb."""
    verbs = {"create", "update", "delete", "edit", "complete", "submit", "cancel", "send", "save"}
    wrong = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if UNSAFE & (rule.methods or set()) and verbs.intersection(rule.rule.split("/"))
    ]
    assert wrong == []


def _answers_only_get(app: Flask) -> Iterator[str]:
    rules: dict[str, list[Rule]] = {}
    for rule in app.url_map.iter_rules():
        rules.setdefault(rule.endpoint, []).append(rule)
    for endpoint, those in rules.items():
        if not any(UNSAFE & (rule.methods or set()) for rule in those) and endpoint != "static":
            yield endpoint


def _actions_called(view: Callable[..., Any]) -> set[str]:
    """Names of actions that a view or a function of its module that it calls, calls."""
    module = inspect.getmodule(inspect.unwrap(view))
    assert module is not None
    tree = ast.parse(inspect.getsource(module))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return _called_actions(functions, inspect.unwrap(view).__name__, _names_of_actions(tree), set())


def _called_actions(
    functions: dict[str, ast.FunctionDef], name: str, actions: set[str], seen: set[str]
) -> set[str]:
    if name in seen or name not in functions:
        return set()
    seen.add(name)
    used = {node.id for node in ast.walk(functions[name]) if isinstance(node, ast.Name)}
    found = used & actions
    for other in used & set(functions):
        found |= _called_actions(functions, other, actions, seen)
    return found


def _names_of_actions(tree: ast.Module) -> set[str]:
    """What a module imports from an `actions` module, under the names it uses."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            from_actions = "actions" in (node.module or "").split(".")
            names |= {
                alias.asname or alias.name
                for alias in node.names
                if from_actions or alias.name == "actions"
            }
    return names
