"""How a token looks, which typing errors show, and when it may end."""

import datetime as dt
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.accounts.rules.tokens import (
    ALPHABET,
    EndRefused,
    Scope,
    ScopeUnknown,
    check_characters,
    hash_of,
    is_well_formed,
    new_token,
    refuse_end,
    scopes_in,
)

NOW = dt.datetime(2026, 5, 7, 12, tzinfo=dt.UTC)


def test_a_token_has_thirty_random_characters_and_six_that_check_them() -> None:
    token, other = new_token(secrets.choice), new_token(secrets.choice)
    assert len(token) == 40 and token.startswith("mhp_") and token != other
    assert set(token[4:]) <= set(ALPHABET) and is_well_formed(token)
    assert check_characters("0" * 30) == "2C8GjS"  # CRC-32 0x77E5DB82 in base 62


@given(at=st.integers(0, 39), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_shows_without_a_database(at: int, other: str) -> None:
    token = new_token(lambda characters: characters[7])
    wrong = token[:at] + other + token[at + 1 :]
    assert is_well_formed(wrong) == (wrong == token)


@pytest.mark.parametrize("text", ["", "mhp_", "mhp_" + "ä" * 36, "x" * 5000])
def test_what_is_no_token_is_none(text: str) -> None:
    assert not is_well_formed(text)


def test_what_is_stored_is_the_sha_256() -> None:
    assert hash_of("mhp_x") == "24c4cf3a0aaf53666a649c187300a605dce42748fc85f763aa060956b09afd54"


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("people:write, people:read", (Scope.READ, Scope.WRITE)),
        ("people:read people:read", (Scope.READ,)),
        ("people:write", (Scope.WRITE,)),
    ],
)
def test_scopes_are_read_in_one_order(text: str, scopes: tuple[Scope, ...]) -> None:
    assert scopes_in(text) == scopes


@pytest.mark.parametrize(("text", "asked"), [("people:all", "people:all"), (" , ", "")])
def test_a_scope_that_there_is_not_is_named(text: str, asked: str) -> None:
    with pytest.raises(ScopeUnknown) as refusal:
        scopes_in(text)
    assert refusal.value.asked == asked


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_ends_after_now_and_within_a_year(days: int) -> None:
    refuse_end(NOW + dt.timedelta(days=366), now=NOW)
    with pytest.raises(EndRefused):
        refuse_end(NOW + dt.timedelta(days=days), now=NOW)
