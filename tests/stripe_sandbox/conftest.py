"""A sandbox on a free port for each test, the official SDK pointed at it, and a shop that takes events."""

from collections.abc import Iterator

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.serve import RunningSandbox, start
from mentorhub.stripe_sandbox.settings import Settings
from tests.support.shop import Receiver, connected, sdk, sdk_client

QUICK = Settings(redirect_wait_seconds=1.0, retry_base_seconds=30.0, webhook_timeout_seconds=2.0)


@pytest.fixture
def running() -> Iterator[RunningSandbox]:
    """A sandbox in memory, stopped at the end."""
    with start(settings=QUICK) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def shared() -> Iterator[RunningSandbox]:
    """One sandbox for all tests that ask and are refused: they leave nothing behind."""
    with start(settings=QUICK) as sandbox:
        yield sandbox


@pytest.fixture
def stranger(shared: RunningSandbox) -> V1Services:
    """The SDK's client of the shared sandbox, in an account that no other test has."""
    return connected(shared, new_id("acct"))


@pytest.fixture
def platform(running: RunningSandbox) -> stripe.StripeClient:
    """The SDK's client of both namespaces, without retries."""
    return sdk_client(running.url)


@pytest.fixture
def client(running: RunningSandbox) -> V1Services:
    """The SDK's client; it does not retry, so that each test sees the first answer."""
    return sdk(running.url)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A shop's webhook endpoint."""
    with Receiver() as shop:
        yield shop


@pytest.fixture
def listening(receiver: Receiver) -> Iterator[RunningSandbox]:
    """A sandbox that delivers to the receiver."""
    with start(settings=QUICK, deliver_to=receiver.url) as sandbox:
        yield sandbox


@pytest.fixture
def buyer(listening: RunningSandbox) -> V1Services:
    """The SDK's client of the sandbox that delivers."""
    return sdk(listening.url)


assert stripe.api_version == "2026-10-28.endive", "the sandbox speaks the version the SDK pins"
