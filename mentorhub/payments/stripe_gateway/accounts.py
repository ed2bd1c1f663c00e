"""Practices' own accounts at Stripe (Accounts v2): made, read, and led through Stripe's own set-up pages."""

from dataclasses import dataclass
from typing import Any, Literal

from mentorhub.payments.rules.connections import Requirement, requirement, without_repeats
from mentorhub.payments.rules.failures import StripeDisconnected, StripeRefused
from mentorhub.payments.stripe_gateway.calls import answering, client, options

INCLUDE = ["configuration.merchant", "identity", "requirements"]  # null where it is not asked for
GONE = frozenset({"not_found", "resource_missing"})
Purpose = Literal["account_onboarding", "account_update"]


@dataclass(frozen=True)
class AccountData:
    """What is true of an account now. `is_active`: it takes card payments; `missing`: what Stripe waits for."""

    id: str
    is_active: bool
    is_closed: bool
    missing: tuple[Requirement, ...] = ()


def account_parameters(*, email: str, name: str, country: str) -> dict[str, Any]:
    """Parameters of POST /v2/core/accounts: Stripe bills the account's owner, and bears what it cannot pay.

    Source: docs.stripe.com/connect/accounts-v2; `country` is ISO 3166-1 alpha-2.
    """
    return {
        "contact_email": email,
        "display_name": name,
        "identity": {"country": country},
        "dashboard": "full",
        "defaults": {
            "responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe"}
        },
        "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": True}}}},
        "include": INCLUDE,
    }


def open_account(*, key: str, parameters: dict[str, Any]) -> AccountData:
    """Make an account; the same key and parameters give the same one again."""
    with answering():
        found = client().v2.core.accounts.create(
            params=parameters,  # type: ignore[arg-type]
            options=options("", key),
        )
        return _data(found)


def account(account_id: str) -> AccountData:
    """An account as it is now; one that is closed to this platform is closed. Raises `StripeUnavailable`."""
    try:
        with answering():
            found = client().v2.core.accounts.retrieve(
                account_id,
                params={"include": INCLUDE},  # type: ignore[arg-type]
            )
            return _data(found)
    except StripeDisconnected:
        return AccountData(account_id, is_active=False, is_closed=True)
    except StripeRefused as refusal:
        if refusal.code not in GONE:
            raise
        return AccountData(account_id, is_active=False, is_closed=True)


def setup_page(account_id: str, *, purpose: Purpose, refresh_url: str, return_url: str) -> str:
    """The address of Stripe's page on which the account's owner gives what is missing. It opens once, for minutes.

    Neither stored nor mailed. Coming back to `return_url` proves nothing.
    """
    pages = {"refresh_url": refresh_url, "return_url": return_url}
    asked: Any = {"account": account_id, "use_case": {"type": purpose, purpose: pages}}
    with answering():
        return client().v2.core.account_links.create(params=asked).url


def _data(found: Any) -> AccountData:
    return AccountData(
        id=found.id,
        is_active=_card_payments(found) == "active",
        is_closed=bool(_field(found, "closed")),
        missing=_missing(found),
    )


def _card_payments(found: Any) -> str:
    at: Any = found
    for name in ("configuration", "merchant", "capabilities", "card_payments", "status"):
        at = _field(at, name)
    return str(at or "")


def _missing(found: Any) -> tuple[Requirement, ...]:
    """What its owner has to do; what Stripe itself is working on is left out."""
    entries = _field(_field(found, "requirements"), "entries") or ()
    asked = (one for one in entries if _field(one, "awaiting_action_from") != "stripe")
    return without_repeats(requirement(one.description, words=_words(one)) for one in asked)


def _words(entry: Any) -> str:
    errors = _field(entry, "errors") or ()
    return str(_field(errors[0], "description") or "")[:300] if errors else ""


def _field(found: Any, name: str) -> Any:
    """Stripe leaves out, or has as null, what does not apply."""
    return found[name] if found is not None and name in found else None
