"""Stripe's form encoding: `a[b][0][c]=v` into nested dicts. Which names are allowed: `params.py`."""

import re
from collections.abc import Iterable

from mentorhub.stripe_sandbox.errors import ParameterError

Form = dict[str, "str | Form"]

NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")


def nested(pairs: Iterable[tuple[str, str]]) -> Form:
    """Return the pairs as nested dicts; `a[]` counts up, so a list is a dict with digit keys."""
    form: Form = {}
    for name, value in pairs:
        matched = NAME.match(name)
        if matched is None:
            raise ParameterError(f"Invalid parameter name: {name}", param=name)
        path = [matched[1], *re.findall(r"\[([^\[\]]*)\]", matched[2])]
        _place(form, path=path, value=value, name=name)
    return form


def _place(form: Form, *, path: list[str], value: str, name: str) -> None:
    for key in path[:-1]:
        inner = form.setdefault(key or _next_index(form), {})
        if not isinstance(inner, dict):
            raise ParameterError(f"Invalid object: {name}", param=name)
        form = inner
    last = path[-1] or _next_index(form)
    if isinstance(form.get(last), dict):
        raise ParameterError(f"Invalid string: {name}", param=name)
    form[last] = value


def _next_index(form: Form) -> str:
    return str(len(form))
