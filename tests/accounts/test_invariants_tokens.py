"""Each breach of a token's invariants is found."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from mentorhub.accounts.invariants import tokens as laws
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.support import factories
from tests.support.api import token_of


@pytest.mark.parametrize(
    ("law", "count", "breach"),
    [
        (laws.every_token_is_stored_as_its_hash, 1, {"token_hash": "mhp_" + "x" * 60}),
        (laws.every_token_ends_within_a_year, 1, {"days": 400}),
        (laws.nobody_has_more_than_twenty_tokens, 21, {}),
    ],
)
def test_a_breach_is_found(
    in_app: Flask, law: Callable[..., list[str]], count: int, breach: dict[str, Any]
) -> None:
    amara = factories.user("amara@example.org")
    token_of(USER(amara))
    assert law(viewer=SYSTEM) == []
    with transaction(viewer=SYSTEM) as session:
        session.add_all(_token(amara, number, **breach) for number in range(count))
    assert len(law(viewer=SYSTEM)) == 1


def _token(user_id: int, number: int, *, days: int = 1, **fields: str) -> ApiToken:
    now = clock.now()
    plain = {"name": "Mine", "token_hash": f"{number:064x}", "scopes": "people:read"}
    return ApiToken(
        user_id=user_id, created_at=now, expires_at=now + dt.timedelta(days=days), **plain | fields
    )
