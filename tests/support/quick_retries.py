"""A fixture: Stripe's client asks again as often as ever, without the half second and more that it waits before."""

from collections.abc import Iterator

import pytest
from stripe import HTTPClient

DELAY_SECONDS = 0.01


@pytest.fixture(autouse=True, scope="module")
def quick_retries() -> Iterator[None]:
    """For tests in which nobody else is at work, so that nothing could be different by then."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HTTPClient, "INITIAL_DELAY", DELAY_SECONDS)
        yield
