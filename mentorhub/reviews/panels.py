"""What reviews offers to slots: the mentee's Today, and what becomes of their weeks when an account is closed."""

from typing import Any

from flask import render_template

from mentorhub.accounts import queries as accounts
from mentorhub.accounts.rules import Consequence, erased_from
from mentorhub.foundation import clock
from mentorhub.foundation.database import USER
from mentorhub.reviews.queries import closings, weeks


def today(*, user: Any, **_context: object) -> str:
    """Answers not yet marked as read, and the week's page while it can be written."""
    viewer = USER(user.id)
    reviews = weeks.unread_reviews(viewer=viewer)
    page = weeks.week_page(viewer=viewer)
    return render_template("reviews/today.html", reviews=reviews, page=page)


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:
    """The slot `closing_account`: pages and answers, gone with the notebook; None for whoever wrote none."""
    viewer = USER(user_id)
    pages, answers = closings.written_weeks(viewer=viewer)
    if not pages:
        return None
    since = accounts.closing_at(viewer=viewer) or clock.now()
    html = render_template(
        "reviews/closing_account.html",
        pages=pages,
        answers=answers,
        until=erased_from(since),
        is_closing=is_closing,
    )
    return Consequence(html)
