"""Input that nobody should send: texts, fields, bodies, addresses."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse
from wtforms import Form
from wtforms.fields.core import UnboundField

from tests.architecture.tree import module_of

TEXTS = (
    "", " ", "\0", "a\0b", "%00", "%", "%zz", "\r\nBcc: x@example.org", "\x1b[31m", "\u202e\u200b\ufeff", "🪑" * 90,
    "'; DROP TABLE enrolment; --", "<script>alert(1)</script>", "{{ 7 * 7 }}", "../../etc/passwd", "x" * 10_000,
    "-1", "0", "1.5", "1e309", "NaN", "١٢", "9" * 5000, str(2**31), str(2**63), str(2**64), "true", "null", "[]",
)  # fmt: skip
PLAUSIBLE = (
    "Ada Lovelace", "ada@example.org", "new@example.org", "1", "2", "3", "12.50", "y", "on", "all", "part", "Spring",
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_ASKED = re.compile(r'request\.(?:args|form)(?:\.get(?:list)?\(|\[)"(\w+)"')
_odd = st.text(st.characters(codec="utf-8"), max_size=40)
texts = st.one_of(st.sampled_from(TEXTS), _odd)
values = st.one_of(texts, st.sampled_from(PLAUSIBLE), st.integers().map(str))
bodies = st.tuples(
    st.sampled_from(("application/json", "text/xml", "multipart/form-data; boundary=x", "", "\x00")),
    st.one_of(st.binary(max_size=200), st.sampled_from((b"{", b"[" * 900, b"--x\r\n\r\n", b"\xff"))),
)  # fmt: skip


def calm(examples: int) -> settings:
    """The same examples in every run; what fails is printed with its input."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=checks,
    )


def names_of(*packages: str) -> list[str]:
    """The names that these packages' forms and views ask for, and one that none asks for."""
    names = {"nothing_asks_for_this"}
    for package in packages:
        for module in module_of(package, "forms"):
            names |= _names_of_forms(vars(module))
        for module in module_of(package, "views"):
            assert module.__file__
            names |= set(_ASKED.findall(Path(module.__file__).read_text()))
    return sorted(names)


def fields_of(*packages: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any values, some of them several times, under the names that these packages ask for."""
    some = st.one_of(values, st.lists(values, max_size=3))
    return st.dictionaries(st.sampled_from(names_of(*packages)), some, max_size=8)


def bad_segments(real: list[str]) -> st.SearchStrategy[str]:
    """What may stand in an address where one of `real` belongs: percent-encoded, and never one of them."""
    cut = st.builds(lambda one, length: one[:length], st.sampled_from(real), st.integers(1, 15))
    longer = st.builds(lambda one, more: one + more, st.sampled_from(real), texts.filter(bool))
    whole = st.one_of(texts, cut, longer).filter(lambda one: one.strip("./") not in {"", *real})
    return st.one_of(
        whole.map(lambda one: quote(one, safe="")), st.sampled_from(("%ff%fe", "%c0%80", "%"))
    )


def send(
    client: FlaskClient,
    path: str,
    *,
    method: str,
    fields: dict[str, Any],
    body: tuple[str, bytes] | None,
    token: str,
) -> TestResponse:
    """A request with these fields in its query (GET) or form, or with a body of another kind; `token` is CSRF's."""
    headers = {"X-CSRFToken": token} if token else {}
    if method in {"GET", "HEAD", "OPTIONS"}:
        return client.open(path, method=method, query_string=fields, headers=headers)
    if body is not None:
        kind, data = body
        return client.open(
            path,
            method=method,
            content_type=kind,
            headers=headers,
            input_stream=io.BytesIO(data),
            content_length=len(data),
        )
    return client.open(path, method=method, data=fields, headers=headers)


def _names_of_forms(found: dict[str, Any]) -> set[str]:
    forms = [one for one in found.values() if isinstance(one, type) and issubclass(one, Form)]
    return {name for form in forms for name in dir(form) if _is_field(form, name)}


def _is_field(form: type, name: str) -> bool:
    read: Callable[..., Any] = getattr
    return isinstance(read(form, name, None), UnboundField)
