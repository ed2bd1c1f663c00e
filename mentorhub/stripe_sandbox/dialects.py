"""How the two namespaces of the API are spoken: v1 in forms with `expand`, v2 in JSON with `include`.

What they have in common, keys, faults and transactions, is in `api.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from mentorhub.stripe_sandbox import idempotency, json_bodies
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.expanding import expand
from mentorhub.stripe_sandbox.forms import Form, nested
from mentorhub.stripe_sandbox.idempotency import Memory
from mentorhub.stripe_sandbox.including import include
from mentorhub.stripe_sandbox.params import check
from mentorhub.stripe_sandbox.routes import ROUTES, Route
from mentorhub.stripe_sandbox.routes_v2 import ROUTES_V2
from mentorhub.stripe_sandbox.store import Doc


@dataclass(frozen=True)
class Dialect:
    """One namespace. `keyed` are the methods whose idempotency key counts.

    `read` returns what was sent as a form; `act` runs a route's action and returns the answer; `refusal` returns
    the JSON of an error.
    """

    name: str
    routes: tuple[Route, ...]
    keyed: tuple[str, ...]
    memory: Memory
    read: Callable[[Route], Form]
    act: Callable[[Call, Route, Form, dict[str, str]], Doc]
    refusal: Callable[[ApiError, str], dict[str, Any]]


def _read_form(_: Route) -> Form:
    pairs = request.form if request.method == "POST" else request.args
    return nested(pairs.items(multi=True))


def _act_v1(call: Call, route: Route, form: Form, ids: dict[str, str]) -> Doc:
    params = check(route.accepts, form)
    paths = params.pop("expand", [])
    given = [params] if route.has_params else []
    return expand(call, route.action(call, *given, *ids.values()), paths)


def _refusal_v1(error: ApiError, request_id: str) -> dict[str, Any]:
    return error.body(request_id=request_id)


def _read_json(route: Route) -> Form:
    if request.method == "POST":
        return json_bodies.as_form(route.accepts, json_bodies.sent())
    return nested(request.args.items(multi=True))


def _act_v2(call: Call, route: Route, form: Form, ids: dict[str, str]) -> Doc:
    # where a list goes on stands in the address that its last page gave, not among the parameters
    cursor = {"page": form.pop("page")} if route.is_list and "page" in form else {}
    params = check(route.accepts, form)
    names = params.get("include", [])
    if not route.is_list:  # a list names it again in the address of its next page
        params.pop("include", None)
    given = [{**params, **cursor}] if route.has_params else []
    return include(route.action(call, *given, *ids.values()), names)


def _refusal_v2(error: ApiError, _: str) -> dict[str, Any]:
    return error.body_v2()


V1 = Dialect("v1", ROUTES, ("POST",), idempotency.V1, _read_form, _act_v1, _refusal_v1)
V2 = Dialect("v2", ROUTES_V2, ("POST", "DELETE"), idempotency.V2, _read_json, _act_v2, _refusal_v2)
