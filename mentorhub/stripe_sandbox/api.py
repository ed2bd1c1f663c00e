"""The HTTP side of /v1: keys, versions, idempotency, JSON. What an endpoint does is in its deed."""

import base64
import binascii
import json
import re
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import idempotency
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError
from mentorhub.stripe_sandbox.expanding import expand
from mentorhub.stripe_sandbox.forms import Form, nested
from mentorhub.stripe_sandbox.idempotency import Answer
from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import public
from mentorhub.stripe_sandbox.params import check
from mentorhub.stripe_sandbox.routes import ROUTES, Route
from mentorhub.stripe_sandbox.sandbox import Sandbox
from mentorhub.stripe_sandbox.settings import API_VERSION

TEST_KEY = re.compile(r"^(sk|rk)_test_\w+$")


def register(app: Flask, sandbox: Sandbox) -> None:
    """Add every route of /v1 to the app, and Stripe's 404 for the rest of it."""
    blueprint = Blueprint("api", __name__)
    for route in ROUTES:
        view = _view(sandbox, route)
        blueprint.add_url_rule(
            route.path, route.name.replace(".", "_"), view, methods=[route.method]
        )
    methods = ["GET", "POST", "DELETE", "PUT", "PATCH"]
    blueprint.add_url_rule("/v1/<path:_>", "unknown", _unknown, methods=methods)
    app.register_blueprint(blueprint)


def _view(sandbox: Sandbox, route: Route) -> Any:
    def answer(**ids: str) -> ResponseReturnValue:
        request_id = new_id("req")
        try:
            reply = _answer(sandbox, route, ids=ids, request_id=request_id)
        except ApiError as error:
            reply = _refusal(error, request_id=request_id)
        return _response(reply, request_id=request_id)

    return answer


def _answer(sandbox: Sandbox, route: Route, *, ids: dict[str, str], request_id: str) -> Answer:
    """Answer one request; the order of the steps is Stripe's."""
    # 1. who asks, in which version
    _authenticate()
    _check_version()
    account = request.headers.get("Stripe-Account", "")
    # 2. is the same request answered or being answered already
    is_post = request.method == "POST"
    key = request.headers.get("Idempotency-Key") if is_post else None
    pairs = request.form if is_post else request.args
    form = nested(pairs.items(multi=True))
    mark = idempotency.fingerprint(request.method, request.path, form)
    opened = partial(
        sandbox.calling,
        account=account,
        base_url=request.host_url.rstrip("/"),
        request_id=request_id,
        idempotency_key=key,
    )
    with sandbox.keys_in_flight.claimed(account, key):
        try:
            with opened() as call:
                kept = idempotency.recall(call, mark=mark)
                return kept or _run(call, route, form=form, ids=ids, mark=mark)
        except ApiError:
            raise
        except Exception:
            # 3. a fault of ours: nothing of the deed stays, but the answer does
            current_app.logger.exception("the sandbox failed at %s", route.name)
            reply = _refusal(_fault(), request_id=request_id)
            with opened() as call:
                idempotency.remember(call, reply, mark=mark)
            return reply


def _run(call: Call, route: Route, *, form: Form, ids: dict[str, str], mark: str) -> Answer:
    """Run the deed; a refusal keeps what was stored before it, such as a declined charge.

    Refused parameters leave this function as an exception and undo everything.
    """
    try:
        params = check(route.accepts, form)
        paths = params.pop("expand", [])
        given = [params] if route.has_params else []
        doc = expand(call, route.deed(call, *given, *ids.values()), paths)
        reply = Answer(200, json.dumps(public(doc)))
    except ParameterError:
        raise
    except ApiError as error:
        reply = _refusal(error, request_id=str(call.request_id))
    idempotency.remember(call, reply, mark=mark)
    return reply


def _authenticate() -> None:
    key = _given_key(request.headers.get("Authorization", ""))
    if not key:
        raise ApiError(
            "You did not provide an API key. You need to provide your API key in the Authorization "
            "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            status=401,
        )
    if "_live_" in key:
        raise ApiError(
            "This is a sandbox without real money; it refuses live keys. Use a key that starts "
            "with sk_test_.",
            status=401,
        )
    if not TEST_KEY.match(key):
        raise ApiError(f"Invalid API Key provided: {key[:8]}***{key[-4:]}", status=401)


def _given_key(header: str) -> str:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return value.strip() if scheme.lower() == "bearer" else ""


def _check_version() -> None:
    version = request.headers.get("Stripe-Version", API_VERSION)
    if version != API_VERSION:
        raise ApiError(f"Invalid Stripe API version: {version}; the sandbox speaks {API_VERSION}.")


def _unknown(_: str) -> ResponseReturnValue:
    request_id = new_id("req")
    error = ApiError(
        f"Unrecognized request URL ({request.method}: {request.path}). Please see "
        "https://stripe.com/docs or we can help at https://support.stripe.com/.",
        status=404,
    )
    return _response(_refusal(error, request_id=request_id), request_id=request_id)


def _fault() -> ApiError:
    return ApiError(
        "Sorry! There was an error while talking to Stripe.", status=500, kind="api_error"
    )


def _refusal(error: ApiError, *, request_id: str) -> Answer:
    return Answer(error.status, json.dumps(public(error.body(request_id=request_id))))


def _response(reply: Answer, *, request_id: str) -> Response:
    response = Response(reply.body, status=reply.status, mimetype="application/json")
    response.headers["Request-Id"] = request_id
    response.headers["Stripe-Version"] = API_VERSION
    if "Idempotency-Key" in request.headers:
        response.headers["Idempotency-Key"] = request.headers["Idempotency-Key"]
    if "Stripe-Account" in request.headers:
        response.headers["Stripe-Account"] = request.headers["Stripe-Account"]
    if reply.is_replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
