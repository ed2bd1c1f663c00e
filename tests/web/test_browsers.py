"""What is kept in a browser: whom it is known to, signed; and the wide network around an address."""

import dataclasses

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder

from mentorhub.foundation.config import extension
from mentorhub.web.browsers import KNOWN_MAX, Browsers, network_of
from tests.conftest import settings_for


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("somewhere", ""),
    ],
)
def test_a_network_is_too_wide_to_name_a_household(address: str, network: str) -> None:
    assert network_of(address) == network


def cookie_after(app: Flask, *names: str, cookie: str = "") -> str:
    """The known-browser cookie once it is made known to these, one request each."""
    for name in names:
        with app.test_request_context(headers={"Cookie": f"mentorhub-known={cookie}"}):
            extension("browser").make_known_to(name)
            answer = app.process_response(app.response_class())
        cookie = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    return cookie


def is_known(app: Flask, name: str, *, cookie: str) -> bool:
    """Whether a browser with this cookie is known to them."""
    with app.test_request_context(headers={"Cookie": f"mentorhub-known={cookie}"}):
        return bool(extension("browser").is_known_to(name))


def test_a_browser_stays_known_to_the_last_few_who_used_it(app: Flask) -> None:
    names = [f"user-{number}" for number in range(KNOWN_MAX + 1)]
    cookie = cookie_after(app, *names, "user-5")
    assert is_known(app, "user-5", cookie=cookie) and is_known(app, names[-1], cookie=cookie)
    assert not is_known(app, "user-0", cookie=cookie)


def test_a_made_up_cookie_makes_nobody_known(app: Flask) -> None:
    cookie = cookie_after(app, "amara")
    assert is_known(app, "amara", cookie=cookie)
    for forged in ("", "x", cookie[:-1], "bryn" + cookie):
        assert not is_known(app, "amara", cookie=forged)
    other = Browsers(dataclasses.replace(settings_for("sqlite://"), secret_key="y" * 32))
    assert not is_known(app, "amara", cookie=str(other._serializer.dumps(["amara"])))
    odd = browsers_of(app)._serializer.dumps("amara")
    assert not is_known(app, "amara", cookie=str(odd))


def browsers_of(app: Flask) -> Browsers:
    """The app's own."""
    with app.app_context():
        found = extension("browser")
    assert isinstance(found, Browsers)
    return found


def test_over_https_the_cookie_is_secure_and_of_this_host_alone(app: Flask) -> None:
    settings = settings_for("sqlite://")
    secure = Browsers(dataclasses.replace(settings, base_url="https://mentors.example.org"))
    with app.request_context(EnvironBuilder().get_environ()):
        secure.make_known_to("amara")
        header = app.process_response(app.response_class()).headers["Set-Cookie"]
    assert header.startswith("__Host-mentorhub-known=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(header.split("; "))
    assert "Domain" not in header
