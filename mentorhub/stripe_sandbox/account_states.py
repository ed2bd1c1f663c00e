"""What happens to a connected account: onboarding, review, a restriction, its end, its leaving the platform."""

from typing import Any

from mentorhub.stripe_sandbox import account_access, thin_events
from mentorhub.stripe_sandbox.account_access import KIND, status_of
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.objects import account as shapes
from mentorhub.stripe_sandbox.objects import connect
from mentorhub.stripe_sandbox.store import Doc

REQUIREMENTS_UPDATED = "v2.core.account[requirements].updated"
CAPABILITY_UPDATED = "v2.core.account[configuration.merchant].capability_status_updated"
STATUSES = ("active", "pending", "restricted")
ASKED_AT_FIRST = """
    identity.entity_type identity.individual.given_name identity.individual.surname
    identity.individual.date_of_birth identity.individual.address identity.individual.phone
    configuration.merchant.mcc defaults.profile.product_description external_account
    identity.attestations.terms_of_service.account
"""
DOCUMENT = "identity.individual.documents.primary_verification.front_back.front"
UNREADABLE = "The document cannot be read. Upload a colour image in which every corner is seen."


def existing(call: Call, account_id: str) -> Doc:
    """Return the platform's account of that id, or the 404; a connected account has none."""
    return call.find(KIND, account_id, called="account")


def open_account(call: Call, account_id: str) -> Doc:
    """Return the account if it can still be changed, or refuse."""
    account = existing(call, account_id)
    if account["_private"]["is_disconnected"]:
        raise account_access.no_access(account_id)
    if account["closed"]:
        raise ApiError(f"The account {account_id} is closed.", code="account_closed")
    return account


def first_entries() -> list[Doc]:
    """Return what is asked of an account that nobody has told anything yet."""
    return [shapes.entry(description) for description in ASKED_AT_FIRST.split()]


def set_card_payments(
    call: Call, account: Doc, status: str, *, requirement: str = "", error: str = ""
) -> Doc:
    """Bring `card_payments` to a status, with the requirements that go with it, and say so in thin events.

    `restricted` names a `requirement` and in words what is wrong with it (`error`).
    """
    if status not in STATUSES:
        raise ApiError(
            f"Pass `card_payments`: one of {', '.join(STATUSES)}.", param="card_payments"
        )
    if account["closed"]:
        raise ApiError("This account is closed; it does not take payments again.")
    entries = {"active": [], "pending": [_in_review()]}.get(status)
    if entries is None:
        wrong = ("verification_document_not_readable", error or UNREADABLE)
        entries = [
            shapes.entry(requirement or DOCUMENT, reason="routine_verification", error=wrong)
        ]
    return _change(call, account, status=status, entries=entries)


def onboard(call: Call, account: Doc) -> Doc:
    """Give Stripe everything it asks for: the account takes cards from now on."""
    return set_card_payments(call, account, "active")


def close(call: Call, account: Doc) -> Doc:
    """End the account; what it was may still be read, and nothing can be done on it."""
    if account["closed"]:
        raise ApiError("This account is closed already.", code="account_closed")
    account.update(closed=True)
    for name in ("contact_email", "contact_phone", "display_name"):
        account[name] = None
    call.on("").save(account)
    _tell(call, account, "v2.core.account.closed")
    return account


def disconnect(call: Call, account: Doc) -> Doc:
    """The account's owner ends the platform's access, in Stripe's dashboard."""
    if account["_private"]["is_disconnected"]:
        raise ApiError("This account is disconnected already.")
    # the last that the platform hears of the account
    call.on(account["id"]).emit("account.application.deauthorized", connect.application())
    account["_private"]["is_disconnected"] = True
    call.on("").save(account)
    return account


def reconnect(call: Call, account: Doc) -> Doc:
    """The owner gives the platform access again."""
    if not account["_private"]["is_disconnected"]:
        raise ApiError("This account is connected.")
    account["_private"]["is_disconnected"] = False
    call.on("").save(account)
    call.on(account["id"]).emit("account.application.authorized", connect.application())
    return account


def _in_review() -> Doc:
    return shapes.entry(DOCUMENT, awaits="stripe", reason="routine_verification")


def _change(call: Call, account: Doc, *, status: str, entries: list[Doc]) -> Doc:
    former: tuple[str, Any] = (status_of(account), account["requirements"]["entries"])
    account["applied_configurations"] = ["merchant"]
    configuration = account["configuration"]
    configuration["merchant"] = configuration["merchant"] or shapes.merchant(status)
    configuration["merchant"]["capabilities"] = shapes.capabilities(status)
    account["requirements"] = shapes.requirements(entries)
    call.on("").save(account)
    if former[1] != entries:
        _tell(call, account, REQUIREMENTS_UPDATED)
    if former[0] != status:
        for capability in shapes.RESTRICTED:
            _tell(call, account, CAPABILITY_UPDATED, {"updated_capability": capability})
    return account


def _tell(call: Call, account: Doc, event_type: str, data: Doc | None = None) -> None:
    """Tell the platform, unless the account's owner has ended its access."""
    if not account["_private"]["is_disconnected"]:
        thin_events.emit(call, event_type, about=account, data=data)
