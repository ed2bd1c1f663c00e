"""Links that open something by themselves: only what we signed, for its purpose, in its time, once."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _in_app(in_app: Flask) -> None:
    """Links read the app's secret key."""


def test_a_signed_link_opens_to_what_was_signed() -> None:
    token = links.sign("abc", 3, purpose="enrolment")
    assert links.opened(token, purpose="enrolment") == ("abc", 3)


def test_a_link_opens_only_for_its_purpose() -> None:
    assert links.opened(links.sign("abc", 3, purpose="enrolment"), purpose="welcome") is None


@pytest.mark.parametrize("token", ["", "nonsense", "WyJhYmMiLDNd.forged", "é" * 10, "x" * 201])
def test_anything_else_opens_nothing(token: str) -> None:
    assert links.opened(token, purpose="enrolment") is None
    assert links.opened_dated(token + "x" * 20, purpose="enrolment", now=NOW) is None


def test_a_link_changed_by_one_character_opens_nothing() -> None:
    token = links.sign("abc", 3, purpose="enrolment")
    for place in range(len(token)):
        for other in {"A", "B", "_", "="} - {token[place]}:
            changed = token[:place] + other + token[place + 1 :]
            assert links.opened(changed, purpose="enrolment") is None


@pytest.mark.parametrize("stray", ["=", "[]", " ", "A", ".", "\0"])
def test_a_link_with_stray_characters_opens_nothing(stray: str) -> None:
    token = links.sign("abc", 3, purpose="enrolment")
    for changed in (token + stray, stray + token, token.replace(".", stray + ".")):
        assert links.opened(changed, purpose="enrolment") is None


def test_a_dated_link_opens_until_its_end() -> None:
    until = NOW + dt.timedelta(minutes=20)
    token = links.sign_dated("abc", 3, purpose="sign-in", until=until)
    last = until - dt.timedelta(seconds=1)
    assert links.opened_dated(token, purpose="sign-in", now=last) == ("abc", 3)
    assert links.opened_dated(token, purpose="sign-in", now=until) is None
    assert links.opened_dated(token, purpose="welcome", now=NOW) is None


def test_a_link_of_one_kind_is_not_one_of_the_other() -> None:
    until = NOW + dt.timedelta(minutes=20)
    undated = links.sign("abc", 3, purpose="sign-in")
    dated = links.sign_dated("abc", 3, purpose="sign-in", until=until)
    assert links.opened_dated(undated, purpose="sign-in", now=NOW) is None
    assert links.opened(dated, purpose="sign-in") is None


def test_a_single_use_link_works_once() -> None:
    with transaction(viewer=SYSTEM) as session:
        assert links.use_once(session, "welcome-abc-3", now=NOW)
        assert not links.use_once(session, "welcome-abc-3", now=NOW)
        assert links.use_once(session, "welcome-abc-4", now=NOW)
    with transaction(viewer=SYSTEM) as session:
        assert not links.use_once(session, "welcome-abc-4", now=NOW)


def test_a_use_that_is_rolled_back_may_be_tried_again() -> None:
    with pytest.raises(KeyError), transaction(viewer=SYSTEM) as session:
        assert links.use_once(session, "welcome-abc-3", now=NOW)
        raise KeyError
    with transaction(viewer=SYSTEM) as session:
        assert links.use_once(session, "welcome-abc-3", now=NOW)


def test_an_address_in_a_mail_is_absolute() -> None:
    assert links.absolute("/enrolments/x") == "http://localhost/enrolments/x"


def test_a_dated_link_says_its_end_also_when_it_is_over() -> None:
    token = links.sign_dated("abc", 3, purpose="sign-in", until=NOW)
    assert links.opened_until(token, purpose="sign-in") == ("abc", 3, NOW)
    assert links.opened_until(token, purpose="welcome") is None
    assert links.opened_until(links.sign("abc", 3, purpose="sign-in"), purpose="sign-in") is None


def test_when_a_link_was_used_is_known_until_that_is_forgotten() -> None:
    with transaction(viewer=SYSTEM) as session:
        assert links.used_at(session, "sign-in:1") is None
        links.use_once(session, "sign-in:1", now=NOW)
        assert links.used_at(session, "sign-in:1") == NOW
        links.forget_used(session, "sign-in", before=NOW)
        assert links.used_at(session, "sign-in:1") is None
