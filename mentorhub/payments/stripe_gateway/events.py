"""Events: verified against the active secrets, then plain values; listed; and Stripe's clock."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any

import stripe

from mentorhub.payments.rules.connections import REHEARSAL
from mentorhub.payments.rules.events import is_thin, object_in
from mentorhub.payments.rules.failures import ForgedEvent, StripeRefused, StripeUnavailable
from mentorhub.payments.stripe_gateway.calls import answering, client, options

PAGE = 100
SIGNATURE_TOLERANCE_SECONDS = 300
LONGEST = (80, 60, 80, 120, 40)  # characters of id, account, type, object id, API version


@dataclass(frozen=True)
class EventData:
    """A verified event. `payload` is all of it as Stripe sent it; what a database cannot store as text is U+FFFD.

    A thin event (`is_thin`) names an object and carries nothing of it; it has no API version.
    """

    id: str
    account: str
    type: str
    object_id: str
    api_version: str
    livemode: bool
    created: dt.datetime
    payload: dict[str, Any]

    @property
    def is_thin(self) -> bool:
        """Whether it is of Stripe's second API, which the body says."""
        return is_thin(self.payload)


def read_event(body: bytes, signature: str, *, secrets: Sequence[str]) -> EventData:
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


def events_after(
    event_id: str, *, account: str, types: Sequence[str], since: dt.datetime
) -> list[EventData]:
    """What happened after that event, the oldest first; without one, or with one Stripe forgot, all since `since`.

    Stripe keeps events for 30 days (docs.stripe.com/api/events).
    """
    start: Any = (
        {"ending_before": event_id} if event_id else {"created": {"gte": int(since.timestamp())}}
    )
    try:
        return _listed(start, account=account, types=types)
    except StripeRefused:
        if not event_id:
            raise
        return events_after("", account=account, types=types, since=since)


def stripe_time() -> dt.datetime:
    """What Stripe's clock says, in whole seconds UTC: the date of an answer of its (RFC 9110 §6.6.1)."""
    with answering():
        answer = client().v1.events.list(params={"limit": 1}, options=options("")).last_response
    if answer is None:
        raise StripeUnavailable("an answer without headers")
    return parsedate_to_datetime(answer.headers["date"]).astimezone(dt.UTC)


def _listed(start: Any, *, account: str, types: Sequence[str]) -> list[EventData]:
    with answering():
        asked: Any = {"limit": PAGE, "types": list(types), **start}
        page = client(account).v1.events.list(params=asked, options=options(account))
        found = [_data(one.to_dict()) for one in page.auto_paging_iter()]
    if account == REHEARSAL:  # its sandbox calls itself nothing, as every account does
        found = [replace(one, account=account) for one in found]
    return found if "ending_before" in start else found[::-1]


def _event(body: bytes) -> EventData:
    try:
        data = _data(json.loads(body, parse_constant=_refuse))
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        OSError,
        RecursionError,
    ) as error:
        raise ForgedEvent from error
    if not _is_storable(data):
        raise ForgedEvent
    return data


def _is_storable(data: EventData) -> bool:
    """Whether every column can hold it; an event of Stripe's always fits."""
    names = (data.id, data.account, data.type, data.object_id, data.api_version)
    metadata = object_in(data.payload).get("metadata") or {}
    is_short = all(len(name) <= longest for name, longest in zip(names, LONGEST, strict=True))
    return is_short and isinstance(metadata, dict)


def _refuse(constant: str) -> None:
    """NaN and the infinities are no JSON (RFC 8259), and PostgreSQL stores none of them."""
    raise ValueError(constant)


def _storable(value: Any) -> Any:
    """The same with U+FFFD for half a surrogate pair (RFC 8259 §8.2 lets JSON name one, UTF-8 has none) and for NUL
    (PostgreSQL stores none): an odd name must not block the payment that it came with."""
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {_storable(name): _storable(inner) for name, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value


def _data(given: Any) -> EventData:
    event = _storable(given)
    if is_thin(event):
        return _thin_data(event)
    return EventData(
        id=str(event["id"]),
        account=str(event.get("account") or ""),
        type=str(event["type"]),
        object_id=str(event["data"]["object"].get("id") or ""),
        api_version=str(event.get("api_version") or ""),
        livemode=bool(event["livemode"]),
        created=dt.datetime.fromtimestamp(int(event["created"]), dt.UTC),
        payload=event,
    )


def _thin_data(event: dict[str, Any]) -> EventData:
    """Source: docs.stripe.com/event-destinations#thin-payload; its time is RFC 3339."""
    return EventData(
        id=str(event["id"]),
        account="",  # it is the platform's own event about one of its accounts
        type=str(event["type"]),
        object_id=str((event.get("related_object") or {}).get("id") or ""),
        api_version="",
        livemode=bool(event["livemode"]),
        created=dt.datetime.fromisoformat(str(event["created"])).astimezone(dt.UTC),
        payload=event,
    )
