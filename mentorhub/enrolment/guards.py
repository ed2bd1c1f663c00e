"""Access: an applicant's pages for whoever holds the link, a line's pages for its practice; and browser ids."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from flask import request, session
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import signed_in, viewer, with_factor
from mentorhub.enrolment.models.applicants import LINK, RETURN
from mentorhub.enrolment.queries.applicants import enrolment_of_link
from mentorhub.enrolment.queries.endings import owner_of
from mentorhub.enrolment.queries.managed import managed_applicant, managed_cohort, seen_cohort
from mentorhub.foundation import clock, links
from mentorhub.foundation.config import extension_or_new, settings
from mentorhub.foundation.database.viewers import APPLICANT, USER
from mentorhub.foundation.errors import NotFound

COOKIE = "mentorhub_line"
COOKIE_SECONDS = 180 * 24 * 3600
PAYING = "paying"


def by_link(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<token>`: the view gets the `enrolment_id` its link opens; anything else is 404."""

    @functools.wraps(view)
    def guarded(token: str, **arguments: Any) -> Any:
        opened = links.opened(token, purpose=LINK)
        enrolment_id = enrolment_of_link(opened, viewer=viewer())
        return view(enrolment_id, token=token, **arguments)

    guarded.guard = "by_link"  # type: ignore[attr-defined]
    return guarded


def by_return(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<token>`: as `by_link`, for the token that Stripe was given; it opens this one page, and not for long.

    Instead of it the view gets the seat's own token, where this browser went to pay with that; else ''.
    """

    @functools.wraps(view)
    def guarded(token: str, **arguments: Any) -> Any:
        own = links.opened(token, purpose=LINK)  # what Stripe was given before there was the other
        opened = own or links.opened_dated(token, purpose=RETURN, now=clock.now())
        enrolment_id = enrolment_of_link(opened, viewer=viewer())
        seat = token if own else _seat_paid_here(enrolment_id)
        return view(enrolment_id, seat=seat, **arguments)

    guarded.guard = "by_return"  # type: ignore[attr-defined]
    return guarded


def remember_paying(token: str) -> None:
    """Keep in this browser's session which seat it goes to pay for: by that it is known when it comes back."""
    session[PAYING] = token


def _seat_paid_here(enrolment_id: int) -> str:
    token = session.get(PAYING, "")
    opened = links.opened(token, purpose=LINK) if isinstance(token, str) else None
    try:
        is_this = enrolment_of_link(opened, viewer=viewer()) == enrolment_id
    except NotFound:
        return ""
    return token if is_this else ""


def by_mentee(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<token>` of a seat: its account, signed in; before there is one, whoever holds the link.

    The view gets the `enrolment_id` and on whose behalf it acts. Another account finds nothing (404).
    """

    @functools.wraps(view)
    def as_its_account(enrolment_id: int, *, owner_id: int, **arguments: Any) -> Any:
        if viewer() != USER(owner_id):
            raise NotFound
        return view(enrolment_id, viewer=viewer(), **arguments)

    @functools.wraps(view)
    def guarded(enrolment_id: int, **arguments: Any) -> Any:
        holder = APPLICANT(enrolment_id)
        owner_id = owner_of(enrolment_id, viewer=holder)
        if owner_id is None:
            return view(enrolment_id, viewer=holder, **arguments)
        return signed_in(as_its_account)(enrolment_id, owner_id=owner_id, **arguments)

    entered = by_link(guarded)
    entered.guard = "by_mentee"  # type: ignore[attr-defined]
    return entered


def by_cohort(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the `cohort_id`, where the viewer keeps its line; else sign-in or 404."""
    return _of_a_practice(view, find=managed_cohort, name="by_cohort")


def by_rehearsal(view: Callable[..., Any]) -> Callable[..., Any]:
    """As `by_cohort`, without a second factor: where a cohort is tried nothing of a mentee's is shown."""
    return _of_a_practice(view, find=managed_cohort, name="by_rehearsal", needs_factor=False)


def by_roster(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the `cohort_id`, for every member of its practice; else sign-in or 404."""
    return _of_a_practice(view, find=seen_cohort, name="by_roster")


def by_applicant(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the `enrolment_id`, where the viewer keeps its line; else sign-in or 404."""
    return _of_a_practice(view, find=managed_applicant, name="by_applicant")


def browser_id() -> str | None:
    """This browser's random id: from its signed cookie, else the one its form was shown with; None for neither.

    The form's is the random part of its CSRF token, which its session keeps: both requests of a double click
    then come from one browser, and showing a form costs nothing more.
    """
    found = _remembered() or session.get("csrf_token")
    return found if isinstance(found, str) else None


def browser_key(browser: str | None) -> str:
    """What the database keeps of a browser's id: its hash; '' for none."""
    return hashlib.sha256(browser.encode()).hexdigest() if browser else ""


def remember_browser(response: Response) -> None:
    """Set the signed cookie where the browser has none yet: it outlives the session that a form was shown with.

    Set by the page of a place, not by the POST before it, of which a rush has thousands a second.
    """
    if _remembered() is not None:
        return
    browser = browser_id()
    if browser is None:
        return
    response.set_cookie(
        settings().cookie(COOKIE),
        _signer().dumps(browser),
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings().is_secure,
        samesite="Lax",
    )


def _remembered() -> str | None:
    """The id in the cookie; None without one, or for one that we did not sign."""
    try:
        return str(_signer().loads(request.cookies.get(settings().cookie(COOKIE), "")))
    except BadSignature:
        return None


def _signer() -> URLSafeSerializer:
    return extension_or_new(
        "browsers", lambda: URLSafeSerializer(settings().signing_keys, salt="mentorhub.browser")
    )


def _of_a_practice(
    view: Callable[..., Any],
    *,
    find: Callable[..., int],
    name: str,
    needs_factor: bool = True,
) -> Callable[..., Any]:
    """Signed in; `find` the thing for this viewer, or 404; then a second factor where their role asks for one."""
    shown = with_factor(view) if needs_factor else view

    @functools.wraps(view)
    def guarded(public_id: str, **arguments: Any) -> Any:
        return shown(find(public_id, viewer=viewer()), **arguments)

    entered = signed_in(guarded)
    entered.guard = name  # type: ignore[attr-defined]
    return entered
