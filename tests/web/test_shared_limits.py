"""Limits across processes over HTTP: a calm page that says when to try again; off in tests that are not about them."""

import datetime as dt
import re

import pytest
from flask import Flask
from limits import RateLimitItemPerMinute

from mentorhub.foundation import clock
from mentorhub.web import shared_limits
from mentorhub.web.shared_limits import TooOften

LIMIT = RateLimitItemPerMinute(2, 15, namespace="knocking")


def _asked() -> str:
    tried = shared_limits.from_here(LIMIT)
    shared_limits.count(tried)
    return "fine"


def _enter() -> str:
    tried = shared_limits.from_here(LIMIT)
    shared_limits.count(tried)
    shared_limits.take_back(tried)
    return "fine"


@pytest.fixture
def counting(app: Flask) -> Flask:
    """An app whose limits are on."""
    app.config["RATE_LIMITS_COUNTED"] = True
    app.add_url_rule("/asked", view_func=_asked)
    app.add_url_rule("/enter", view_func=_enter)
    return app


def test_too_often_says_when_to_try_again(counting: Flask) -> None:
    client = counting.test_client()
    answers = [client.get("/asked") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    text = answers[2].text
    assert "Too many attempts" in text and "Nothing was changed." in text
    assert re.search(r"Please try again in 1[56] minutes: ", text)
    assert " UTC." in text
    assert 890 <= int(answers[2].headers["Retry-After"]) <= 900
    with clock.moved(dt.timedelta(minutes=16)):
        assert client.get("/asked").text == "fine"


def test_a_network_is_counted_as_one_and_others_apart(counting: Flask) -> None:
    client = counting.test_client()
    codes = [
        client.get("/asked", environ_base={"REMOTE_ADDR": address}).status_code
        for address in ("203.0.113.1", "203.0.113.2", "203.0.113.3", "198.51.100.1")
    ]
    assert codes == [200, 200, 429, 200]


def test_what_succeeds_does_not_count(counting: Flask) -> None:
    client = counting.test_client()
    assert [client.get("/enter").status_code for _ in range(5)] == [200] * 5


def test_limits_are_off_in_tests_that_are_not_about_them(counting: Flask) -> None:
    counting.config["RATE_LIMITS_COUNTED"] = False
    client = counting.test_client()
    assert [client.get("/asked").status_code for _ in range(5)] == [200] * 5
    assert client.get("/enter").status_code == 200


def test_the_time_said_is_the_next_whole_minute(in_app: Flask) -> None:
    with in_app.test_request_context():
        at = clock.now().replace(second=30, microsecond=0) + dt.timedelta(minutes=10)
        said = shared_limits.words(TooOften(at))
        assert f"{at + dt.timedelta(minutes=1):%H:%M} UTC." in said
        assert shared_limits.seconds(TooOften(clock.now() - dt.timedelta(seconds=20))) == 1
        assert 19 <= shared_limits.seconds(TooOften(clock.now() + dt.timedelta(seconds=20))) <= 21


def test_less_than_a_minute_is_called_a_minute(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = dt.datetime(2026, 11, 25, 11, 30, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("mentorhub.web.filters.present", lambda: now)
    with in_app.test_request_context():
        said = shared_limits.words(TooOften(now + dt.timedelta(seconds=20)))
    assert said == "Please try again in a minute: Wednesday 25 November, 11:31 UTC."
