"""What enrolment shows in programs' page: the form that takes a seat or joins the line."""

from typing import Any

from flask import render_template


def enrolling(*, page: Any, form: Any = None) -> str:
    """The slot `enrolling` of the public page; `form` is a refused one, with what was typed."""
    return render_template("enrolment/enrolling.html", page=page, form=form)
