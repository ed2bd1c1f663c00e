"""What is sent: JSON that fits its schema, or a problem that names each field."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from mentorhub.web.api.bodies import fingerprint, read_body, read_query
from mentorhub.web.api.problems import Problem

JSON = "application/json"


class Sent(BaseModel):
    """Some fields."""

    name: str = ""
    numbers: list[int] = []


class Asked(BaseModel):
    """Some filters."""

    q: str | None = None
    tag: list[str] = []


def read(app: Flask, data: bytes, kind: str = JSON) -> Sent:
    """What is read of such a body."""
    with app.test_request_context("/", method="POST", data=data, content_type=kind):
        return read_body(Sent)


def test_json_and_nothing_are_read(app: Flask) -> None:
    assert read(app, b'{"name": "A"}').name == "A"
    assert read(app, b'{"name": "A"}', "application/problem+json").name == "A"
    assert read(app, b"", "") == Sent()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_anything_else_than_json_is_415(app: Flask, kind: str) -> None:
    with pytest.raises(Problem) as problem:
        read(app, b'{"name": "A"}', kind)
    assert problem.value.status == 415


@pytest.mark.parametrize(
    "data", [b"{", b"[" * 100_000, b"\xff\xfe", b'{"name": "\\ud800"}', b"NaN", b"[]", b'"a"']
)
def test_what_is_no_object_is_422(app: Flask, data: bytes) -> None:
    with pytest.raises(Problem) as problem:
        read(app, data)
    assert problem.value.status == 422


def test_a_fault_stands_beside_its_field(app: Flask) -> None:
    with pytest.raises(Problem) as problem:
        read(app, b'{"numbers": [1, "x"], "name": 5}')
    found = {one["pointer"]: one["field"] for one in problem.value.errors}
    assert found == {"#/numbers/1": "numbers", "#/name": "name"}
    assert all(one["detail"].endswith(".") for one in problem.value.errors)


def test_an_empty_value_of_a_query_is_none(app: Flask) -> None:
    with app.test_request_context("/?q=&tag=a&tag=&tag=b&other=1"):
        assert read_query(Asked) == Asked(tag=["a", "b"])


@given(value=st.dictionaries(st.text(), st.integers() | st.text()))
def test_the_same_json_is_the_same_request(value: dict[str, Any]) -> None:
    app = Flask("plain")
    prints = set()
    for sent in (value, dict(reversed(value.items()))):
        with app.test_request_context("/", method="POST", json=sent):
            prints.add(fingerprint())
    assert len(prints) == 1


def test_another_address_or_method_is_another_request(app: Flask) -> None:
    prints = set()
    for path, method in (("/a", "POST"), ("/b", "POST"), ("/a?x=1", "POST"), ("/a", "PATCH")):
        with app.test_request_context(path, method=method, json={}):
            prints.add(fingerprint())
    assert len(prints) == 4
