"""The HTTP side of /v1 and /v2: keys, idempotency, faults. What an endpoint does is in its action."""

import json
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import idempotency
from mentorhub.stripe_sandbox.account_access import check_access
from mentorhub.stripe_sandbox.authentication import authenticate, check_version
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.dialects import V1, V2, Dialect
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError
from mentorhub.stripe_sandbox.failing import AnswerLostError, fault_of_ours, hang_up, refusal
from mentorhub.stripe_sandbox.faults import Fault
from mentorhub.stripe_sandbox.forms import Form
from mentorhub.stripe_sandbox.idempotency import Answer
from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import public
from mentorhub.stripe_sandbox.routes import Route
from mentorhub.stripe_sandbox.sandbox import Sandbox
from mentorhub.stripe_sandbox.settings import API_VERSION

METHODS = ("GET", "POST", "DELETE", "PUT", "PATCH")


def register(app: Flask, sandbox: Sandbox) -> None:
    """Add every route of /v1 and /v2 to the app, and Stripe's 404 for the rest of them."""
    for dialect in (V1, V2):
        blueprint = Blueprint(f"api_{dialect.name}", __name__)
        for route in dialect.routes:
            view = _view(sandbox, dialect, route)
            name = route.name.replace(".", "_")
            blueprint.add_url_rule(route.path, name, view, methods=[route.method])
        unknown = partial(_unknown, dialect)
        blueprint.add_url_rule(f"/{dialect.name}/<path:_>", "unknown", unknown, methods=METHODS)
        app.register_blueprint(blueprint)


def _view(sandbox: Sandbox, dialect: Dialect, route: Route) -> Any:
    def answer(**ids: str) -> ResponseReturnValue:
        request_id = new_id("req")
        try:
            reply = _answer(sandbox, dialect, route, ids=ids, request_id=request_id)
        except AnswerLostError:
            return hang_up()
        except ApiError as error:
            reply = _refusal(dialect, error, request_id=request_id)
        return _response(reply, request_id=request_id)

    return answer


def _answer(
    sandbox: Sandbox, dialect: Dialect, route: Route, *, ids: dict[str, str], request_id: str
) -> Answer:
    """Answer one request; the order of the steps is Stripe's. Raises `AnswerLostError` for no answer."""
    # 1. who asks, in which version; is a fault met on arrival
    account = authenticate()
    check_version()
    key = request.headers.get("Idempotency-Key") if request.method in dialect.keyed else None
    _meet_arrival(sandbox, dialect, key=key)
    # 2. is the same request answered or being answered already
    form = dialect.read(route)
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
                check_access(call)
                stored = idempotency.recall(call, dialect.memory, mark=mark)
                reply = stored or _run(sandbox, call, dialect, route, form, ids=ids, mark=mark)
        except ApiError:
            raise
        except Exception:
            # 3. a fault of ours: nothing of the action stays, but v1 stores the answer
            current_app.logger.exception("the sandbox failed at %s", route.name)
            fault_error = fault_of_ours(key=_stored_under(dialect, key))
            reply = _refusal(dialect, fault_error, request_id=request_id)
            with opened() as call:
                idempotency.remember(call, dialect.memory, reply, mark=mark)
    # 4. all is done and stored; is the answer lost on its way
    if fault := _met(sandbox, "answered"):
        _lose(fault, key=_stored_under(dialect, key))
    return reply


def _stored_under(dialect: Dialect, key: str | None) -> str | None:
    """The key under which a failure is stored, so that asking again brings the same; None if it is not."""
    return key if dialect.memory.keeps_failures else None


def _lose(fault: Fault, *, key: str | None) -> None:
    """Raise what the caller gets instead of the answer."""
    if fault.kind == "reset":
        raise AnswerLostError
    raise refusal(fault, path=request.path, key=key)


def _met(sandbox: Sandbox, phase: str) -> Fault | None:
    return sandbox.faults.meet(phase, method=request.method, path=request.path)


def _meet_arrival(sandbox: Sandbox, dialect: Dialect, *, key: str | None) -> None:
    """Refuse a request whose fault is met before anything runs."""
    fault = _met(sandbox, "arrival")
    if fault is not None:
        _lose(fault, key=_stored_under(dialect, key))


def _run(
    sandbox: Sandbox,
    call: Call,
    dialect: Dialect,
    route: Route,
    form: Form,
    *,
    ids: dict[str, str],
    mark: str,
) -> Answer:
    """Run the action unless a fault is met, and store the answer under the request's key.

    Refused parameters leave this function as an exception and undo everything.
    """
    memory = dialect.memory
    fault = sandbox.faults.take("action", method=request.method, path=request.path)
    done = None
    if fault is None or fault.stage == "after":
        reply = done = _reply(call, dialect, route, form, ids=ids)
    if fault is not None:
        key = _stored_under(dialect, call.idempotency_key)
        error = refusal(fault, path=request.path, key=key)
        reply = _refusal(dialect, error, request_id=str(call.request_id))
    # v1 stores what was answered, v2 what was done
    kept = reply if memory.keeps_failures or done is None else done
    idempotency.remember(call, memory, kept, mark=mark)
    return reply


def _reply(
    call: Call, dialect: Dialect, route: Route, form: Form, *, ids: dict[str, str]
) -> Answer:
    """Run the action; a refusal keeps what was stored before it, such as a declined charge."""
    try:
        return Answer(200, json.dumps(public(dialect.act(call, route, form, ids))))
    except ParameterError:
        raise
    except ApiError as error:
        return _refusal(dialect, error, request_id=str(call.request_id))


def _unknown(dialect: Dialect, _: str) -> ResponseReturnValue:
    request_id = new_id("req")
    error = ApiError(
        f"Unrecognized request URL ({request.method}: {request.path}). Please see "
        "https://stripe.com/docs or we can help at https://support.stripe.com/.",
        status=404,
    )
    return _response(_refusal(dialect, error, request_id=request_id), request_id=request_id)


def _refusal(dialect: Dialect, error: ApiError, *, request_id: str) -> Answer:
    body = json.dumps(public(dialect.refusal(error, request_id)))
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
