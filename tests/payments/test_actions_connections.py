"""A practice's own account at Stripe: made once, brought to what Stripe says, moved to, given up."""

from typing import Any

import pytest

from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.payments.actions import account_moves, connections
from mentorhub.payments.queries.accounts import reconciled_accounts
from mentorhub.payments.rules.connections import (
    ConnectionNotReady,
    ConnectionUnderway,
    CountryNotServed,
    Missing,
    Requirement,
)
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import accounts as stripe_accounts
from tests.support import factories
from tests.support.stripe_accounts import (
    Accounts,
    assert_sound,
    connection_news,
    connections_now,
    practice_now,
    ready_account,
)

pytestmark = pytest.mark.usefixtures("in_app")


def test_a_first_account_is_used_from_the_start_and_paid_on_once_it_isready_account(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    assert practice_now(practice_id) == ("", "none", False)
    accounts.missing["acct_1"] = (Requirement(Missing.PERSON),)
    connection_id = connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    assert practice_now(practice_id) == ("acct_1", "pending", False)
    (made,) = connections_now()
    assert made.requirements == (Requirement(Missing.PERSON),)
    accounts.active.add("acct_1")
    accounts.missing.clear()
    connections.check_connection(connection_id)
    connections.check_connection(connection_id)
    assert practice_now(practice_id) == ("acct_1", "ready", True)
    assert connection_news() == ["ready"]
    assert_sound()


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key_and_parameters(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    accounts.refusal = StripeUnavailable("silence")
    with pytest.raises(StripeUnavailable):
        connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    assert practice_now(practice_id) == ("", "none", False)
    with pytest.raises(ConnectionUnderway):
        connections.connect(practice_id, country="SE", viewer=USER(owner_id))
    connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    assert [one.stripe_account for one in connections_now()] == ["acct_1"]
    ((key, parameters),) = accounts.asked
    assert key.startswith("account-")
    assert parameters["identity"] == {"country": "NO"}
    assert parameters["defaults"]["responsibilities"]["losses_collector"] == "stripe"


def test_a_second_click_makes_no_second_account(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    with pytest.raises(ConnectionUnderway):
        connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    assert len(connections_now()) == 1


def test_an_account_that_loses_its_capability_stops_payments_and_its_owner_hears_of_it(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    connection_id = ready_account(practice_id, owner_id, accounts)
    accounts.active.clear()
    accounts.missing["acct_1"] = (Requirement(Missing.DOCUMENT, "It is too dark."),)
    connections.check_connection(connection_id)
    assert practice_now(practice_id) == ("acct_1", "blocked", False)
    assert_sound()
    accounts.active.add("acct_1")
    connections.check_connection(connection_id)
    assert practice_now(practice_id) == ("acct_1", "ready", True)
    assert connection_news() == ["ready", "blocked", "ready"]
    assert_sound()


def test_a_closed_account_is_disconnected_for_good_and_not_asked_again(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    connection_id = ready_account(practice_id, owner_id, accounts)
    accounts.closed.add("acct_1")
    connections.check_connection(connection_id)
    accounts.closed.clear()
    connections.check_connection(connection_id)
    assert practice_now(practice_id) == ("acct_1", "disconnected", False)
    assert connection_news() == ["ready", "disconnected"]
    assert reconciled_accounts(viewer=SYSTEM, now=connections_now()[0].created_at) == [""]
    with pytest.raises(ConnectionNotReady):
        connections.setup_page(connection_id, refresh_url="", return_url="")
    assert_sound()


@pytest.mark.parametrize("country", ["", "XX", "no"])
def test_stripe_opens_no_account_everywhere(
    accounts: Accounts, practice_id: int, owner_id: int, country: str
) -> None:
    with pytest.raises(CountryNotServed):
        connections.connect(practice_id, country=country, viewer=USER(owner_id))
    assert connections_now() == []


def test_nobody_else_touches_a_practices_account(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    connection_id = ready_account(practice_id, owner_id, accounts)
    stranger = USER(factories.user("stranger@example.org"))
    before = practice_now(practice_id)
    for act in (
        lambda: connections.connect(practice_id, country="NO", viewer=stranger),
        lambda: account_moves.choose_connection(connection_id, viewer=stranger),
        lambda: account_moves.unchoose_connection(connection_id, viewer=stranger),
        lambda: account_moves.give_up_connection(connection_id, viewer=stranger),
    ):
        with pytest.raises((NotFound, Refusal)) as refused:
            act()
        assert refused.type is NotFound
    assert practice_now(practice_id) == before


def test_a_page_at_stripe_is_for_setting_up_until_the_account_was_ready_once(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    connection_id = connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    pages = {"refresh_url": "http://localhost/again", "return_url": "http://localhost/back"}
    assert connections.setup_page(connection_id, **pages).startswith("https://connect.stripe.com/")
    accounts.active.add("acct_1")
    connections.check_connection(connection_id)
    connections.setup_page(connection_id, **pages)
    asked = [one[1]["purpose"] for one in accounts.asked if one[0] == "acct_1"]
    assert asked == ["account_onboarding", "account_update"]


def test_an_account_that_is_there_is_not_asked_for_again(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    ready_account(practice_id, owner_id, accounts)
    second = connections.connect(practice_id, country="SE", viewer=USER(owner_id))
    asked = len(accounts.asked)
    assert connections.connect(practice_id, country="SE", viewer=USER(owner_id)) == second
    assert len(accounts.asked) == asked


def test_two_answers_to_one_question_are_one_account(
    accounts: Accounts,
    practice_id: int,
    owner_id: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = accounts.open_account

    def meanwhile(**asked: Any) -> Any:
        monkeypatch.setattr(stripe_accounts, "open_account", answer)
        connections.connect(practice_id, country="NO", viewer=USER(owner_id))
        return answer(**asked)

    monkeypatch.setattr(stripe_accounts, "open_account", meanwhile)
    connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    assert [one.stripe_account for one in connections_now()] == ["acct_1"]
    assert_sound()
