"""What reviews offers to slots: the mentor's answers and this week's page, in the mentee's Today."""

from typing import Any

from flask import render_template

from mentorhub.foundation.database import USER
from mentorhub.reviews.queries import weeks


def today(*, user: Any, **_context: object) -> str:
    """Answers not yet marked as read, and the week's page while it can be written."""
    viewer = USER(user.id)
    reviews = weeks.unread_reviews(viewer=viewer)
    page = weeks.week_page(viewer=viewer)
    return render_template("reviews/today.html", reviews=reviews, page=page)
