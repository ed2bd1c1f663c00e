"""JSON bodies of v2, read as the forms that `params.py` checks: a value of another JSON type is refused."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request

from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.forms import Form
from mentorhub.stripe_sandbox.params import Flag, Group, Kind, Many, Pairs, Text, Whole

JSON_TYPES: dict[type[Kind], tuple[type, str]] = {
    Text: (str, "string"),
    Whole: (int, "integer"),
    Flag: (bool, "boolean"),
    Group: (dict, "object"),
    Pairs: (dict, "object"),
    Many: (list, "array"),
}


def sent() -> dict[str, Any]:
    """Return the JSON object in the request's body ({} for none), or refuse."""
    body = request.get_data()
    if body and request.mimetype != "application/json":
        raise ParameterError(
            f"The Content-Type is {request.mimetype or 'missing'}: v2 takes application/json."
        )
    try:
        given = json.loads(body) if body else {}
    except (ValueError, RecursionError) as error:
        raise ParameterError("The body of the request is not valid JSON.") from error
    if not isinstance(given, dict):
        raise ParameterError("The body of the request is not a JSON object.")
    return given


def as_form(fields: Mapping[str, Kind], given: dict[str, Any], *, inside: str = "") -> Form:
    """Return the JSON object as a form; names that are not in `fields` are left to `params.check`."""
    form: Form = {}
    for name, value in given.items():
        param = f"{inside}[{name}]" if inside else name
        kind = fields.get(name)
        form[name] = "" if kind is None else _value(kind, value, param=param)
    return form


def _value(kind: Kind, value: Any, *, param: str) -> str | Form:
    wanted, called = JSON_TYPES[type(kind)]
    # JSON's true and false are Python's ints
    is_wanted = isinstance(value, wanted) and not (wanted is int and isinstance(value, bool))
    if not is_wanted:
        raise ParameterError(f"Invalid {called}: {json.dumps(value)[:40]}", param=param)
    if isinstance(kind, Group):
        return as_form(kind.fields, value, inside=param)
    if isinstance(kind, Many):
        return {
            str(number): _value(kind.of, item, param=f"{param}[{number}]")
            for number, item in enumerate(value)
        }
    if isinstance(kind, Pairs):
        return {key: _text_of(one, param=f"{param}[{key}]") for key, one in value.items()}
    return json.dumps(value) if isinstance(value, bool | int) else str(value)


def _text_of(value: Any, *, param: str) -> str:
    """A value of metadata; null unsets its key, as an empty one does in v1."""
    if value is not None and not isinstance(value, str):
        raise ParameterError(f"Invalid string: {json.dumps(value)[:40]}", param=param)
    return value or ""
