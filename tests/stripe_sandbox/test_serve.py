"""The server: loopback only, state survives a restart, clean stop."""

import json
import socket
from pathlib import Path

import pytest
import requests
from flask import Flask, Response
from werkzeug.test import EnvironBuilder

from mentorhub.stripe_sandbox import serve
from mentorhub.stripe_sandbox.objects import directory
from mentorhub.stripe_sandbox.serve import RunningSandbox, run, start
from mentorhub.stripe_sandbox.settings import SECOND_KEY, SECOND_SECRET, WEBHOOK_SECRETS
from tests.support.shop import (
    Receiver,
    connected,
    control,
    open_checkout,
    pay,
    sdk,
    sdk_client,
    secret_of,
    types,
)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com", ""])
def test_only_loopback_is_served(host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        start(host=host)


def test_the_server_listens_on_loopback_and_nowhere_else() -> None:
    with start() as running:
        port = int(running.url.rsplit(":", 1)[1])
        assert running.url == f"http://127.0.0.1:{port}"
        with pytest.raises(OSError), socket.socket() as other:
            other.settimeout(2)
            other.connect((_own_address(), port))


def test_state_survives_a_restart(tmp_path: Path) -> None:
    with start(data=tmp_path) as running:
        client = sdk(running.url)
        waiting, paid = open_checkout(client), open_checkout(client)
        pay(running, paid.id)
        running.move_clock(3600)
        before, emitted = running.sandbox.clock.now(), types(client)
    with start(data=tmp_path) as running:
        client = sdk(running.url)
        assert client.checkout.sessions.retrieve(waiting.id).status == "open"
        assert client.checkout.sessions.retrieve(paid.id).payment_status == "paid"
        assert types(client) == emitted
        assert abs(running.sandbox.clock.now() - before) <= 3
        running.move_clock(86_400)
        assert client.checkout.sessions.retrieve(waiting.id).status == "expired"


def test_deliver_to_are_three_listeners_over_restarts(tmp_path: Path, receiver: Receiver) -> None:
    for secrets in (WEBHOOK_SECRETS, "whsec_1,whsec_2,whsec_3"):
        own, connect, thin = secrets.split(",")
        with start(data=tmp_path, deliver_to=receiver.url, webhook_secret=secrets) as running:
            hooks = sdk(running.url).webhook_endpoints.list().data
            (destination,) = sdk_client(running.url).v2.core.event_destinations.list().data
            mentor = connected(running, "acct_mentor")
            control(running, "accounts/acct_mentor", card_payments="pending")
            control(running, "accounts/acct_mentor", onboarded=True)
            mentor.customers.create()
            sdk(running.url).customers.create()
            assert running.wait_until_idle()
        assert [(hook.url, hook.enabled_events) for hook in hooks] == [(receiver.url, ["*"])] * 2
        assert {hook.api_version for hook in hooks} == {"2026-10-28.endive"}
        assert destination.event_payload == "thin"
        assert {_secret(each, (own, connect, thin)) for each in receiver.received} == {
            ("v2.core.account", thin),
            ("acct_mentor", connect),
            (None, own),
        }
        receiver.received.clear()


def test_one_secret_signs_all_that_is_delivered(receiver: Receiver) -> None:
    with start(deliver_to=receiver.url, webhook_secret="whsec_only") as running:
        connected(running, "acct_mentor").customers.create()
        sdk(running.url).customers.create()
        assert running.wait_until_idle()
    assert len(receiver.events("whsec_only")) == 2
    assert receiver.thin_events("whsec_only")


def test_two_secrets_do_not_say_what_they_are_for(receiver: Receiver) -> None:
    with pytest.raises(ValueError, match="one secret for everything, or three"):
        start(deliver_to=receiver.url, webhook_secret="whsec_1,whsec_2")


def test_an_endpoint_of_before_goes_on_and_what_it_had_to_send_is_sent(
    tmp_path: Path, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    with start(data=tmp_path) as running:
        with running.sandbox.calling() as call:
            old = directory.webhook_endpoint(
                now=call.now, secret="whsec_x", hears="own", url=receiver.url, enabled_events=["*"]
            )
            old["_private"]["hears"] = ["own", "connected"]  # as one endpoint once heard both
            call.save(old)
        connected(running, "acct_mentor").customers.create()
        assert running.wait_until_idle()
        assert [state for state, _ in _deliveries(running)] == ["pending"]
    receiver.received.clear()  # signed with the secret of before
    with start(data=tmp_path, deliver_to=receiver.url) as running:
        running.deliver_now()
        connected(running, "acct_mentor").customers.create()
        assert running.wait_until_idle()
        running.deliver_now()
        assert running.wait_until_idle()
        by_endpoint = _deliveries(running)
        hooks = sdk(running.url).webhook_endpoints.list().data
    assert [hook.id for hook in hooks if hook.application is None] == [old["id"]]
    assert {state for state, _ in by_endpoint} == {"delivered"}
    assert len({endpoint for _, endpoint in by_endpoint if endpoint.startswith("we_")}) == 2
    assert len({event.id for event in receiver.events()}) == 2


def _deliveries(running: RunningSandbox) -> list[tuple[str, str]]:
    """(state, endpoint) of each."""
    with running.sandbox.store.changing():
        rows = running.sandbox.store.run("SELECT state, endpoint FROM deliveries")
    return [(row["state"], row["endpoint"]) for row in rows]


def _secret(received: tuple[bytes, str], secrets: tuple[str, ...]) -> tuple[str | None, str]:
    """Whose event it is, or what a thin one is about; and which secret signed it."""
    body, header = received
    event = json.loads(body)
    whose = event["related_object"]["type"] if "related_object" in event else event["account"]
    return whose, secret_of(body, header, among=",".join(secrets))


def test_a_stopped_sandbox_answers_no_more() -> None:
    running = start()
    running.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{running.url}/v1/customers", timeout=2)
    assert not any(thread.is_alive() for thread in running._threads)


def test_run_says_where_it_serves_and_ends_at_an_interrupt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serve, "_wait_for_ever", interrupt)
    run(port=0, data=tmp_path, deliver_to="http://127.0.0.1:9/stripe/events")
    said = capsys.readouterr().out
    assert "Stripe sandbox at http://127.0.0.1:" in said
    assert "events go to http://127.0.0.1:9/stripe/events" in said
    assert f"STRIPE_WEBHOOK_SECRET={WEBHOOK_SECRETS}" in said
    assert f"MENTORHUB_REHEARSAL_STRIPE_KEY={SECOND_KEY}" in said
    assert f"MENTORHUB_REHEARSAL_STRIPE_WEBHOOK_SECRET={SECOND_SECRET}" in said


def test_one_bad_tick_does_not_end_the_courier(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(deliver_to=receiver.url) as running:
        tick, stumbles = running.sandbox.tick, iter([RuntimeError("disk on fire")])

        def stumble_once() -> None:
            for error in stumbles:
                raise error
            tick()

        monkeypatch.setattr(running.sandbox, "tick", stumble_once)
        sdk(running.url).customers.create()
        assert running.wait_until_idle()
    assert receiver.types() == ["customer.created"]


def _own_address() -> str:
    """An address of this machine that is not loopback's 127.0.0.1."""
    return "127.0.0.2"


def test_an_answer_is_whole_and_closed_before_any_of_it_is_sent() -> None:
    app, closed = Flask(__name__), list[str]()

    @app.get("/")
    def page() -> Response:
        response = Response(iter(["half and ", "half"]))
        response.call_on_close(lambda: closed.append("the file"))
        return response

    answer = serve.whole(app)(EnvironBuilder("/").get_environ(), lambda *_: lambda _data: None)
    assert (list(answer), closed) == ([b"half and half"], ["the file"])
