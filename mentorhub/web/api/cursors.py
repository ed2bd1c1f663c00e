"""Where a list goes on: opaque, signed, and good only for the list and the caller that it was given to."""

from flask import request

from mentorhub.foundation import links
from mentorhub.foundation.versions import version_of
from mentorhub.web.api.callers import caller
from mentorhub.web.api.problems import Problem, field_error

PURPOSE = "api-cursor"


def position() -> int:
    """Where the list is to go on, as `following` was told; 0 for its beginning. Raises `Problem` (422)."""
    cursor = request.args.get("cursor", "")
    if not cursor:
        return 0
    found = links.opened(cursor, purpose=PURPOSE)
    if found is None or found[0] != _list():
        said = "This cursor is not of this list. Begin without one."
        raise Problem(422, errors=[field_error("cursor", ("cursor",), said)])
    return found[1]


def following(at: int | None) -> str | None:
    """The cursor for what follows `at`; None at the end, where nothing does."""
    return None if at is None else links.sign(_list(), at, purpose=PURPOSE)


def _list() -> str:
    """What tells this list from all others: its address with its filters, and whose it is."""
    filters = sorted(
        (name, value)
        for name, value in request.args.items(multi=True)
        if name != "cursor" and value
    )
    return version_of(caller().user_id, request.path, filters)
