"""Stripe's bracket names, at any depth."""

from typing import Any

import pytest

from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.forms import nested


@pytest.mark.parametrize(
    ("pairs", "form"),
    [
        ([("a", "1")], {"a": "1"}),
        ([("a[b]", "1"), ("a[c]", "2")], {"a": {"b": "1", "c": "2"}}),
        ([("a[0][b][c]", "1")], {"a": {"0": {"b": {"c": "1"}}}}),
        ([("a[]", "1"), ("a[]", "2")], {"a": {"0": "1", "1": "2"}}),
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("a[1]", "y"), ("a[0]", "x")], {"a": {"1": "y", "0": "x"}}),
    ],
)
def test_names_with_brackets_nest(pairs: list[tuple[str, str]], form: dict[str, Any]) -> None:
    assert nested(pairs) == form


@pytest.mark.parametrize(
    "pairs",
    [
        [("a[b", "1")],
        [("[b]", "1")],
        [("a]b[", "1")],
        [("a", "1"), ("a[b]", "2")],
        [("a[b]", "2"), ("a", "1")],
    ],
)
def test_names_that_make_no_sense_are_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(ParameterError):
        nested(pairs)
