"""JSON bodies: what is taken for one, and that every value has the type it is declared with."""

from typing import Any

import pytest
from flask import Flask

from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.json_bodies import as_form, sent
from mentorhub.stripe_sandbox.params import Flag, Group, Kind, Many, Pairs, Text, Whole, check

APP = Flask(__name__)
FIELDS: dict[str, Kind] = {
    "name": Text(),
    "number": Whole(),
    "is_on": Flag(),
    "types": Many(of=Text()),
    "metadata": Pairs(),
    "inner": Group(fields={"number": Whole()}),
}


def test_a_body_is_read_with_its_types() -> None:
    given = {
        "name": "Ines",
        "number": 5,
        "is_on": False,
        "types": ["a", "b"],
        "metadata": {"kept": "yes", "gone": None},
        "inner": {"number": -1},
    }
    assert check(FIELDS, as_form(FIELDS, given)) == {
        **given,
        "metadata": {"kept": "yes", "gone": ""},
    }


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({"name": 5}, "name"),
        ({"name": None}, "name"),
        ({"name": ["Ines"]}, "name"),
        ({"number": "5"}, "number"),
        ({"number": True}, "number"),
        ({"number": 1.5}, "number"),
        ({"is_on": "true"}, "is_on"),
        ({"is_on": 1}, "is_on"),
        ({"types": "a"}, "types"),
        ({"types": {"0": "a"}}, "types"),
        ({"types": ["a", 5]}, "types[1]"),
        ({"metadata": ["a"]}, "metadata"),
        ({"metadata": {"a": 5}}, "metadata[a]"),
        ({"inner": "a"}, "inner"),
        ({"inner": {"number": "5"}}, "inner[number]"),
        ({"inner": {"colour": {"deep": []}}}, "inner[colour]"),
        ({"colour": ["red"]}, "colour"),
    ],
)
def test_a_value_of_another_type_is_refused_where_it_stands(given: Any, param: str) -> None:
    with pytest.raises(ParameterError) as refused:
        check(FIELDS, as_form(FIELDS, given))
    assert refused.value.param == param


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"{", "application/json", "not valid JSON"),
        (b"\xff", "application/json", "not valid JSON"),
        (b"[" * 100_000, "application/json", "not valid JSON"),
        (b"[1]", "application/json", "not a JSON object"),
        (b'"text"', "application/json", "not a JSON object"),
        (b"name=Ines", "application/x-www-form-urlencoded", "v2 takes application/json"),
        (b"{}", None, "v2 takes application/json"),
    ],
)
def test_what_is_no_json_object_is_refused(body: bytes, kind: str | None, said: str) -> None:
    with (
        APP.test_request_context("/", method="POST", data=body, content_type=kind),
        pytest.raises(ParameterError, match=said),
    ):
        sent()


def test_a_request_may_have_no_body() -> None:
    with APP.test_request_context("/", method="POST"):
        assert sent() == {}
