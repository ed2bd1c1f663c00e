"""One sandbox without a server: transactions, and what a tick does."""

import pytest

from mentorhub.stripe_sandbox import checkouts, customers
from mentorhub.stripe_sandbox.failing import AnswerLostError
from mentorhub.stripe_sandbox.sandbox import Sandbox
from mentorhub.stripe_sandbox.store import Doc, Store
from tests.support.shop import checkout_params


@pytest.fixture
def sandbox() -> Sandbox:
    """A sandbox in memory."""
    return Sandbox(Store())


def test_an_exception_leaves_nothing_behind(sandbox: Sandbox) -> None:
    with pytest.raises(RuntimeError), sandbox.calling() as call:
        customers.create(call, {})
        raise RuntimeError
    with sandbox.calling() as call:
        assert customers.list_all(call, {})["data"] == []


def test_a_tick_expires_what_is_over(sandbox: Sandbox) -> None:
    with sandbox.calling() as call:
        made = checkouts.create(call, checkout_params())
    sandbox.clock.advance(86_400)
    sandbox.tick()
    assert _stored(sandbox, made["id"])["status"] == "expired"


def test_a_route_without_a_key_finds_the_objects_account(sandbox: Sandbox) -> None:
    with sandbox.calling(account="acct_mentor") as call:
        made = customers.create(call, {})
    with sandbox.calling_for("customer", made["id"], base_url="") as call:
        assert call.account == "acct_mentor"
    with sandbox.calling_for("customer", "cus_none", base_url="") as call:
        assert call.account == ""


def _stored(sandbox: Sandbox, object_id: str) -> Doc:
    with sandbox.store.changing():
        doc = sandbox.store.get("checkout.session", object_id, account="")
    assert doc is not None
    return doc


def test_waiting_callers_are_released_at_the_end(sandbox: Sandbox) -> None:
    sandbox.pause(0.01)
    sandbox.closing.set()
    with pytest.raises(AnswerLostError):
        sandbox.pause(60)


def test_the_redirects_wait_is_the_settings_until_it_is_switched(sandbox: Sandbox) -> None:
    assert sandbox.redirect_wait() == sandbox.settings.redirect_wait_seconds
    for given, seconds in (
        ({"redirect_wait_seconds": 7}, 7.0),
        ({"redirect": "webhook_first"}, 10.0),
        ({"redirect": "redirect_first"}, 0.0),
    ):
        sandbox.switch_deliveries(given)
        assert sandbox.redirect_wait() == seconds
    sandbox.clear_deliveries()
    assert sandbox.redirect_wait() == sandbox.settings.redirect_wait_seconds
