"""How parameters are read, and what is said of bad ones."""

from typing import Any

import pytest

from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.params import (
    EMAIL,
    Flag,
    Group,
    Kind,
    Many,
    Pairs,
    Percentage,
    Span,
    Text,
    Whole,
    at_most_one,
    check,
)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (Text(), "x", "x"),
        (Text(is_clearable=True), "", None),
        (Text(choices=("a", "b")), "b", "b"),
        (Whole(), "-12", -12),
        (Whole(least=0), "0", 0),
        (Flag(), "true", True),
        (Flag(), "False", False),
        (Percentage(), "12.5", 12.5),
        (Pairs(), {"a": "1", "b": ""}, {"a": "1", "b": ""}),
        (Many(of=Whole()), {"1": "2", "0": "1"}, [1, 2]),
        (Many(of=Text()), {"10": "b", "9": "a"}, ["a", "b"]),
        (Group(fields={"a": Whole()}), {"a": "1"}, {"a": 1}),
        (Span(), "17", {"eq": 17}),
        (Span(), {"gte": "1", "lt": "2"}, {"gte": 1, "lt": 2}),
    ],
)
def test_a_good_value_is_typed(kind: Kind, given: Any, value: Any) -> None:
    assert kind.read(given, param="it") == value


@pytest.mark.parametrize(
    ("kind", "given", "param", "code", "said"),
    [
        (Text(), "", "it", "parameter_invalid_empty", "You passed an empty string for 'it'"),
        (Text(), {"a": "1"}, "it", None, "Invalid string"),
        (Text(length_max=3), "abcd", "it", None, "must be at most 3 characters"),
        (Text(choices=("a", "b")), "c", "it", None, "Invalid it: must be one of a, or b"),
        (Text(form=EMAIL), "a@b", "it", "email_invalid", "Invalid email address: a@b"),
        (Whole(), "1.5", "it", "parameter_invalid_integer", "Invalid integer: 1.5"),
        (Whole(), "1" * 19, "it", "parameter_invalid_integer", "Invalid integer"),
        (Whole(least=1), "0", "it", "parameter_invalid_integer", "greater than or equal to 1"),
        (Whole(most=9), "10", "it", "parameter_invalid_integer", "less than or equal to 9"),
        (Flag(), "yes", "it", None, "Invalid boolean: yes"),
        (Percentage(), "101", "it", None, "Invalid decimal"),
        (Percentage(), "0", "it", None, "Invalid decimal"),
        (Pairs(), "x", "it", None, "Invalid object"),
        (Pairs(), {"a": {"b": "1"}}, "it[a]", None, "must be strings"),
        (Pairs(), {"a": "x" * 501}, "it[a]", None, "values can have up to 500"),
        (Pairs(), {"k" * 41: "x"}, f"it[{'k' * 41}]", None, "keys can have up to 40"),
        (Pairs(), {str(n): "x" for n in range(51)}, "it", None, "up to 50 keys"),
        (Many(of=Text()), "x", "it", None, "Invalid array"),
        (Many(of=Text()), {"a": "x"}, "it", None, "Invalid array"),
        (Many(of=Text(), most=1), {"0": "x", "1": "y"}, "it", None, "exceeded maximum 1"),
        (Many(of=Whole()), {"0": "x"}, "it[0]", "parameter_invalid_integer", "Invalid integer"),
        (Group(fields={}), "x", "it", None, "Invalid object"),
        (Group(fields={}), {"a": "1"}, "it[a]", "parameter_unknown", "unknown parameter: it[a]"),
        (Span(), {"after": "1"}, "it[after]", "parameter_unknown", "unknown parameter"),
    ],
)
def test_a_bad_value_is_refused_by_name(
    kind: Kind, given: Any, param: str, code: str | None, said: str
) -> None:
    with pytest.raises(ParameterError) as refused:
        kind.read(given, param="it")
    assert (refused.value.param, refused.value.code) == (param, code)
    assert said in refused.value.message


def test_a_required_parameter_is_missed_at_its_depth() -> None:
    fields = {"items": Many(of=Group(fields={"name": Text(is_required=True)}))}
    with pytest.raises(ParameterError) as refused:
        check(fields, {"items": {"0": {}}})
    assert refused.value.message == "Missing required param: items[0][name]."
    assert refused.value.code == "parameter_missing"


def test_two_that_exclude_each_other_are_refused_together_only() -> None:
    at_most_one({"a": 1}, ("a", "b"))
    with pytest.raises(ParameterError, match="`a`, `b`"):
        at_most_one({"a": 1, "b": 2}, ("a", "b"))
