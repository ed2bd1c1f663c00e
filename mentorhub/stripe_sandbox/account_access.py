"""Whether the platform may act on a connected account, and whether that account may take money."""

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.store import Doc

KIND = "v2.core.account"


def check_access(call: Call) -> None:
    """Refuse a call whose `Stripe-Account` names an account that is not there, closed or disconnected.

    As Stripe does: 403 `account_invalid`, which does not say which of them it is.
    """
    if not call.is_connected:
        return
    account = stored(call, call.account)
    if account is None or account["closed"] or account["_private"]["is_disconnected"]:
        raise no_access(call.account)


def check_can_charge(call: Call) -> None:
    """Refuse a payment on a connected account that may not take cards (any more)."""
    if not can_charge(call):
        raise ApiError(
            "Your account cannot currently make charges. If you are a customer trying to make a "
            "purchase, please contact the owner of this site. Your transaction has not been "
            "processed."
        )


def can_charge(call: Call) -> bool:
    """Whether the call's account may take cards; the platform itself, and the second account, always may."""
    if not call.is_connected:
        return True
    account = stored(call, call.account)
    return account is not None and is_ready(account)


def is_ready(account: Doc) -> bool:
    """Whether `card_payments` of the account is active and the account open."""
    return not account["closed"] and status_of(account) == "active"


def status_of(account: Doc) -> str:
    """Return the status of the account's `card_payments`: active, pending, restricted; '' if never asked for."""
    merchant = account["configuration"]["merchant"]
    return str(merchant["capabilities"]["card_payments"]["status"]) if merchant else ""


def stored(call: Call, account_id: str) -> Doc | None:
    """Return the connected account as it is stored, or None."""
    return call.store.get(KIND, account_id, account="")


def no_access(account_id: str) -> ApiError:
    """Return the 403 for an account that the platform cannot reach."""
    return ApiError(
        f"The provided key 'sk_test_****' does not have access to account '{account_id}' (or that "
        "account does not exist). Application access may have been revoked.",
        status=403,
        code="account_invalid",
    )
