"""Who is asking, for whom, and who has access: the signed-in, now or just now, members of a practice, programs."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request, session, url_for
from flask_login import current_user
from flask_security import logout_user
from werkzeug.wrappers import Response

from mentorhub.accounts.queries.factors import Owed, needs_factor, owed, token_owing_factor
from mentorhub.accounts.queries.practices import is_member
from mentorhub.accounts.rules import factors
from mentorhub.accounts.rules.addresses import is_local
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.accounts.security.tokens import Holder, holder_of
from mentorhub.accounts.security.users import sign_in_user
from mentorhub.foundation import clock
from mentorhub.foundation.config import extension
from mentorhub.foundation.database.viewers import PUBLIC, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.web.api import callers
from mentorhub.web.api.problems import REALM, Problem

FACTOR_OWED = "factor_owed"
SIGNED_IN_AT = (
    "fs_paa"  # Flask-Security's key: seconds since 1970, by its machine's clock until `mark_fresh`
)


def viewer() -> Viewer:
    """On whose behalf this request asks: the signed-in user, or the public."""
    return USER(current_user.id) if current_user.is_authenticated else PUBLIC


def this_device() -> str:
    """The public id of the device that is signed in here; '' for none."""
    return str(extension("browser").device_key())


def is_known_here(public_id: str) -> bool:
    """Whether the user of this public id has signed in with this browser before."""
    return bool(extension("browser").is_known_to(public_id))


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Anybody with an account; others go to the sign-in page, and from there back to where they were going."""
    return _with_account(view, name="signed_in", others_to="accounts.sign_in")


def signed_up(view: Callable[..., Any]) -> Callable[..., Any]:
    """As `signed_in`, for what people come for who have no account yet: others go to the sign-up page, and back."""
    return _with_account(view, name="signed_up", others_to="accounts.sign_up")


def fresh(view: Callable[..., Any]) -> Callable[..., Any]:
    """A user who has signed in within `rules.FRESH_FOR`; the others are asked to sign in again, and led back."""

    @functools.wraps(view)
    def checked(*arguments: Any, **named: Any) -> Any:
        if not is_fresh():
            return redirect(url_for("accounts.sign_in_again", next=_way_back()), 303)
        return view(*arguments, **named)

    guarded = signed_in(checked)
    guarded.guard = "fresh"  # type: ignore[attr-defined]
    return guarded


def with_factor(view: Callable[..., Any]) -> Callable[..., Any]:
    """Inside another guard, where mentees' data is shown: owners and mentors without a second factor set one up."""

    @functools.wraps(view)
    def checked(*arguments: Any, **named: Any) -> Any:
        if needs_factor(viewer=viewer()):
            return redirect(url_for("accounts.list_factors", next=_destination()), 303)
        return view(*arguments, **named)

    return checked


def of_a_practice(view: Callable[..., Any]) -> Callable[..., Any]:
    """A signed-in member of some practice, `with_factor`; to any other user there is nothing here (404)."""
    shown = with_factor(view)

    @functools.wraps(view)
    def checked(*arguments: Any, **named: Any) -> Any:
        if not is_member(viewer=viewer()):
            raise NotFound
        return shown(*arguments, **named)

    guarded = signed_in(checked)
    guarded.guard = "of_a_practice"  # type: ignore[attr-defined]
    return guarded


def admit(user_id: int, *, via: str, path: str) -> Response | None:
    """Sign this browser in and lead it to `path`, by the second factor where the user has one.

    Until that is given nobody is signed in here. None (and nobody is) where the user is disabled.
    """
    token = token_owing_factor(viewer=USER(user_id), now=clock.now())
    if token is None:
        return complete_sign_in(user_id, via=via, path=path)
    logout_user()
    session[FACTOR_OWED] = token
    return redirect(url_for("accounts.give_factor", next=path), 303)


def complete_sign_in(user_id: int, *, via: str, path: str) -> Response | None:
    """Sign this browser in, whose user has shown all that there is to show, and lead it to `path`; None: disabled."""
    if not sign_in_user(user_id, via=via, has_proved=True):
        return None
    session.pop(FACTOR_OWED, None)
    mark_fresh()
    return redirect(path, 303)


def owed_factor() -> Owed | None:
    """Who has given this browser a first factor within the last minutes, and owes it the second."""
    return owed(session.get(FACTOR_OWED, ""), viewer=PUBLIC, now=clock.now())


def mark_fresh() -> None:
    """Remember in this browser's session that its user has just shown who they are."""
    session[SIGNED_IN_AT] = clock.now().timestamp()


def is_fresh() -> bool:
    """Whether this browser's user has shown who they are within `rules.FRESH_FOR`."""
    at = session.get(SIGNED_IN_AT)
    signed_in_at = None if at is None else dt.datetime.fromtimestamp(at, dt.UTC)
    return factors.is_fresh(signed_in_at, now=clock.now())


def with_token(scope: Scope) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A program that sends a live token with this scope; it then asks for the token's owner (`caller()`).

    Raises `Problem`: 401 without such a token, 403 where it may do less.
    """

    def guarded_by_token(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(*arguments: Any, **named: Any) -> Any:
            holder = _holder()
            if scope not in holder.scopes:
                said = f'{REALM}, error="insufficient_scope", scope="{scope}"'
                needed = f"This token does not have the scope {scope}."
                raise Problem(403, needed, headers={"WWW-Authenticate": said})
            callers.enter(callers.Caller(holder.user_id, holder.timezone, holder.token_id))
            return view(*arguments, **named)

        guarded.guard = "with_token"  # type: ignore[attr-defined]
        guarded.scope = scope  # type: ignore[attr-defined]
        return guarded

    return guarded_by_token


def _holder() -> Holder:
    """Whose token stands in the header (RFC 6750, 2.1)."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer":
        raise Problem(401)
    found = holder_of(token.strip())
    if found is None:
        said = f'{REALM}, error="invalid_token"'
        raise Problem(
            401,
            "This token opens nothing: it is mistyped, ended or expired.",
            headers={"WWW-Authenticate": said},
        )
    return found


def _with_account(view: Callable[..., Any], *, name: str, others_to: str) -> Callable[..., Any]:
    @functools.wraps(view)
    def guarded(*arguments: Any, **named: Any) -> Any:
        if not current_user.is_authenticated:
            return redirect(url_for(others_to, next=_destination()), 303)
        return view(*arguments, **named)

    guarded.guard = name  # type: ignore[attr-defined]
    return guarded


def _destination() -> str | None:
    """Where a GET was going; a POST's form is lost, so it leads to the first page."""
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _way_back() -> str | None:
    """As `_destination`; a POST's form is lost, so it leads back to the page that the form stood on."""
    if request.method == "GET":
        return _destination()
    page = urlsplit(request.referrer or "")
    return page.path if page.netloc == request.host and is_local(page.path) else None
