"""The panel at /_sandbox: one page for a developer that shows every switch, the clock, payments and events."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, render_template

from mentorhub.stripe_sandbox import panel_rows
from mentorhub.stripe_sandbox.delivery_faults import REDIRECTS
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.given import this_sandbox

blueprint = Blueprint("panel", __name__)
POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "reset_before": (
        "Connection closes, nothing was done",
        {"kind": "reset", "stage": "before"},
    ),
    "reset_after": (
        "Connection closes, the work is done",
        {"kind": "reset", "stage": "after"},
    ),
    "latency": ("Slow answer", {"kind": "latency"}),
    "401": ("401, the key is refused", {"kind": "status", "status": 401}),
    "402": ("402, the card is declined", {"kind": "status", "status": 402}),
    "404": ("404, no such object", {"kind": "status", "status": 404}),
    "409": ("409, the same request is still being answered", {"kind": "status", "status": 409}),
    "429": ("429, too many requests", {"kind": "status", "status": 429}),
    "429_lock": (
        "429, the object is locked for a short time",
        {"kind": "status", "status": 429, "code": "lock_timeout"},
    ),
    "500": ("500, nothing done, answer stored under the key", {"kind": "status", "status": 500}),
    "500_before": (
        "500, nothing done, nothing stored",
        {"kind": "status", "status": 500, "stage": "before"},
    ),
    "500_after": (
        "500, although the work is done",
        {"kind": "status", "status": 500, "stage": "after"},
    ),
}
CALLS: dict[str, tuple[str, dict[str, str]]] = {
    "any": ("Every call", {}),
    "open": ("Opening a checkout", {"method": "POST", "path": "/v1/checkout/sessions$"}),
    "look": ("Looking at a checkout", {"method": "GET", "path": "/v1/checkout/sessions/*$"}),
    "expire": ("Ending a checkout", {"method": "POST", "path": "/v1/checkout/sessions/*/expire"}),
    "refund": ("Making a refund", {"method": "POST", "path": "/v1/refunds$"}),
    "charge": ("Charging a saved card", {"method": "POST", "path": "/v1/payment_intents"}),
    "events": ("Reading events", {"method": "GET", "path": "/v1/events"}),
    "account": ("Looking at an account", {"method": "GET", "path": "/v2/core/accounts/*$"}),
    "new_account": ("Making an account", {"method": "POST", "path": "/v2/core/accounts$"}),
    "link": ("Making an account link", {"method": "POST", "path": "/v2/core/account_links$"}),
}
ORDERS = tuple(
    zip(
        REDIRECTS,
        (
            "As set below",
            "The event first (waits up to 10 s)",
            "The buyer first (events come 3 s later)",
        ),
        strict=True,
    )
)
JUMPS = (("1 hour", 3600), ("1 day", 86_400), ("1 week", 604_800))
STATUSES = (
    ("active", "takes cards"),
    ("pending", "is being reviewed"),
    ("restricted", "may take no cards"),
)
BEHAVIOURS = (
    ("pays", "pays"),
    ("generic_decline", "is declined"),
    ("always_challenge", "needs authentication"),
)


@blueprint.get("/_sandbox/", strict_slashes=False)
def show_panel() -> Response:
    """Everything that can be switched, and what happened last."""
    return page()


def page(
    *, place: str = "", error: ApiError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """Return the panel; with an error, what was typed at that `place` stands there still, and the status is 422."""
    sandbox = this_sandbox()
    switches, faults = sandbox.switches.current(), sandbox.faults.shown()
    with sandbox.calling() as call:
        shown = {
            "accounts": panel_rows.accounts(call.store),
            "payments": panel_rows.payments(call.store),
            "events": panel_rows.events(call.store),
            "queue": panel_rows.queue(call.store),
            "now": panel_rows.in_words(call.now),
            "ahead": sandbox.clock.ahead(),
            "is_down": switches.down_until is not None and call.now < switches.down_until,
        }
    made = render_template(
        "stripe_sandbox/show_panel.html",
        **shown,
        on=switches,
        faults=faults,
        down_until=panel_rows.in_words(switches.down_until or 0),
        default_wait=sandbox.settings.redirect_wait_seconds,
        choices={
            "faults": [(key, words) for key, (words, _) in FAULTS.items()],
            "calls": [(key, words) for key, (words, _) in CALLS.items()],
            "orders": ORDERS,
            "behaviours": BEHAVIOURS,
            "statuses": STATUSES,
        },
        jumps=JUMPS,
        place=place,
        error=error,
        typed=typed or {},
    )
    return _framed(make_response(made, 422 if error else 200))


def _framed(response: Response) -> Response:
    """A strict policy. The page may name itself as referrer to itself, so that its forms' posts have an Origin."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
