"""Lists: newest first, by pages, with both cursors."""

from typing import Any

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import connected


@pytest.fixture
def ids(client: V1Services) -> list[str]:
    """Five customers, newest first."""
    return [client.customers.create().id for _ in range(5)][::-1]


def test_a_list_is_newest_first_and_says_whether_there_is_more(
    client: V1Services, ids: list[str]
) -> None:
    page = client.customers.list(params={"limit": 2})
    assert [one.id for one in page.data] == ids[:2]
    assert (page.has_more, page.url) == (True, "/v1/customers")
    assert client.customers.list(params={"limit": 5}).has_more is False


def test_paging_forward_meets_each_once(client: V1Services, ids: list[str]) -> None:
    pages = client.customers.list(params={"limit": 2})
    assert [one.id for one in pages.auto_paging_iter()] == ids


def test_paging_back_meets_each_newer_one_once(client: V1Services, ids: list[str]) -> None:
    page = client.customers.list(params={"limit": 2, "ending_before": ids[-1]})
    assert [one.id for one in page.data] == ids[2:4]
    assert page.has_more is True
    pages = client.customers.list(params={"limit": 2, "ending_before": ids[-1]})
    assert [one.id for one in pages.auto_paging_iter()] == ids[-2::-1]


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"starting_after": "cus_none"}, "starting_after"),
        ({"starting_after": "cus_1", "ending_before": "cus_2"}, "starting_after"),
        ({"created": {"after": 1}}, "created[after]"),
        ({"created": "yesterday"}, "created"),
    ],
)
def test_a_cursor_or_limit_that_makes_no_sense_is_refused(
    stranger: V1Services, params: Any, param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stranger.customers.list(params=params)
    assert refused.value.param == param


def test_a_list_can_be_bounded_in_time(running: RunningSandbox, client: V1Services) -> None:
    old = client.customers.create()
    running.move_clock(3600)
    new = client.customers.create()
    listed = client.customers.list
    assert [one.id for one in listed(params={"created": {"gt": old.created}}).data] == [new.id]
    assert [one.id for one in listed(params={"created": old.created}).data] == [old.id]


def test_anothers_object_is_no_cursor(running: RunningSandbox, client: V1Services) -> None:
    foreign = connected(running, "acct_other").customers.create()
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        client.customers.list(params={"starting_after": foreign.id})
