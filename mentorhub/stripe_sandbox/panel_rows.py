"""What the panel shows of the store, in words for people: payments with what can become of them, events, the queue."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from mentorhub.stripe_sandbox import account_rows
from mentorhub.stripe_sandbox.delivery_faults import HELD_AT
from mentorhub.stripe_sandbox.disputes import CLOSED
from mentorhub.stripe_sandbox.money import display
from mentorhub.stripe_sandbox.store import Doc, Store

ACCOUNTS_SHOWN, PAYMENTS_SHOWN, EVENTS_SHOWN = 20, 20, 30
STATES = {
    "succeeded": "paid",
    "processing": "on its way: a bank debit that is not settled",
    "requires_payment_method": "refused",
    "requires_action": "waits for the buyer to confirm it",
    "requires_confirmation": "not tried yet",
    "canceled": "cancelled",
}
TRIES = """
SELECT state, attempts, answer, due_at FROM deliveries WHERE event = ? ORDER BY id
"""


@dataclass(frozen=True)
class Payment:
    """One PaymentIntent; `left` is what could still be refunded, '' if nothing can."""

    id: str
    account: str
    amount: str
    state: str
    payer: str
    at: str
    left: str
    is_on_its_way: bool
    is_disputable: bool
    refunds: list[Doc]
    disputes: list[Doc]
    card: Doc | None


def payments(store: Store) -> list[Payment]:
    """Return the newest payments of every account, inside `changing()`."""
    rows = store.run(
        "SELECT account, doc FROM objects WHERE kind = 'payment_intent' ORDER BY seq DESC LIMIT ?",
        PAYMENTS_SHOWN,
    )
    return [_payment(store, json.loads(row["doc"]), account=row["account"]) for row in rows]


def accounts(store: Store) -> list[Doc]:
    """Return the newest connected accounts with their state in words, inside `changing()`."""
    newest = map(account_rows.shown, account_rows.newest(store, most=ACCOUNTS_SHOWN))
    return [{**account, "state": account_rows.in_words(account)} for account in newest]


def events(store: Store) -> list[Doc]:
    """Return the newest events: when, what, about what, and what became of each delivery."""
    rows = store.run(
        "SELECT doc FROM objects WHERE kind IN ('event', 'v2.core.event') ORDER BY seq DESC LIMIT ?",
        EVENTS_SHOWN,
    )
    return [_event(store, json.loads(row["doc"])) for row in rows]


def queue(store: Store) -> Doc:
    """Return how many deliveries wait, how many of them are held back, and where they go."""
    (row,) = store.run(
        "SELECT count(*) AS waiting, coalesce(sum(due_at >= ?), 0) AS held FROM deliveries"
        " WHERE state IN ('pending', 'sending')",
        HELD_AT,
    )
    urls = store.run(
        "SELECT coalesce(json_extract(doc, '$.url'), json_extract(doc, '$.webhook_endpoint.url'))"
        " AS url FROM objects WHERE kind IN ('webhook_endpoint', 'v2.core.event_destination')"
        " AND json_extract(doc, '$.status') = 'enabled' GROUP BY 1 ORDER BY min(seq)"
    )
    return {**dict(row), "urls": [each["url"] for each in urls]}


def in_words(epoch: float) -> str:
    """Return a time for people, in UTC."""
    return datetime.fromtimestamp(epoch, tz=UTC).strftime("%-d %b %Y, %H:%M:%S UTC")


def _payment(store: Store, intent: Doc, *, account: str) -> Payment:
    charge_id, currency = intent["latest_charge"], intent["currency"]
    charge = store.get("charge", charge_id, account=account) if charge_id else None
    is_paid = charge is not None and charge["status"] == "succeeded"
    left = charge["amount_captured"] - charge["amount_refunded"] if charge else 0
    is_free = is_paid and left > 0 and not (charge or {})["disputed"]
    payer = ((charge or {}).get("billing_details") or {}).get("email")
    return Payment(
        id=intent["id"],
        account=account,
        amount=display(intent["amount"], currency=currency),
        state=STATES.get(str(intent["status"]), str(intent["status"])),
        payer=payer or "unknown payer",
        at=in_words(intent["created"]),
        left=display(left, currency=currency) if is_free else "",
        is_on_its_way=intent["status"] == "processing",
        is_disputable=is_free,
        refunds=[_refund(doc) for doc in store.children("refund", charge_id or "")],
        disputes=[_dispute(doc) for doc in store.children("dispute", charge_id or "")],
        card=_saved_card(store, intent, account=account),
    )


def _refund(refund: Doc) -> Doc:
    amount = display(refund["amount"], currency=refund["currency"])
    return {"id": refund["id"], "amount": amount, "status": refund["status"]}


def _dispute(dispute: Doc) -> Doc:
    status = dispute["status"]
    return {
        "id": dispute["id"],
        "status": status.replace("_", " "),
        "is_open": status not in CLOSED,
    }


def _saved_card(store: Store, intent: Doc, *, account: str) -> Doc | None:
    method_id = intent["payment_method"]
    method = store.get("payment_method", method_id, account=account) if method_id else None
    if method is None or method["customer"] is None or method["type"] != "card":
        return None
    behaviour = method["_private"]["behaviour"]
    return {"id": method["id"], "last4": method["card"]["last4"], "behaviour": behaviour}


def _event(store: Store, event: Doc) -> Doc:
    tries = [_try(dict(row)) for row in store.run(TRIES, event["id"])]
    is_thin = event["object"] == "v2.core.event"
    return {
        "id": event["id"],
        "type": event["type"],
        "about": _about(event),
        "at": in_words(event["_private"]["created"] if is_thin else event["created"]),
        "tries": tries or ["no endpoint"],
    }


def _about(event: Doc) -> str:
    """The id of what the event is about, and for a connected account's also whose it is."""
    if event["object"] == "v2.core.event":
        return str(event.get("related_object", {}).get("id") or event["data"]["account_id"])
    about = str(event["data"]["object"].get("id", ""))
    return f"{about} on {event['account']}" if event["account"] else about


def _try(row: Doc) -> str:
    answer = f" ({row['answer']})" if row["answer"] else ""
    if row["state"] == "delivered":
        return "delivered"
    if row["state"] != "pending":
        return f"{row['state']}{answer}"
    if row["due_at"] >= HELD_AT:
        return "held back"
    return f"waits until {in_words(row['due_at'])}{answer}"
