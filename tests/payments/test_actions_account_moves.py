"""Which account a practice is paid on: moved once its owner says so, kept, given up, and never with two at once."""

import pytest

from mentorhub.foundation.database.viewers import USER
from mentorhub.payments.actions import account_moves, connections
from mentorhub.payments.rules.connections import (
    ConnectionInUse,
    ConnectionNotReady,
)
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


def test_a_practice_moves_to_an_account_once_its_owner_says_so(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    ready_account(practice_id, owner_id, accounts)
    second = connections.connect(practice_id, country="SE", viewer=USER(owner_id))
    with pytest.raises(ConnectionNotReady):
        account_moves.choose_connection(second, viewer=USER(owner_id))
    accounts.active.add("acct_2")
    connections.check_connection(second)
    assert practice_now(practice_id) == ("acct_1", "ready", True)
    assert not account_moves.move(second)  # nobody chose it
    account_moves.choose_connection(second, viewer=USER(owner_id))
    assert practice_now(practice_id) == ("acct_1", "ready", False)  # no payment page is opened now
    assert_sound()
    assert account_moves.move(second)
    assert not account_moves.move(second)
    assert practice_now(practice_id) == ("acct_2", "ready", True)
    assert [one.is_in_use for one in connections_now()] == [False, True]
    assert connection_news() == ["ready", "ready_to_move", "moved"]
    assert_sound()


def test_a_move_is_taken_back_and_payments_go_on(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    ready_account(practice_id, owner_id, accounts)
    second = ready_account(practice_id, owner_id, accounts)
    account_moves.choose_connection(second, viewer=USER(owner_id))
    account_moves.unchoose_connection(second, viewer=USER(owner_id))
    account_moves.unchoose_connection(second, viewer=USER(owner_id))
    assert practice_now(practice_id) == ("acct_1", "ready", True)
    assert not account_moves.move(second)
    assert_sound()


def test_who_is_paid_on_the_platforms_account_goes_on_so_until_the_move(
    accounts: Accounts,
) -> None:
    scene = factories.scene()
    second = ready_account(scene.practice_id, scene.mentor_id, accounts)
    assert practice_now(scene.practice_id) == ("", "platform", True)
    account_moves.choose_connection(second, viewer=USER(scene.mentor_id))
    assert account_moves.move(second)
    assert practice_now(scene.practice_id) == ("acct_1", "ready", True)
    assert_sound()


def test_a_disconnected_practice_goes_on_with_another_account(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    first = ready_account(practice_id, owner_id, accounts)
    accounts.closed.add("acct_1")
    connections.check_connection(first)
    second = ready_account(practice_id, owner_id, accounts)
    account_moves.choose_connection(second, viewer=USER(owner_id))
    assert account_moves.move(second)
    assert practice_now(practice_id) == ("acct_2", "ready", True)
    assert_sound()


def test_an_account_that_is_restored_during_a_move_does_not_take_payments_again(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    first = ready_account(practice_id, owner_id, accounts)
    second = ready_account(practice_id, owner_id, accounts)
    accounts.active.discard("acct_1")
    connections.check_connection(first)
    account_moves.choose_connection(second, viewer=USER(owner_id))
    accounts.active.add("acct_1")
    connections.check_connection(first)
    assert practice_now(practice_id) == ("acct_1", "ready", False)
    assert account_moves.move(second)
    assert practice_now(practice_id) == ("acct_2", "ready", True)
    assert_sound()


def test_a_wrong_country_is_put_right_by_beginning_again(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    first = connections.connect(practice_id, country="SE", viewer=USER(owner_id))
    account_moves.give_up_connection(first, viewer=USER(owner_id))
    assert practice_now(practice_id) == ("", "none", False)
    connections.connect(practice_id, country="NO", viewer=USER(owner_id))
    assert practice_now(practice_id) == ("acct_2", "pending", False)
    assert [one.country for one in connections_now()] == ["SE", "NO"]
    assert_sound()


def test_an_account_that_was_in_use_is_not_given_up(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    first = ready_account(practice_id, owner_id, accounts)
    with pytest.raises(ConnectionInUse):
        account_moves.give_up_connection(first, viewer=USER(owner_id))


def test_a_new_account_is_dropped_and_the_present_one_goes_on(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    ready_account(practice_id, owner_id, accounts)
    second = ready_account(practice_id, owner_id, accounts)
    account_moves.choose_connection(second, viewer=USER(owner_id))
    account_moves.give_up_connection(second, viewer=USER(owner_id))
    assert practice_now(practice_id) == ("acct_1", "ready", True)
    assert not account_moves.move(second)
    assert_sound()


def test_choosing_twice_changes_nothing(
    accounts: Accounts, practice_id: int, owner_id: int
) -> None:
    ready_account(practice_id, owner_id, accounts)
    second = ready_account(practice_id, owner_id, accounts)
    account_moves.choose_connection(second, viewer=USER(owner_id))
    since = connections_now()[1].chosen_at
    account_moves.choose_connection(second, viewer=USER(owner_id))
    assert connections_now()[1].chosen_at == since
