"""Events: verified against the active secrets, then plain facts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import stripe

SIGNATURE_TOLERANCE_SECONDS = 300


class ForgedEvent(Exception):  # noqa: N818
    """A signature that is missing, wrong or older than 300 s."""


@dataclass(frozen=True)
class EventFacts:
    """A verified event. `payload` is the whole of it, as Stripe sent it."""

    id: str
    account: str
    type: str
    object_id: str
    api_version: str
    livemode: bool
    payload: dict[str, Any]


def read_event(body: bytes, signature: str, *, secrets: Sequence[str]) -> EventFacts:
    """Verify the raw body against each active secret; raises `ForgedEvent`."""
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), signature, secret, SIGNATURE_TOLERANCE_SECONDS
            )
        except (stripe.SignatureVerificationError, UnicodeDecodeError):
            continue
        return _event(body)
    raise ForgedEvent


def _event(body: bytes) -> EventFacts:
    try:
        event = json.loads(body)
        return EventFacts(
            id=str(event["id"]),
            account=str(event.get("account") or ""),
            type=str(event["type"]),
            object_id=str(event["data"]["object"].get("id") or ""),
            api_version=str(event.get("api_version") or ""),
            livemode=bool(event["livemode"]),
            payload=event,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ForgedEvent from error
