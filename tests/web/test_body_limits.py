"""How much a request may carry: refused with a calm page before any view reads it, however its length is told."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.web.errors import words
from tests.support.forms import token_on

MIB = 1024 * 1024
Send = Callable[[FlaskClient], TestResponse]


def _form(client: FlaskClient) -> TestResponse:
    return client.post("/sign-in", data={"email": "x" * 3 * MIB})


def _field_of_parts(client: FlaskClient) -> TestResponse:
    return _parts(client, [('name="email"', 600 * 1024)])


def _file(client: FlaskClient) -> TestResponse:
    return _parts(client, [('name="file"; filename="big.bin"', 3 * MIB)])


def _many_parts(client: FlaskClient) -> TestResponse:
    return _parts(client, [(f'name="field-{number}"', 1) for number in range(1001)])


def _parts(client: FlaskClient, parts: list[tuple[str, int]]) -> TestResponse:
    said = [
        f"--edge\r\nContent-Disposition: form-data; {named}\r\n\r\n{'x' * size}\r\n"
        for named, size in parts
    ]
    body = "".join([*said, "--edge--\r\n"])
    return client.post("/sign-in", data=body, content_type="multipart/form-data; boundary=edge")


def _without_length(client: FlaskClient) -> TestResponse:
    told = {"wsgi.input_terminated": True}  # as a server says of what comes in chunks
    stream, kind = BytesIO(b"email=" + b"x" * 3 * MIB), "application/x-www-form-urlencoded"
    return client.post("/sign-in", input_stream=stream, content_type=kind, environ_overrides=told)


@pytest.mark.parametrize("send", [_form, _field_of_parts, _file, _many_parts, _without_length])
def test_too_much_is_refused_with_a_page(client: FlaskClient, send: Send) -> None:
    token_on(client, "/sign-in")
    refused = send(client)
    assert refused.status_code == 413
    assert all(said in refused.text for said in words(413))
    assert refused.headers["Cache-Control"] == "no-store"


def test_an_event_of_stripes_has_the_same_limit(client: FlaskClient) -> None:
    headers = {"Stripe-Signature": "t=1,v1=x"}
    refused = client.post("/stripe/events", data=b"{" * 3 * MIB, headers=headers)
    assert refused.status_code == 413
    assert client.post("/stripe/events", data=b"{" * MIB, headers=headers).status_code == 400


def test_what_is_told_to_be_too_long_is_refused_unread(client: FlaskClient) -> None:
    class Unread(BytesIO):
        def read(self, *_sizes: object) -> bytes:
            raise AssertionError("read")

    token_on(client, "/sign-in")
    told = {"CONTENT_LENGTH": str(3 * MIB)}
    kind = "multipart/form-data; boundary=x"
    refused = client.post(
        "/sign-in", input_stream=Unread(), content_type=kind, environ_overrides=told
    )
    assert refused.status_code == 413
