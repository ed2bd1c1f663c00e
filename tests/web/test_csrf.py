"""Every unsafe request needs the page's token, before any view runs; only Stripe's webhook is exempt."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.web.csrf import masked, unmasked
from tests.support.forms import submit, token_on

ran: list[str] = []


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """An app with one form and a view that every unsafe method reaches."""
    ran.clear()
    page = '<form><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>'
    app.add_url_rule("/form", view_func=lambda: app.jinja_env.from_string(page).render())
    app.add_url_rule("/action", view_func=_action, methods=["POST", "PUT", "DELETE"])
    return app.test_client()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_request_without_a_token_is_refused_before_its_view(
    client: FlaskClient, method: str
) -> None:
    assert client.open("/action", method=method).status_code == 400
    assert ran == []


def test_a_request_with_the_pages_token_passes(client: FlaskClient) -> None:
    assert submit(client, "/action", page="/form").text == "done"


def test_another_browsers_token_is_refused(app: Flask, client: FlaskClient) -> None:
    stolen = app.test_client().get("/form").text.split('value="')[1].split('"')[0]
    client.get("/form")
    assert client.post("/action", data={"csrf_token": stolen}).status_code == 400


@pytest.mark.parametrize(
    ("site", "code"),
    [("same-origin", 200), ("none", 200)]
    + [(other, 400) for other in ("same-site", "cross-site", "x")],
)
def test_what_another_sites_page_sends_is_refused_even_with_a_token(
    client: FlaskClient, site: str, code: int
) -> None:
    token = token_on(client, "/form")
    answer = client.post("/action", data={"csrf_token": token}, headers={"Sec-Fetch-Site": site})
    assert (answer.status_code, len(ran)) == (code, int(code == 200))


def test_over_https_a_page_that_sends_no_referer_can_still_send_its_form(
    client: FlaskClient,
) -> None:
    home = "https://localhost"
    token = client.get("/form", base_url=home).text.split('value="')[1].split('"')[0]
    assert client.post("/action", data={"csrf_token": token}, base_url=home).text == "done"


def test_a_token_looks_different_in_each_answer_and_each_is_good(client: FlaskClient) -> None:
    first, second = (token_on(client, "/form") for _ in range(2))
    assert not {first[i : i + 12] for i in range(len(first) - 11)} & {
        second[i : i + 12] for i in range(len(second) - 11)
    }
    for token in (first, second):
        assert client.post("/action", data={"csrf_token": token}).text == "done"
        assert client.post("/action", headers={"X-CSRFToken": token}).text == "done"


def test_the_token_below_its_mask_opens_nothing(client: FlaskClient) -> None:
    plain = unmasked(token_on(client, "/form"))
    assert client.post("/action", data={"csrf_token": plain}).status_code == 400
    assert ran == []


@pytest.mark.parametrize("page", ["/sign-in", "/sign-up", "/password-resets"])
def test_no_page_shows_a_token_without_its_mask(client: FlaskClient, page: str) -> None:
    text = client.get(page).text
    tokens = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', text)
    assert tokens
    for token in tokens:
        assert unmasked(token).count(".") == 2 and unmasked(token) not in text


@pytest.mark.parametrize("given", ["", "=", "a", "é", "\ud800", "x" * 999, "AAAA", "gICAgA=="])
def test_what_is_no_token_is_none_below_a_mask_either(given: str) -> None:
    assert "." not in unmasked(given)
    assert unmasked(masked("a.b.c")) == "a.b.c"


def test_a_refusal_says_what_to_do_and_shows_no_trace(client: FlaskClient) -> None:
    text = client.post("/action").text
    assert "Nothing was changed" in text
    assert "Traceback" not in text


def test_a_form_may_wait_overnight(app: Flask) -> None:
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None


def test_the_webhook_needs_no_token(client: FlaskClient) -> None:
    refused = client.post("/stripe/events", data=b"{}")
    assert refused.status_code == 400
    assert "stale" not in refused.text


def _action() -> str:
    ran.append("action")
    return "done"
