"""What an answer of v2 holds only if it is asked for."""

import pytest

from mentorhub.stripe_sandbox.including import include
from mentorhub.stripe_sandbox.store import Doc

ACCOUNT: Doc = {
    "object": "v2.core.account",
    "id": "acct_1",
    "configuration": {"customer": None, "merchant": {"applied": True}, "recipient": None},
    "defaults": {"currency": "nok"},
    "future_requirements": {},
    "identity": {"country": "no"},
    "requirements": {"entries": []},
}
NONE = {"configuration": None, "defaults": None, "future_requirements": None, "identity": None}


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], {**NONE, "requirements": None}),
        (["requirements"], {**NONE, "requirements": {"entries": []}}),
        (
            ["configuration.merchant"],
            {**NONE, "configuration": ACCOUNT["configuration"], "requirements": None},
        ),
        (
            ["configuration.customer", "identity"],
            {
                **NONE,
                "configuration": {"customer": None, "merchant": None, "recipient": None},
                "identity": {"country": "no"},
                "requirements": None,
            },
        ),
    ],
)
def test_only_what_is_named_is_shown(names: list[str], shown: Doc) -> None:
    assert include(ACCOUNT, names) == {**ACCOUNT, **shown}
    assert include({"data": [ACCOUNT], "next_page_url": None}, names)["data"] == [
        {**ACCOUNT, **shown}
    ]


def test_what_is_stored_stays_whole() -> None:
    include(ACCOUNT, [])
    assert ACCOUNT["configuration"]["merchant"] == {"applied": True}


@pytest.mark.parametrize(
    "doc",
    [
        {"object": "v2.core.event", "data": {"account_id": "acct_1"}},
        {"object": "v2.core.event_destination", "id": "ed_test_1"},
    ],
)
def test_what_holds_nothing_of_the_kind_is_left_alone(doc: Doc) -> None:
    assert include(doc, []) == doc
