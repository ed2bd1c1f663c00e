"""Serves a sandbox on loopback: `start` in threads (tests, demo), `run` until interrupted (command)."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from mentorhub.stripe_sandbox import event_destinations, webhook_endpoints
from mentorhub.stripe_sandbox.app import create_sandbox
from mentorhub.stripe_sandbox.clock import Clock
from mentorhub.stripe_sandbox.sandbox import Sandbox
from mentorhub.stripe_sandbox.settings import (
    SECOND_ACCOUNT,
    SECOND_KEY,
    SECOND_SECRET,
    WEBHOOK_SECRETS,
    Settings,
)
from mentorhub.stripe_sandbox.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TICK_SECONDS = 0.25
POLL_SECONDS = 0.02  # how long a stop may wait for the server
log = logging.getLogger(__name__)


@dataclass
class RunningSandbox:
    """A sandbox that answers at `url` until `stop()`; also a context manager.

        with start(deliver_to="http://127.0.0.1:5000/stripe/events") as sandbox:
            client = StripeClient("sk_test_x", base_addresses={"api": sandbox.url})

    The pay page is a session's `url`; without a browser, POST /v1/payment_pages/<cs>/confirm with
    `payment_method=pm_card_visa`. What bank, dashboard and time would do: POST /_sandbox/…
    (`control.py`).
    """

    url: str
    sandbox: Sandbox
    _server: BaseWSGIServer
    _threads: list[threading.Thread]
    _is_over: threading.Event

    def move_clock(self, seconds: float) -> int:
        """Advance the sandbox's time, act on what is due then, and return the new time."""
        self.sandbox.clock.advance(seconds)
        with self.sandbox.calling(base_url=self.url):
            return self.sandbox.clock.now()

    def deliver_now(self) -> int:
        """Send every waiting webhook once, due or not; return how many were sent."""
        return self.sandbox.courier.deliver_now()

    def wait_until_idle(self, seconds: float = 5.0) -> bool:
        """Wait until each event was sent once; say whether that came within `seconds`."""
        return self.sandbox.courier.wait_until_idle(seconds=seconds)

    def stop(self) -> None:
        """Stop answering and delivering, and close the store."""
        self._is_over.set()
        self.sandbox.closing.set()
        self.sandbox.store.changed.set()
        self._server.shutdown()
        for thread in self._threads:
            thread.join(timeout=self.sandbox.settings.webhook_timeout_seconds + 1)
        self._server.server_close()
        self.sandbox.store.close()

    def __enter__(self) -> "RunningSandbox":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    *,
    port: int = 0,
    data: Path | None = None,
    deliver_to: str | None = None,
    webhook_secret: str = WEBHOOK_SECRETS,
    settings: Settings | None = None,
    host: str = "127.0.0.1",
) -> RunningSandbox:
    """Serve in threads and return at once.

    `port` 0 takes a free one. State lives in `data` and survives a restart, or in memory if None.
    At `deliver_to` three listen, each with a secret of its own: an endpoint for the platform's events, one for
    connected accounts', and a destination of thin events. `webhook_secret` holds the three secrets in that order,
    comma-separated as the app takes them; a single one signs everything. A fourth sends the second account's events.
    Raises ValueError for a host that is not loopback, and for two secrets.
    """
    if host not in LOOPBACK:
        raise ValueError(f"the Stripe sandbox listens on loopback only, not on {host}")
    secrets = _three(webhook_secret)
    app = create_sandbox(store=Store(data), settings=settings)
    sandbox: Sandbox = app.extensions["stripe_sandbox"]
    server = make_server(
        host, port, whole(app), threaded=True, request_handler=_handler(sandbox.clock)
    )
    url = f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}"
    if deliver_to is not None:
        _listen(sandbox, deliver_to, secrets=secrets)
    is_over = threading.Event()
    threads = [
        threading.Thread(
            target=server.serve_forever, args=(POLL_SECONDS,), name="stripe-sandbox", daemon=True
        ),
        threading.Thread(
            target=_attend, args=(sandbox, is_over), name="stripe-sandbox-courier", daemon=True
        ),
    ]
    for thread in threads:
        thread.start()
    return RunningSandbox(url, sandbox, server, threads, is_over)


def run(
    *,
    port: int,
    data: Path,
    deliver_to: str | None = None,
    webhook_secret: str = WEBHOOK_SECRETS,
    host: str = "127.0.0.1",
) -> None:
    """Serve until interrupted (Ctrl-C); say where."""
    running = start(
        port=port, data=data, deliver_to=deliver_to, webhook_secret=webhook_secret, host=host
    )
    with running:
        try:
            print(f"Stripe sandbox at {running.url} (no real money; state in {data})", flush=True)
            if deliver_to is not None:
                print(f"  events go to {deliver_to}", flush=True)
                print(f"  STRIPE_WEBHOOK_SECRET={webhook_secret}", flush=True)
                print(f"  MENTORHUB_REHEARSAL_STRIPE_KEY={SECOND_KEY}", flush=True)
                print(f"  MENTORHUB_REHEARSAL_STRIPE_WEBHOOK_SECRET={SECOND_SECRET}", flush=True)
            _wait_for_ever()
        except KeyboardInterrupt:
            print("stopped", flush=True)


def _three(webhook_secret: str) -> list[str]:
    """The secrets of the platform's endpoint, of the connected accounts' and of the destination, in that order."""
    secrets = webhook_secret.split(",")
    if len(secrets) not in {1, 3}:
        raise ValueError("webhook_secret holds one secret for everything, or three")
    return secrets * 3 if len(secrets) == 1 else secrets


def _listen(sandbox: Sandbox, url: str, *, secrets: list[str]) -> None:
    """Let the app at that address hear everything; what was made there before is kept."""
    own, connected, thin = secrets
    with sandbox.calling() as call:
        webhook_endpoints.ensure(call, url, hears="own", secret=own)
        webhook_endpoints.ensure(call, url, hears="connected", secret=connected)
        event_destinations.ensure(call, url, secret=thin)
        second = call.on(SECOND_ACCOUNT)
        webhook_endpoints.ensure(second, url, hears="own", secret=SECOND_SECRET)


def whole(app: Flask) -> "WSGIApplication":
    """The app's answers in one piece, each closed before it is sent.

    Werkzeug's server leaves an answer's file open when a browser breaks off before its end.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            parts.close()  # type: ignore[attr-defined] # Flask's answers all have it

    return answer


def _wait_for_ever() -> None:
    threading.Event().wait()


def _attend(sandbox: Sandbox, is_over: threading.Event) -> None:
    """Expire, settle and deliver after every change, and as time passes."""
    while not is_over.is_set():
        sandbox.store.changed.clear()
        try:
            sandbox.tick()
        except Exception:
            # one bad item never stops the rest; the next tick tries again
            log.exception("the sandbox's courier stumbled")
        sandbox.store.changed.wait(TICK_SECONDS)


def _handler(clock: Clock) -> type[WSGIRequestHandler]:
    class Handler(_QuietHandler):
        def date_time_string(self, timestamp: float | None = None) -> str:
            """Every answer bears the sandbox's own time."""
            return super().date_time_string(clock.now() if timestamp is None else timestamp)

    return Handler


class _QuietHandler(WSGIRequestHandler):
    """Answers without a line per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""
