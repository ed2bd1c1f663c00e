"""Connected accounts as v2 offers them; what happens to one is in `account_states.py`."""

import json
from typing import Any

from mentorhub.stripe_sandbox import account_access, account_states, customers, thin_events
from mentorhub.stripe_sandbox.account_access import KIND
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError
from mentorhub.stripe_sandbox.listing_v2 import listed
from mentorhub.stripe_sandbox.money import checked_currency
from mentorhub.stripe_sandbox.objects import account as shapes
from mentorhub.stripe_sandbox.store import Doc

URL = "/v2/core/accounts"
COUNTRY_CODES = """
    ae at au be bg br ca ch cy cz de dk ee es fi fr gb gi gr hk hr hu ie in it jp li lt lu lv
    mt mx my nl no nz pl pt ro se sg si sk th us
"""
CURRENCIES = {
    "ae": "aed", "au": "aud", "br": "brl", "ca": "cad", "ch": "chf", "cz": "czk", "dk": "dkk",
    "gb": "gbp", "gi": "gbp", "hk": "hkd", "hu": "huf", "in": "inr", "jp": "jpy", "li": "chf",
    "mx": "mxn", "my": "myr", "no": "nok", "nz": "nzd", "pl": "pln", "ro": "ron", "se": "sek",
    "sg": "sgd", "th": "thb", "us": "usd",
}  # fmt: skip
COPIED = ("contact_email", "contact_phone", "display_name", "dashboard")


def create(call: Call, params: dict[str, Any], *, account_id: str | None = None) -> Doc:
    """POST /v2/core/accounts: one that asks for cards is restricted until it is onboarded.

    `account_id` is for the control API alone, whose tests choose their ids.
    """
    country = _country(params)
    account = shapes.account(
        now=call.now,
        country=country,
        currency=_currency(params) or (CURRENCIES.get(country, "eur") if country else None),
        metadata=customers.merged({}, params.get("metadata")),
        **{name: params[name] for name in COPIED if name in params},
        **({"id": account_id} if account_id else {}),
    )
    account["defaults"]["profile"].update(params.get("defaults", {}).get("profile", {}))
    if _asks_for_cards(params):
        _apply_merchant(account)
    call.on("").save(account)
    thin_events.emit(call, "v2.core.account.created", about=account)
    return account


def retrieve(call: Call, account_id: str) -> Doc:
    """GET /v2/core/accounts/<id>: of a closed one, little is left; a disconnected one is not to be read."""
    account = account_states.existing(call, account_id)
    if account["_private"]["is_disconnected"]:
        raise account_access.no_access(account_id)
    return account


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v2/core/accounts: the open ones, or with `closed` the others."""
    where: dict[str, Any] = {
        "json_extract(doc, '$.closed') = ?": bool(params.get("closed", False)),
        "json_extract(doc, '$._private.is_disconnected') = ?": False,
    }
    if "applied_configurations" in params:
        matches = (
            "SELECT 1 FROM json_each(doc, '$.applied_configurations') AS one, json_each(?) AS other"
        )
        condition = f"EXISTS ({matches} WHERE one.value = other.value)"
        where[condition] = json.dumps(params["applied_configurations"])
    return listed(call, KIND, params, url=URL, where=where)


def update(call: Call, params: dict[str, Any], account_id: str) -> Doc:
    """POST /v2/core/accounts/<id>: what is given, and nothing else."""
    account = account_states.open_account(call, account_id)
    country = _country(params)
    if country is not None and country != account["identity"]["country"]:
        if account["identity"]["country"] is not None:
            raise ParameterError(
                "The country of an account cannot be changed.", param="identity[country]"
            )
        account["identity"]["country"] = country
    account.update({name: params[name] for name in COPIED if name in params})
    account["metadata"] = customers.merged(account["metadata"], params.get("metadata", {}))
    defaults = params.get("defaults", {})
    account["defaults"]["currency"] = _currency(params) or account["defaults"]["currency"]
    account["defaults"]["profile"].update(defaults.get("profile", {}))
    if _asks_for_cards(params) and account["configuration"]["merchant"] is None:
        _apply_merchant(account)
    call.on("").save(account)
    thin_events.emit(call, "v2.core.account.updated", about=account)
    return account


def close(call: Call, params: dict[str, Any], account_id: str) -> Doc:
    """POST /v2/core/accounts/<id>/close: names every configuration that is applied."""
    account = account_states.open_account(call, account_id)
    applied: list[str] = account["applied_configurations"]
    if set(params.get("applied_configurations", applied)) != set(applied):
        raise ApiError(
            "All configurations of the account must be passed to close it: "
            f"{', '.join(applied) or 'none'}.",
            param="applied_configurations",
        )
    return account_states.close(call, account)


def _apply_merchant(account: Doc) -> None:
    account["applied_configurations"] = ["merchant"]
    account["configuration"]["merchant"] = shapes.merchant("restricted")
    account["requirements"] = shapes.requirements(account_states.first_entries())


def _asks_for_cards(params: dict[str, Any]) -> bool:
    merchant = params.get("configuration", {}).get("merchant", {})
    cards = merchant.get("capabilities", {}).get("card_payments", {})
    if cards.get("requested") is False:
        raise ParameterError(
            "The sandbox does not take a capability back; ask for it, or leave it out.",
            param="configuration[merchant][capabilities][card_payments][requested]",
        )
    return bool(cards.get("requested"))


def _country(params: dict[str, Any]) -> str | None:
    given = params.get("identity", {}).get("country")
    if given is None:
        return None
    country = str(given).lower()
    if country not in COUNTRY_CODES.split():
        raise ParameterError(
            f"Country '{given}' is not supported.",
            code="country_unsupported",
            param="identity[country]",
        )
    return country


def _currency(params: dict[str, Any]) -> str | None:
    given = params.get("defaults", {}).get("currency")
    return None if given is None else checked_currency(given, param="defaults[currency]")
