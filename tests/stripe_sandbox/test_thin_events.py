"""Thin events: what is sent, that it can be fetched and verified, and that faults meet it like the others."""

import datetime as dt
import json
from typing import Any

import pytest
import stripe
from stripe.events import V2CoreAccountIncludingRequirementsUpdatedEventNotification

from mentorhub.stripe_sandbox.serve import RunningSandbox
from mentorhub.stripe_sandbox.settings import STORED_SECONDS, THIN_SECRET, WEBHOOK_SECRET
from tests.support.connecting import new_account
from tests.support.shop import Receiver, control, given, sdk_client

REQUIREMENTS = "v2.core.account[requirements].updated"
CAPABILITY = "v2.core.account[configuration.merchant].capability_status_updated"


@pytest.fixture
def app(listening: RunningSandbox) -> stripe.StripeClient:
    """The SDK's client of the sandbox that delivers."""
    return sdk_client(listening.url)


def _onboarded(listening: RunningSandbox, app: stripe.StripeClient) -> str:
    account_id = new_account(app).id
    control(listening, f"accounts/{account_id}", onboarded=True)
    assert listening.wait_until_idle()
    return account_id


def test_what_is_sent_names_the_object_and_holds_nothing_of_it(
    listening: RunningSandbox, app: stripe.StripeClient, receiver: Receiver
) -> None:
    account_id = _onboarded(listening, app)
    first = receiver.thin_events()[0]
    assert set(first) == {
        "id", "object", "type", "livemode", "created", "context", "reason", "related_object",
    }  # fmt: skip
    assert (first["object"], first["type"]) == ("v2.core.event", REQUIREMENTS)
    assert (first["livemode"], first["context"], first["reason"]) == (False, None, None)
    assert first["id"].startswith("evt_test_")
    assert dt.datetime.fromisoformat(first["created"]).tzinfo is not None
    assert first["related_object"] == {
        "id": account_id,
        "type": "v2.core.account",
        "url": f"/v2/core/accounts/{account_id}",
    }


def test_the_sdk_reads_and_fetches_it(
    listening: RunningSandbox, app: stripe.StripeClient, receiver: Receiver
) -> None:
    account_id = _onboarded(listening, app)
    body, header = receiver.received[0]
    told = app.parse_event_notification(body, header, THIN_SECRET)
    assert isinstance(told, V2CoreAccountIncludingRequirementsUpdatedEventNotification)
    assert told.related_object.id == account_id
    assert told.fetch_event().related_object.id == account_id
    # whoever fetches the object through the event is shown no configuration: `include` cannot be asked for
    assert told.fetch_related_object().configuration is None
    with pytest.raises(stripe.SignatureVerificationError):
        app.parse_event_notification(body, header, WEBHOOK_SECRET)
    with pytest.raises(ValueError, match="parse_event_notification"):
        stripe.Webhook.construct_event(body, header, THIN_SECRET)


def test_a_changed_capability_is_named_when_the_event_is_fetched(
    listening: RunningSandbox, app: stripe.StripeClient, receiver: Receiver
) -> None:
    _onboarded(listening, app)
    told = [event for event in receiver.thin_events() if event["type"] == CAPABILITY]
    assert [set(event) & {"data"} for event in told] == [set(), set()]
    fetched = [app.v2.core.events.retrieve(event["id"]) for event in told]
    assert [event["data"]["updated_capability"] for event in fetched] == [
        "card_payments",
        "stripe_balance.payouts",
    ]


def test_an_event_names_the_request_that_brought_it_about(platform: stripe.StripeClient) -> None:
    account = new_account(platform)
    platform.v2.core.accounts.close(account.id, options={"idempotency_key": "close-1"})
    closed, _ = platform.v2.core.events.list().data
    assert closed.reason is not None
    assert closed.reason.request is not None
    assert closed.reason.request.idempotency_key == "close-1"
    assert closed.reason.request.id.startswith("req_")


def test_events_are_found_by_type_object_and_time(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    one, other = new_account(platform).id, new_account(platform).id
    at = running.sandbox.clock.now()
    running.move_clock(3600)
    platform.v2.core.accounts.close(one)

    def found(**params: Any) -> list[str]:
        listed = platform.v2.core.events.list(params=given(**params)).data
        return [f"{e['related_object']['id']} {str(e.type).rsplit('.', 1)[1]}" for e in listed]

    later = dt.datetime.fromtimestamp(at + 1800, tz=dt.timezone(dt.timedelta(hours=2))).isoformat()
    assert found() == [f"{one} closed", f"{other} created", f"{one} created"]
    assert found(object_id=one) == [f"{one} closed", f"{one} created"]
    assert found(types=["v2.core.account.closed"]) == [f"{one} closed"]
    assert found(created={"gt": later}) == [f"{one} closed"]
    assert found(created={"lte": later}) == [f"{other} created", f"{one} created"]
    for wrong in ("yesterday", "2026-11-29T08:00:00", "1764403200"):
        with pytest.raises(stripe.InvalidRequestError, match="RFC 3339"):
            found(created={"gt": wrong})


def test_an_event_can_be_read_for_thirty_days(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    new_account(platform)
    (event,) = platform.v2.core.events.list().data
    running.move_clock(STORED_SECONDS - 5)
    assert platform.v2.core.events.retrieve(event.id).id == event.id
    running.move_clock(6)
    assert platform.v2.core.events.list().data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such event"):
        platform.v2.core.events.retrieve(event.id)


def test_what_is_not_taken_is_sent_again_signed_afresh(
    listening: RunningSandbox, app: stripe.StripeClient, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    platform = app.v2.core.accounts
    platform.close(new_account(app).id)
    assert listening.wait_until_idle()
    assert listening.deliver_now() == 1
    first, second = receiver.thin_events()
    assert first == second
    assert listening.deliver_now() == 0


def test_deliveries_faults_meet_thin_events_too(
    listening: RunningSandbox, app: stripe.StripeClient, receiver: Receiver
) -> None:
    closed = "v2.core.account.closed"
    control(listening, "deliveries/faults", twin=True, types=[closed])
    app.v2.core.accounts.close(new_account(app).id)
    assert listening.wait_until_idle()
    one, other = receiver.thin_events()
    assert one["id"] != other["id"]
    assert {**one, "id": ""} == {**other, "id": ""}
    assert app.v2.core.events.retrieve(other["id"]).type == closed
    receiver.received.clear()
    control(listening, "deliveries/faults", twin=False, drop=1)
    app.v2.core.accounts.close(new_account(app).id)
    app.v2.core.accounts.close(new_account(app).id)
    assert listening.wait_until_idle()
    assert len(receiver.received) == 1


def test_one_is_sent_again_by_hand(
    listening: RunningSandbox, app: stripe.StripeClient, receiver: Receiver
) -> None:
    app.v2.core.accounts.close(new_account(app).id)
    assert listening.wait_until_idle()
    (event,) = receiver.thin_events()
    assert control(listening, f"events/{event['id']}/deliveries") == {"queued": 1}
    assert listening.wait_until_idle()
    assert [json.loads(body)["id"] for body, _ in receiver.received] == [event["id"]] * 2
