"""Access to a practice's own pages about its programmes, for its owner and its mentors; and a visitor's by link."""

import functools
from collections.abc import Callable
from typing import Any

from mentorhub.accounts.guards import signed_in, viewer, with_factor
from mentorhub.foundation import links
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.inquiries import LINK
from mentorhub.programs.models.openings import LINK as OPENING_LINK
from mentorhub.programs.queries.cohorts import offered_cohort
from mentorhub.programs.queries.editing import offered_program, offering_practices
from mentorhub.programs.queries.inquiries import answered_inquiry, inquiry_of_link
from mentorhub.programs.queries.openings import notice_of_link
from mentorhub.programs.queries.saved_replies import saved_reply


def by_program(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the `program_id`, where the viewer may offer it; else sign-in or 404."""

    @functools.wraps(view)
    def guarded(public_id: str, **arguments: Any) -> Any:
        return view(offered_program(public_id, viewer=viewer()), **arguments)

    return _entered(guarded, "by_program")


def by_cohort(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the `cohort_id`, where the viewer may change it; else sign-in or 404."""

    @functools.wraps(view)
    def guarded(public_id: str, **arguments: Any) -> Any:
        return view(offered_cohort(public_id, viewer=viewer()), **arguments)

    return _entered(guarded, "by_cohort")


def of_an_offering_practice(view: Callable[..., Any]) -> Callable[..., Any]:
    """Owners and mentors of some practice, with their second factor; to any other user there is nothing here (404)."""
    shown = with_factor(view)

    @functools.wraps(view)
    def guarded(**arguments: Any) -> Any:
        if not offering_practices(viewer=viewer()):
            raise NotFound
        return shown(**arguments)

    return _entered(guarded, "of_an_offering_practice")


def by_inquiry(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the `inquiry_id`, where the viewer may answer it; else sign-in or 404."""
    shown = with_factor(view)

    @functools.wraps(view)
    def guarded(public_id: str, **arguments: Any) -> Any:
        return shown(answered_inquiry(public_id, viewer=viewer()), **arguments)

    return _entered(guarded, "by_inquiry")


def by_reply(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<public_id>`: the view gets the saved `reply`, where the viewer may use it; else sign-in or 404."""
    shown = with_factor(view)

    @functools.wraps(view)
    def guarded(public_id: str, **arguments: Any) -> Any:
        return shown(saved_reply(public_id, viewer=viewer()), **arguments)

    return _entered(guarded, "by_reply")


def by_inquiry_link(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<token>`: the view gets the `inquiry_id` that a visitor's link opens; anything else is 404."""

    @functools.wraps(view)
    def guarded(token: str, **arguments: Any) -> Any:
        opened = links.opened(token, purpose=LINK)
        return view(inquiry_of_link(opened, viewer=PUBLIC), token=token, **arguments)

    guarded.guard = "by_inquiry_link"  # type: ignore[attr-defined]
    return guarded


def by_opening_link(view: Callable[..., Any]) -> Callable[..., Any]:
    """`/…/<token>`: the view gets the `notice_id` that the link in a mail of an opening opens; anything else is 404."""

    @functools.wraps(view)
    def guarded(token: str, **arguments: Any) -> Any:
        opened = links.opened(token, purpose=OPENING_LINK)
        return view(notice_of_link(opened, viewer=PUBLIC), token=token, **arguments)

    guarded.guard = "by_opening_link"  # type: ignore[attr-defined]
    return guarded


def _entered(guarded: Callable[..., Any], name: str) -> Callable[..., Any]:
    entered = signed_in(guarded)
    entered.guard = name  # type: ignore[attr-defined]
    return entered
