"""One line for each sign-in, failure and refusal, without address, path or secret; nothing of it can be forged."""

import json
import logging
import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.guards import of_a_practice
from mentorhub.web import security_log
from tests.accounts.test_views import INSIDE, try_sign_in
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit

AMARA = "amara@example.org"


@pytest.fixture
def client(app: Flask, caplog: pytest.LogCaptureFixture) -> FlaskClient:
    """A browser before an install with one user."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/broken/<token>", "broken", _break)
    with app.app_context():
        factories.user(AMARA, "Amara Nwosu")
    caplog.clear()
    return app.test_client()


def _break(token: str) -> str:
    raise ZeroDivisionError("a detail")


def _told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int, bool]]:
    """(action, status, whether somebody is signed in then) of each line."""
    context = [json.loads(line) for line in _lines(caplog)]
    return [(one["action"], one["status"], one["is_signed_in"]) for one in context]


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    ours = [one for one in caplog.records if one.name == "mentorhub.security"]
    return [security_log.Lines().format(one) for one in ours]


def test_each_way_in_and_each_failure_has_its_line(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    try_sign_in(client, AMARA, password="not that one")
    try_sign_in(client, AMARA)
    submit(client, "/sign-out", page=INSIDE)
    submit(client, "/sign-in/links", page="/sign-in", email=AMARA)
    link = link_of(app, "sign_in_link")
    submit(client, link, page=link)
    submit(client, link, page=INSIDE)
    assert _told(caplog) == [
        ("accounts.sign_in", 422, False),
        ("accounts.sign_in", 303, True),
        ("accounts.sign_out", 303, False),
        ("accounts.create_sign_in_link", 200, False),
        ("accounts.use_sign_in_link", 303, True),
        ("accounts.use_sign_in_link", 303, True),  # who is in already is led on
    ]


def test_each_refusal_has_its_line_and_what_nobody_has_none(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.add_url_rule("/desk", "desk", of_a_practice(lambda: "fine"))
    client.get("/no/such/page")
    client.get("/sign-in", headers={"Host": "evil.example", "Cookie": "mentorhub=x"})
    client.post("/sign-in")
    client.post("/sign-in", data={"email": "x" * 3_000_000})
    client.post("/stripe/events", data=b"{}")
    factories.sign_in(client, AMARA)
    client.get("/desk")
    client.delete("/health/live")
    client.get("/account/devices")
    assert _told(caplog) == [
        ("accounts.sign_in", 421, False),
        ("accounts.sign_in", 400, False),
        ("accounts.sign_in", 413, False),
        ("payments.receive_event", 400, False),
        ("accounts.sign_in", 303, True),
        ("desk", 404, True),
        ("", 400, True),
    ]


def test_a_line_holds_no_address_path_or_secret(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    for email in (AMARA, " AMARA@example.org", "other@example.org"):
        try_sign_in(client, email, password="not that one")
    factories.sign_in(client, AMARA)
    client.post("/password-resets/a-secret-token")
    client.get("/broken/a-secret-token")
    with client.session_transaction() as held:
        secrets = [held["device"], held["_user_id"]]
    lines = _lines(caplog)
    first, again, other = (json.loads(line)["address"] for line in lines[:3])
    assert first == again != other
    assert json.loads(lines[0]).keys() == {
        *("at", "log", "action", "method", "status", "network", "device", "address", "is_signed_in")
    }
    assert json.loads(lines[0])["at"].endswith("+00:00")
    told = "\n".join([*lines, caplog.text])
    for secret in (*secrets, "example.org", "a-secret-token", "not that one", "127.0.0.1"):
        assert secret not in told
    assert not any("\n" in line for line in lines)


def test_nothing_that_was_sent_begins_another_line() -> None:
    record = logging.LogRecord("mentorhub.security", logging.INFO, "", 0, "answered", (), None)
    record.fields = {"action": 'x\n{"status": 303}\r\u2028'}
    line = security_log.Lines().format(record)
    assert len(line.splitlines()) == 1 and json.loads(line)["action"].startswith("x\n")


def test_a_form_too_large_to_be_read_is_refused_all_the_same(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    far = {"Sec-Fetch-Site": "cross-site"}  # refused before the form is read
    assert client.post("/sign-in", data={"email": "x" * 3_000_000}, headers=far).status_code == 400
    assert _told(caplog) == [("accounts.sign_in", 400, False)]


def test_an_unforeseen_error_is_told_with_its_trace_and_without_its_path(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/broken/a-secret-token").status_code == 500
    (error,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert error.getMessage() == "Error at broken [GET]" and error.exc_info
    assert _told(caplog) == [("broken", 500, False)]


def test_a_running_install_writes_its_lines_to_standard_error_once(
    app: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["mentorhub.settings"]
    object.__setattr__(settings, "testing", False)
    monkeypatch.setattr(security_log.log, "handlers", [])
    monkeypatch.setattr(security_log.log, "propagate", True)
    for _ in range(2):
        security_log.init_app(Flask("another"), settings)
    (handler,) = security_log.log.handlers
    assert isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr
    assert isinstance(handler.formatter, security_log.Lines) and not security_log.log.propagate
