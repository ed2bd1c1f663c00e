"""Lists of v2: each page names the next, with all that was asked for."""

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import new_account
from tests.support.shop import KEY


def test_the_next_page_repeats_what_was_asked_for(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    made = [new_account(platform).id for _ in range(5)]
    events = platform.v2.core.events
    for limit in (1, 2, 4, 5, 6):
        first = events.list(
            params={
                "limit": limit,
                "types": ["v2.core.account.created", "v2.core.account.closed"],
                "created": {"gte": "2026-01-01T00:00:00Z"},
            }
        )
        assert len(first.data) == min(limit, 5)
        found = [event["related_object"]["id"] for event in first.auto_paging_iter()]
        assert found == made[::-1]
        assert (first.next_page_url is None) == (limit >= 5)


def test_a_page_holds_twenty_where_nothing_else_is_said(platform: stripe.StripeClient) -> None:
    for _ in range(21):
        new_account(platform)
    first = platform.v2.core.accounts.list()
    assert len(first.data) == 20
    assert len(list(first.auto_paging_iter())) == 21


@pytest.mark.parametrize("page", ["2", "page_0", "page_99"])
def test_a_page_is_a_place_in_the_list(shared: RunningSandbox, page: str) -> None:
    url = f"{shared.url}/v2/core/event_destinations"
    answer = requests.get(url, params={"page": page}, auth=(KEY, ""), timeout=10)
    assert answer.json() == {"data": [], "next_page_url": None}


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"page": "page_x"}, "page"),
        ({"page": "page_" + "9" * 30}, "page"),
        ({"page": ""}, "page"),
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"starting_after": "x"}, "starting_after"),
    ],
)
def test_a_page_that_is_none_is_refused(
    shared: RunningSandbox, params: dict[str, str], param: str
) -> None:
    url = f"{shared.url}/v2/core/accounts"
    answer = requests.get(url, params=params, auth=(KEY, ""), timeout=10)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
