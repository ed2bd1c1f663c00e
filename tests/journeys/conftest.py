"""Everything real: the app on its own port, the stand-in Stripe on another, a worker beside them."""

import dataclasses
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from mentorhub.app import create_app
from mentorhub.foundation.worker import Worker
from mentorhub.schedule import PERIODIC_TASKS
from mentorhub.stripe_sandbox.serve import RunningSandbox, start, whole
from mentorhub.stripe_sandbox.settings import Settings as SandboxSettings
from tests.conftest import dispose, settings_for
from tests.support.stripe_client import StripeClient


@dataclass(frozen=True)
class Install:
    """A running install."""

    url: str
    app: Flask
    sandbox: RunningSandbox

    @property
    def stripe_client(self) -> StripeClient:
        """Its Stripe."""
        return StripeClient(self.sandbox.url)


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Requests are not news in a test."""


@pytest.fixture
def install(database_url: str) -> Iterator[Install]:
    """Serve on free ports; events go from Stripe to the app over HTTP, and a worker applies them."""
    server = make_server("127.0.0.1", 0, _placeholder, threaded=True, request_handler=_Quiet)
    url = f"http://localhost:{server.server_port}"
    deliver_to = f"http://127.0.0.1:{server.server_port}/stripe/events"
    with start(deliver_to=deliver_to, settings=SandboxSettings(redirect_wait_seconds=1)) as sandbox:
        settings = dataclasses.replace(
            settings_for(database_url), base_url=url, stripe_api_base=sandbox.url
        )
        app = create_app(settings)
        jobs = app.extensions["mentorhub.jobs"]
        jobs.take(PERIODIC_TASKS)
        server.app = whole(app)
        serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        worker = Worker(jobs)
        serving.start()
        worker.start()
        try:
            yield Install(url, app, sandbox)
        finally:
            worker.stop()
            server.shutdown()
            serving.join(5)
            server.server_close()
            dispose(app)


def _placeholder(_environ: object, _start_response: object) -> list[bytes]:
    return []  # replaced before anybody may ask
