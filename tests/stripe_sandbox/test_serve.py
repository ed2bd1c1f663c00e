"""The server: loopback only, state survives a restart, clean stop."""

import socket
from pathlib import Path

import pytest
import requests
from flask import Flask, Response
from werkzeug.test import EnvironBuilder

from mentorhub.stripe_sandbox import serve
from mentorhub.stripe_sandbox.serve import run, start
from tests.support.shop import Receiver, open_checkout, pay, sdk, types


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


def test_deliver_to_is_one_endpoint_over_restarts(tmp_path: Path, receiver: Receiver) -> None:
    for secret in ("whsec_first", "whsec_second"):
        with start(data=tmp_path, deliver_to=receiver.url, webhook_secret=secret) as running:
            (endpoint,) = sdk(running.url).webhook_endpoints.list().data
            sdk(running.url).customers.create()
            assert running.wait_until_idle()
        assert (endpoint.url, endpoint.enabled_events) == (receiver.url, ["*"])
        assert endpoint.api_version == "2026-10-28.endive"
        assert receiver.events(secret)
        receiver.received.clear()


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
    assert "events go to http://127.0.0.1:9/stripe/events, signed with whsec_sandbox" in said


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
