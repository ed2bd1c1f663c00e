"""`Idempotency-Key`: the same request sent twice acts once, and both are answered the same (for a day).

What was refused frees its key. After an error the next try carries the same `form_key`, so that actions know it again.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Response, g, make_response, request
from werkzeug.exceptions import HTTPException

from mentorhub.foundation import repeats
from mentorhub.foundation.errors import Refusal
from mentorhub.web.api.bodies import fingerprint
from mentorhub.web.api.callers import caller
from mentorhub.web.api.problems import Problem, field_error

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("content-type", "etag", "location")


def once(act: Callable[[], Response]) -> Response:
    """Act, unless this request was acted on before: then answer as before. Raises `Problem` (409, 422)."""
    if HEADER not in request.headers:
        return act()
    key = _key()
    viewer = caller().viewer
    found = _begun(key)
    if isinstance(found, repeats.Answer):
        return _again(found)
    g.form_key = _form_key(key, found)
    with _freed_when_refused(key):
        answer = act()
    repeats.finish(key, _kept(answer), viewer=viewer)
    return answer


def form_key() -> str | None:
    """What the action is to know this request by again; None where it may come only once."""
    found: str | None = g.get("form_key")
    return found


@contextmanager
def _freed_when_refused(key: str) -> Iterator[None]:
    try:
        yield
    except (Problem, Refusal, HTTPException):
        repeats.give_up(key, viewer=caller().viewer)
        raise


def _begun(key: str) -> repeats.Answer | repeats.Held:
    try:
        return repeats.begin(key, fingerprint(), viewer=caller().viewer)
    except repeats.AskedOtherwise:
        said = "This key came before with another request. Use a new one."
        raise Problem(422, errors=[field_error(HEADER, (HEADER,), said)]) from None
    except repeats.StillRunning:
        said = "The first request with this key is still being worked on."
        raise Problem(409, said, headers={"Retry-After": "5"}) from None
    except repeats.AnswerForgotten:
        said = "This was done before. What was answered is not kept any more."
        raise Problem(409, said) from None


def _key() -> str:
    sent = request.headers[HEADER]
    if not (0 < len(sent) <= repeats.KEY_MAX and sent.isascii() and sent.isprintable()):
        said = f"A key has 1 to {repeats.KEY_MAX} printable ASCII characters."
        raise Problem(422, errors=[field_error(HEADER, (HEADER,), said)])
    return hashlib.sha256(sent.encode()).hexdigest()


def _form_key(key: str, held: repeats.Held) -> str:
    digest = hashlib.sha256(f"{key} {held.begun_at.isoformat()}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def _kept(answer: Response) -> repeats.Answer:
    lines = [f"{name}: {answer.headers[name]}" for name in KEPT_HEADERS if name in answer.headers]
    return repeats.Answer(answer.status_code, "\n".join(lines), answer.get_data())


def _again(before: repeats.Answer) -> Response:
    answer = make_response(before.body, before.status)
    for line in before.headers.splitlines():
        name, _, value = line.partition(": ")
        answer.headers[name] = value
    answer.headers[REPLAYED] = "true"
    return answer
