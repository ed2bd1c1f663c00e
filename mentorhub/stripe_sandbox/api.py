"""The HTTP side of /v1: keys, versions, idempotency, JSON. What an endpoint does is in its action."""

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
from mentorhub.stripe_sandbox.failing import AnswerLostError, fault_of_ours, hang_up, refusal
from mentorhub.stripe_sandbox.faults import Fault
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
        except AnswerLostError:
            return hang_up()
        except ApiError as error:
            reply = _refusal(error, request_id=request_id)
        return _response(reply, request_id=request_id)

    return answer


def _answer(sandbox: Sandbox, route: Route, *, ids: dict[str, str], request_id: str) -> Answer:
    """Answer one request; the order of the steps is Stripe's. Raises `AnswerLostError` for no answer."""
    # 1. who asks, in which version; is a fault met on arrival
    _authenticate()
    _check_version()
    _check_key(sandbox)
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
        if fault := _met(sandbox, "wait"):
            sandbox.pause(fault.seconds)
        try:
            with opened() as call:
                stored = idempotency.recall(call, mark=mark)
                reply = stored or _run(sandbox, call, route, form=form, ids=ids, mark=mark)
        except ApiError:
            raise
        except Exception:
            # 3. a fault of ours: nothing of the action stays, but the answer does
            current_app.logger.exception("the sandbox failed at %s", route.name)
            reply = _refusal(fault_of_ours(key=key), request_id=request_id)
            with opened() as call:
                idempotency.remember(call, reply, mark=mark)
    # 4. all is done and stored; is the answer lost on its way
    if fault := _met(sandbox, "answered"):
        _lose(fault, key=key)
    return reply


def _lose(fault: Fault, *, key: str | None) -> None:
    """Raise what the caller gets instead of the answer."""
    if fault.kind == "reset":
        raise AnswerLostError
    raise refusal(fault, path=request.path, key=key)


def _met(sandbox: Sandbox, phase: str) -> Fault | None:
    return sandbox.faults.meet(phase, method=request.method, path=request.path)


def _check_key(sandbox: Sandbox) -> None:
    """Refuse a request whose fault is met before anything runs."""
    fault = _met(sandbox, "arrival")
    if fault is None:
        return
    _lose(fault, key=request.headers.get("Idempotency-Key"))


def _run(
    sandbox: Sandbox, call: Call, route: Route, *, form: Form, ids: dict[str, str], mark: str
) -> Answer:
    """Run the action unless a fault is met, and store the answer under the request's key.

    Refused parameters leave this function as an exception and undo everything.
    """
    fault = sandbox.faults.take("action", method=request.method, path=request.path)
    if fault is None or fault.stage == "after":
        reply = _reply(call, route, form=form, ids=ids)
    if fault is not None:
        error = refusal(fault, path=request.path, key=call.idempotency_key)
        reply = _refusal(error, request_id=str(call.request_id))
    idempotency.remember(call, reply, mark=mark)
    return reply


def _reply(call: Call, route: Route, *, form: Form, ids: dict[str, str]) -> Answer:
    """Run the action; a refusal keeps what was stored before it, such as a declined charge."""
    try:
        params = check(route.accepts, form)
        paths = params.pop("expand", [])
        given = [params] if route.has_params else []
        doc = expand(call, route.action(call, *given, *ids.values()), paths)
        return Answer(200, json.dumps(public(doc)))
    except ParameterError:
        raise
    except ApiError as error:
        return _refusal(error, request_id=str(call.request_id))


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


def _refusal(error: ApiError, *, request_id: str) -> Answer:
    body = json.dumps(public(error.body(request_id=request_id)))
    return Answer(error.status, body, should_retry=error.should_retry)


def _response(reply: Answer, *, request_id: str) -> Response:
    response = Response(reply.body, status=reply.status, mimetype="application/json")
    response.headers["Request-Id"] = request_id
    response.headers["Stripe-Version"] = API_VERSION
    if "Idempotency-Key" in request.headers:
        response.headers["Idempotency-Key"] = request.headers["Idempotency-Key"]
    if "Stripe-Account" in request.headers:
        response.headers["Stripe-Account"] = request.headers["Stripe-Account"]
    should_retry = reply.should_retry
    if reply.is_replayed:
        response.headers["Idempotent-Replayed"] = "true"
        # a stored 500 stays for a day: asking again brings the same
        should_retry = False if reply.status >= 500 else None
    if should_retry is not None:
        response.headers["Stripe-Should-Retry"] = str(should_retry).lower()
    return response
