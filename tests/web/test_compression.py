"""HTML in fewer bytes, but where what the request said could stand beside a secret."""

import gzip

import pytest
from flask import Flask, Response, make_response, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.web.compression import PADDING_MAX
from tests.support.forms import token_on

TEXT = "<!doctype html><p>" + "Nobody met her twice. " * 200
ENCODINGS = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Before an app with pages of several kinds."""

    def page() -> Response:
        answer = make_response(TEXT, 422 if request.method == "POST" else 200)
        answer.mimetype = request.headers.get("X-Kind", "text/html")
        return answer

    app.add_url_rule("/page", view_func=page)
    app.add_url_rule("/short", "short", lambda: "<p>Short")
    app.add_url_rule("/pieces", "pieces", lambda: Response(iter([TEXT]), mimetype="text/html"))
    app.add_url_rule("/tagged", "tagged", lambda: Response(TEXT, headers={"ETag": '"1"'}))
    return app.test_client()


def _is_compressed(answer: TestResponse) -> bool:
    return answer.headers.get("Content-Encoding") == "gzip"


def test_a_page_is_comsubmitted_and_says_so(client: FlaskClient) -> None:
    answer = client.get("/page", headers=ENCODINGS)
    assert _is_compressed(answer) and "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data).decode() == TEXT
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(TEXT) / 10


def test_who_takes_none_gets_it_plain_and_caches_are_told(client: FlaskClient) -> None:
    for said in ({}, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip;q=0, br"}):
        answer = client.get("/page", headers=said)
        assert not _is_compressed(answer) and answer.text == TEXT
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/page?q=guess", "/short", "/pieces", "/tagged", "/no/such/page"])
def test_what_echoes_a_query_and_what_it_would_not_help_is_not(
    client: FlaskClient, path: str
) -> None:
    assert not _is_compressed(client.get(path, headers=ENCODINGS))


def test_only_pages_are(client: FlaskClient) -> None:
    assert not _is_compressed(client.get("/page", headers=ENCODINGS | {"X-Kind": "text/plain"}))


def test_a_refused_form_with_what_was_typed_in_it_is_not(client: FlaskClient) -> None:
    typed = {"csrf_token": token_on(client, "/sign-in"), "email": "guess", "password": "guess"}
    answer = client.post("/sign-in", data=typed, headers=ENCODINGS)
    assert answer.status_code == 422 and "guess" in answer.text
    assert not _is_compressed(answer)
    assert _is_compressed(client.get("/sign-in", headers=ENCODINGS))


def test_lengths_of_one_page_differ_by_chance(client: FlaskClient) -> None:
    lengths = {len(client.get("/page", headers=ENCODINGS).data) for _ in range(60)}
    assert len(lengths) > 10 and max(lengths) - min(lengths) < PADDING_MAX
