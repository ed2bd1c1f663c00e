"""What every route of the API has in common: read what is sent, act once, answer; and what its document says of it.

`described` stands inside a package's guard: route, guard, `described`, function.
"""

import functools
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, make_response, request, url_for
from flask_limiter.util import get_remote_address
from pydantic import BaseModel
from spectree import Response as Responses

from mentorhub.web.api import repeats
from mentorhub.web.api.bodies import read_body, read_query
from mentorhub.web.api.openapi import UPLOADS, openapi
from mentorhub.web.api.problems import Problem
from mentorhub.web.request_bodies import FORM_MAX

View = Callable[..., Response]
BY_TOKEN, BY_ADDRESS = "600 per minute", "1200 per minute"


def described(
    tag: str,
    *,
    answers: Mapping[int, type[BaseModel] | None],
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    upload_max: int = 0,
) -> Callable[[View], View]:
    """A route that takes `body` and `query` as its schemas, and answers one of `answers` or a problem.

    A POST acts once for each `Idempotency-Key`. With `upload_max` (bytes) a file is sent in place of JSON.
    """

    def decorated(view: View) -> View:
        if upload_max:
            UPLOADS.add(view.__name__)
        documented = openapi.validate(
            json=body,
            query=query,
            resp=Responses(**{f"HTTP_{status}": made for status, made in answers.items()}),
            tags=[tag],
            operation_id=view.__name__,
            skip_validation=True,  # ours names the field, and answers 415
        )(view)

        @functools.wraps(documented)
        def answered(**arguments: Any) -> Response:
            if upload_max:
                request.max_content_length = upload_max + FORM_MAX
            if query is not None:
                arguments["query"] = read_query(query)
            if body is not None:
                arguments["body"] = read_body(body)
            act = functools.partial(view, **arguments)
            return repeats.once(act) if request.method == "POST" else act()

        return answered

    return decorated


def answer(
    made: BaseModel, status: int = 200, *, version: str = "", at: str = "", **values: Any
) -> Response:
    """JSON of what was made. `version` goes out as its entity tag; `at` is the endpoint where it is to be found."""
    response = make_response(made.model_dump_json(), status)
    response.mimetype = "application/json"
    if version:
        response.set_etag(version)
    if at:
        response.location = url_for(at, **values)
    return response


def nothing() -> Response:
    """Done, and there is nothing to say."""
    return make_response("", 204)


def seen(stored: str) -> str:
    """The version on which a change builds: the one that If-Match names, else the one that is `stored` now.

    Raises `Problem` (412) where If-Match names others only.
    """
    wanted = request.if_match
    if wanted and not wanted.contains(stored):
        raise Problem(412)
    return stored


def token_or_address() -> str:
    """What a limit counts by: the token that was sent, hashed, else from where."""
    sent = request.headers.get("Authorization", "")
    return hashlib.sha256(sent.encode()).hexdigest() if sent else get_remote_address()
