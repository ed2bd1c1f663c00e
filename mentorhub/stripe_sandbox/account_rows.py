"""Connected accounts on one level, as the control API answers them and the panel lists them."""

from mentorhub.stripe_sandbox.account_access import KIND, status_of
from mentorhub.stripe_sandbox.store import Doc, Store

MOST = 100


def newest(store: Store, *, most: int = MOST) -> list[Doc]:
    """Return the newest connected accounts as they are stored, inside `changing()`."""
    return store.page(KIND, account="", where={}, window="ORDER BY seq DESC", limit=most)


def shown(account: Doc) -> Doc:
    """Return an account's state; `card_payments` is None where cards were never asked for."""
    return {
        "id": account["id"],
        "name": account["display_name"],
        "country": account["identity"]["country"],
        "card_payments": status_of(account) or None,
        "closed": account["closed"],
        "disconnected": account["_private"]["is_disconnected"],
        "requirements": [
            {
                "description": entry["description"],
                "awaiting_action_from": entry["awaiting_action_from"],
                "errors": [error["description"] for error in entry["errors"]],
            }
            for entry in account["requirements"]["entries"]
        ],
    }


def in_words(account: Doc) -> str:
    """Return the state of an account that is `shown`, for people."""
    if account["closed"]:
        return "closed"
    if account["disconnected"]:
        return "disconnected from the platform"
    words = {"active": "takes cards", "pending": "is being reviewed", "restricted": "restricted"}
    return words.get(account["card_payments"] or "", "has not asked to take cards")
