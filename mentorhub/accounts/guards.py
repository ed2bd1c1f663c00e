"""Who is asking, for whom, and who may enter: the signed-in, and members of a practice."""

import functools
from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask_login import current_user

from mentorhub.accounts import queries
from mentorhub.foundation.config import fitting
from mentorhub.foundation.database import PUBLIC, USER, Viewer
from mentorhub.foundation.errors import NotFound


def viewer() -> Viewer:
    """On whose behalf this request asks: the signed-in user, or the public."""
    return USER(current_user.id) if current_user.is_authenticated else PUBLIC


def this_device() -> str:
    """The public id of the device that is signed in here; '' for none."""
    return str(fitting("browser").device_key())


def is_known_here(public_id: str) -> bool:
    """Whether the user of this public id has signed in with this browser before."""
    return bool(fitting("browser").is_known_to(public_id))


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Anybody with an account; others go to the sign-in page, and from there back to where they were going."""

    @functools.wraps(view)
    def guarded(*arguments: Any, **named: Any) -> Any:
        if not current_user.is_authenticated:
            return redirect(url_for("accounts.sign_in", next=_destination()), 303)
        return view(*arguments, **named)

    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded


def of_a_practice(view: Callable[..., Any]) -> Callable[..., Any]:
    """A signed-in member of some practice; to any other user there is nothing here (404)."""

    @functools.wraps(view)
    def entered(*arguments: Any, **named: Any) -> Any:
        if not queries.is_member(viewer=viewer()):
            raise NotFound
        return view(*arguments, **named)

    guarded = signed_in(entered)
    guarded.guard = "of_a_practice"  # type: ignore[attr-defined]
    return guarded


def _destination() -> str | None:
    """Where a GET was going; a POST's form is lost, so it leads to the first page."""
    return request.full_path.rstrip("?") if request.method == "GET" else None
