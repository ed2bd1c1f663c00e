"""A shop whose practice gets accounts of its own at the stand-in Stripe: set up, moved to, paid on, told of."""

from typing import Any

import requests

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.payments.actions import account_moves, connections
from mentorhub.payments.models.connections import StripeConnection
from tests.support.applicants import pass_time
from tests.support.buying import Buyer, Shop
from tests.support.stripe_accounts import practice_now
from tests.support.stripe_client import signed

PAGES = {"refresh_url": "http://127.0.0.1:9/again", "return_url": "http://127.0.0.1:9/back"}


def set_up(shop: Shop, *, is_ready: bool = True) -> str:
    """Another account for the practice, made through the API and set up on Stripe's page; its id."""
    scene = shop.scene
    with shop.app.app_context():
        made = connections.connect(scene.practice_id, country="NO", viewer=USER(scene.mentor_id))
        page = connections.setup_page(made, **PAGES)
        if is_ready:
            there = requests.get(page, timeout=10).url
            assert requests.post(
                there, data={"answer": "fill"}, timeout=10, allow_redirects=False
            ).ok
        with transaction(viewer=SYSTEM) as session:
            account = session.get_one(StripeConnection, made).stripe_account
    assert account is not None
    with shop.app.app_context():
        connections.check_connection(made)
    return account


def use_own(shop: Shop) -> str:
    """Set one up and move to it."""
    account = set_up(shop)
    with shop.app.app_context(), transaction(viewer=SYSTEM) as session:
        newest = db.select(StripeConnection.id).order_by(StripeConnection.id.desc()).limit(1)
        connection_id = session.scalars(newest).one()
    with shop.app.app_context():
        account_moves.choose_connection(connection_id, viewer=USER(shop.scene.mentor_id))
        assert account_moves.move(connection_id)
    return account


def paid(shop: Shop, buyer: Buyer, account: str, **fields: str) -> str:
    """The buyer pays on the account; the session's id."""
    session_id = buyer.open(**fields)
    answer = shop.stripe.on(account).pay(session_id)
    assert "error" not in answer, answer
    assert buyer.come_back(session_id) == "enrolled"
    return session_id


def now(shop: Shop) -> tuple[str, str, bool]:
    with shop.app.app_context():
        return practice_now(shop.scene.practice_id)


def thin(account: str, kind: str = "v2.core.account.closed", **changes: Any) -> dict[str, Any]:
    related = {"id": account, "type": "v2.core.account", "url": f"/v2/core/accounts/{account}"}
    return {
        "id": "evt_thin_1",
        "object": "v2.core.event",
        "type": kind,
        "created": "2026-11-29T10:00:00.000Z",
        "livemode": False,
        "context": None,
        "reason": None,
        "related_object": related,
        **changes,
    }


def posted(shop: Shop, event: dict[str, Any]) -> int:
    """How our webhook answers this event, signed."""
    body, signature = signed(event)
    client, headers = shop.app.test_client(), {"Stripe-Signature": signature}
    return client.post("/stripe/events", data=body, headers=headers).status_code


def later(shop: Shop, **passed: float) -> None:
    """So much later."""
    with shop.app.app_context():
        pass_time(**passed)
