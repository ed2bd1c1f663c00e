"""What the API answers in place of a page when something is wrong: problem details for HTTP (RFC 9457).

Everything below `/api` is answered so, also an address that there is not and an error that nobody foresaw.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request

from mentorhub.web.limits import limiter
from mentorhub.web.request_bodies import file_max

PLACE = "/api"
TYPE = "application/problem+json"
REALM = 'Bearer realm="MentorHub"'
DETAILS = {
    400: "The request could not be read.",
    401: "Send a token in the header Authorization, as: Bearer mhp_…",
    403: "This token may not do that.",
    404: "There is nothing at this address, or it is not yours.",
    405: "This address does not take this method; the header Allow says which it takes.",
    409: "This cannot be done as things stand now.",
    412: "It has been changed since the version that If-Match names. Read it again first.",
    415: "Send JSON, with Content-Type: application/json.",
    422: "Something in the request is not as it should be. Nothing was changed.",
    429: "Too many requests. Wait for as many seconds as the header Retry-After says.",
    500: "Something went wrong on our side, and has been recorded.",
    503: "We are very busy just now. Nothing was changed; try again in a few seconds.",
}


class Problem(Exception):  # noqa: N818 - it is an answer
    """Answer this status instead, as a document. `errors` are of single fields: see `field_error`."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail)
        self.status, self.detail = status, detail
        self.errors, self.headers = errors, headers or {}


def init_app(app: Flask) -> None:
    """Problems that views raise."""
    app.register_error_handler(Problem, _answer)


def is_api() -> bool:
    """Whether this request is for the API, whatever it asks for there."""
    return request.path == PLACE or request.path.startswith(f"{PLACE}/")


def invalid(**by_field: str) -> Problem:
    """422, with what is wrong with each of these fields of the body."""
    errors = [field_error(name, (name,), said) for name, said in by_field.items()]
    return Problem(422, errors=errors)


def field_error(field: str, path: Sequence[str | int], detail: str) -> dict[str, str]:
    """What is wrong with one field; `pointer` leads to it in the body, as a JSON pointer (RFC 6901)."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return {"field": field, "pointer": "#/" + "/".join(steps), "detail": detail}


def document(
    status: int,
    *,
    detail: str = "",
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer: a title, which is the status in words, and what is the matter this time."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _detail(status),
    }
    if errors:
        said["errors"] = list(errors)
    answer = Response(json.dumps(said, ensure_ascii=False), status, mimetype=TYPE)
    answer.headers.update(headers or {})
    if status == 401:
        answer.headers.setdefault("WWW-Authenticate", REALM)
    if status == 429 and limiter.current_limit is not None:
        answer.headers.setdefault("Retry-After", str(limiter.current_limit.limit.get_expiry()))
    return answer


def _answer(problem: Problem) -> Response:
    return document(
        problem.status, detail=problem.detail, errors=problem.errors, headers=problem.headers
    )


def _detail(status: int) -> str:
    if status == 413:
        return (
            f"At most {file_max(request.path) // 1024**2} MB can be sent here. Nothing was changed."
        )
    return DETAILS.get(status, HTTPStatus(status).phrase)
