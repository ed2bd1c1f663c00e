"""The control API's connected accounts, JSON in and out: what their owners and Stripe's reviewers would do."""

import re
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from mentorhub.stripe_sandbox import account_states, accounts
from mentorhub.stripe_sandbox.account_access import is_ready, stored
from mentorhub.stripe_sandbox.account_rows import newest, shown
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.given import as_json, given_json, refuse_other_sites, this_sandbox
from mentorhub.stripe_sandbox.store import Doc

blueprint = Blueprint("account_control", __name__, url_prefix="/_sandbox")
blueprint.before_request(refuse_other_sites)
blueprint.register_error_handler(ApiError, as_json)
ACCOUNT_ID = re.compile(r"acct_\w{1,40}")
NEW = ("id", "country", "name", "email", "ready")
CHANGES = ("card_payments", "requirement", "error", "onboarded", "closed", "disconnected")


@blueprint.get("/accounts")
def show_accounts() -> ResponseReturnValue:
    """{"accounts": […]}: every connected account, the newest first, with its state."""
    store = this_sandbox().store
    with store.changing():
        return jsonify(accounts=[shown(account) for account in newest(store)])


@blueprint.post("/accounts")
def make_account() -> ResponseReturnValue:
    """{"id"?, "country"?, "name"?, "email"?, "ready"?}: an account that needs no onboarding, for tests.

    One with that id that is there already is made ready again. Answers its state.
    """
    given = _known(given_json(), NEW)
    with this_sandbox().calling() as call:
        account = _made(call, given)
        if account["_private"]["is_disconnected"]:
            account_states.reconnect(call, account)
        if _flag(given, "ready", default=True) and not is_ready(account):
            account_states.onboard(call, account)
        return jsonify(shown(account))


@blueprint.post("/accounts/<object_id>")
def change_account(object_id: str) -> ResponseReturnValue:
    """{"card_payments": "active" | "pending" | "restricted", "requirement"?, "error"?}, or one of "onboarded": true,
    "closed": true, "disconnected": true | false. Answers the account's state.
    """
    given = _known(given_json(), CHANGES)
    with this_sandbox().calling() as call:
        return jsonify(shown(change(call, object_id, given)))


def change(call: Call, account_id: str, given: dict[str, Any]) -> Doc:
    """Do what is asked for, one thing at a time, and return the account; refuses what makes no sense."""
    account = account_states.existing(call, account_id)
    asked = [name for name in given if name not in {"requirement", "error"}]
    if len(asked) != 1:
        raise ApiError("Pass one of card_payments, onboarded, closed, disconnected.")
    name, value = asked[0], given[asked[0]]
    if name == "card_payments":
        words = {each: str(given.get(each) or "") for each in ("requirement", "error")}
        return account_states.set_card_payments(call, account, str(value), **words)
    if name == "disconnected" and value is False:
        return account_states.reconnect(call, account)
    if value is not True:
        raise ApiError(f"Pass `{name}`: true.", param=name)
    acts = {
        "onboarded": account_states.onboard,
        "closed": account_states.close,
        "disconnected": account_states.disconnect,
    }
    return acts[name](call, account)


def _made(call: Call, given: dict[str, Any]) -> Doc:
    account_id = given.get("id")
    if account_id is not None and not (
        isinstance(account_id, str) and ACCOUNT_ID.fullmatch(account_id)
    ):
        raise ApiError("Pass `id`: acct_ and letters or digits.", param="id")
    found = stored(call, account_id) if account_id else None
    if found is not None:
        return found
    return accounts.create(
        call,
        {
            "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": True}}}},
            "contact_email": given.get("email", "owner@example.com"),
            "display_name": given.get("name", "A practice"),
            "identity": {"country": given.get("country", "NO")},
        },
        account_id=account_id,
    )


def _known(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    for name in given.keys() - set(names):
        raise ApiError(f"Unknown field: {name}.", param=name)
    return given


def _flag(given: dict[str, Any], name: str, *, default: bool) -> bool:
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise ApiError(f"Pass `{name}`: true or false.", param=name)
    return value
