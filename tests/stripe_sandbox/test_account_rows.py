"""An account on one level, and its state in words."""

import pytest

from mentorhub.stripe_sandbox.account_rows import in_words, newest, shown
from mentorhub.stripe_sandbox.objects import account as shapes
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import control


def test_an_account_that_never_asked_for_cards_has_no_status() -> None:
    row = shown(shapes.account(now=0, country=None, currency=None))
    assert (row["card_payments"], row["country"], row["requirements"]) == (None, None, [])
    assert in_words(row) == "has not asked to take cards"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"card_payments": "active"}, "takes cards"),
        ({"card_payments": "pending"}, "is being reviewed"),
        ({"card_payments": "restricted"}, "restricted"),
        ({"disconnected": True}, "disconnected from the platform"),
        ({"closed": True}, "closed"),
    ],
)
def test_a_state_is_said_in_words(
    running: RunningSandbox, change: dict[str, object], words: str
) -> None:
    control(running, "accounts", id="acct_1")
    assert in_words(control(running, "accounts/acct_1", **change)) == words


def test_the_newest_stand_first_and_only_so_many(running: RunningSandbox) -> None:
    for number in range(3):
        control(running, "accounts", id=f"acct_{number}")
    with running.sandbox.store.changing():
        found = newest(running.sandbox.store, most=2)
    assert [account["id"] for account in found] == ["acct_2", "acct_1"]
