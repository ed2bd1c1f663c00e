"""What enrolment shows in lower rooms' pages: the form that takes a seat, and what closing an account means for it."""

from typing import Any

from flask import render_template

from mentorhub.accounts import queries as accounts
from mentorhub.accounts.rules import Consequence
from mentorhub.enrolment import queries
from mentorhub.foundation import clock
from mentorhub.foundation.database import USER


def enrolling(*, page: Any, form: Any = None) -> str:
    """The slot `enrolling` of the public page; `form` is a refused one, with what was typed."""
    return render_template("enrolment/enrolling.html", page=page, form=form)


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:
    """The slot `closing_account`: each seat and place by name, and what a mentor has to settle before.

    Afterwards, which of them did not come back, and which are still there.
    """
    viewer, now = USER(user_id), clock.now()
    since = None if is_closing else accounts.closing_at(viewer=viewer)
    places = queries.closing_places(viewer=viewer, now=now)
    gone = queries.given_up_since(viewer=viewer, since=since) if since else []
    mentoring = queries.mentoring(viewer=viewer, now=now) if is_closing else []
    if not (places or gone or mentoring):
        return None
    html = render_template(
        "enrolment/closing_account.html",
        places=places,
        gone=gone,
        mentoring=mentoring,
        is_closing=is_closing,
    )
    return Consequence(html, is_refusal=bool(mentoring))
