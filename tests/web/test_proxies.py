"""Who calls, by which scheme and host, behind as many proxies as the operator counts; nobody else's word counts."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from mentorhub.app import create_app
from mentorhub.foundation.config import extension
from mentorhub.web.limits import limiter
from tests.conftest import dispose, settings_for

HOME = "https://mentors.example.org"
PROXY = {"REMOTE_ADDR": "10.0.0.1"}
Made = Callable[..., Flask]


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Made]:
    """An app behind so many proxies, with a page that says what it takes a request for."""
    apps: list[Flask] = []

    def made(hops: int, *, is_limited: bool = False) -> Flask:
        settings = dataclasses.replace(
            settings_for(f"sqlite:///{tmp_path / 'empty.db'}"),
            base_url=HOME,
            trusted_proxies=hops,
            testing=not is_limited,
        )
        apps.append(create_app(settings))
        apps[-1].add_url_rule("/seen", "seen", _seen)
        apps[-1].add_url_rule("/limited", "limited", limiter.limit("2/minute")(_seen))
        return apps[-1]

    yield made
    for app in apps:
        if app.config["RATELIMIT_ENABLED"]:
            limiter.enabled = False
            limiter.reset()
        dispose(app)


def _seen() -> dict[str, str]:
    network = extension("browser").network()
    return {"at": request.remote_addr or "", "network": network, "by": request.scheme}


def _ask(app: Flask, path: str = "/seen", **said: str) -> TestResponse:
    headers = {f"X-Forwarded-{name.title()}": value for name, value in said.items()}
    headers["Host"] = "mentors.example.org"
    return app.test_client().get(path, url_scheme="http", headers=headers, environ_base=PROXY)


def test_without_proxies_forwarded_headers_change_nothing(behind: Made) -> None:
    app = behind(0)
    plain = _ask(app).json
    forged = _ask(app, **{"for": "203.0.113.9"}, proto="https", host="evil.example").json
    assert plain == forged == {"at": "10.0.0.1", "network": "10.0.0.0/24", "by": "http"}
    headers = {"Host": "evil.example", "X-Forwarded-Host": "mentors.example.org"}
    assert app.test_client().get("/seen", headers=headers).status_code == 421


@pytest.mark.parametrize(
    ("hops", "chain", "caller"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 198.51.100.2, 198.51.100.3, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),  # shorter than it must be: past one of the proxies
        (1, "", "10.0.0.1"),
    ],
)
def test_the_last_entries_count_and_what_was_sent_along_does_not(
    behind: Made, hops: int, chain: str, caller: str
) -> None:
    seen = _ask(behind(hops), **{"for": chain}).get_json()
    assert seen["at"] == caller


def test_a_proxys_scheme_and_host_count_as_its_last_word(behind: Made) -> None:
    app = behind(1)
    assert _ask(app, proto="http, https").get_json()["by"] == "https"
    assert _ask(app, proto="https, http").get_json()["by"] == "http"
    inside = {"Host": "app.internal:8000"}
    for said, code in (("mentors.example.org", 200), ("mentors.example.org, evil.example", 421)):
        headers = inside | {"X-Forwarded-Host": said}
        assert app.test_client().get("/seen", headers=headers).status_code == code


@pytest.mark.parametrize(("hops", "codes"), [(0, [200, 200, 429]), (1, [200, 200, 200])])
def test_a_limit_counts_the_caller_that_the_proxy_names(
    behind: Made, hops: int, codes: list[int]
) -> None:
    app = behind(hops, is_limited=True)
    chains = [f"203.0.113.{number}" for number in range(3)]
    assert [_ask(app, "/limited", **{"for": chain}).status_code for chain in chains] == codes
    forged = [f"198.51.100.{number}, 192.0.2.7" for number in range(3)]
    behind_proxy = [_ask(app, "/limited", **{"for": chain}).status_code for chain in forged]
    assert behind_proxy == ([429] * 3 if hops == 0 else [200, 200, 429])
