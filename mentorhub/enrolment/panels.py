"""What enrolment shows in programs' page: the form that takes a seat or joins the line."""

from typing import Any

from flask import render_template
from flask_login import current_user

from mentorhub.enrolment.forms import ArrivalForm


def enrolling(*, page: Any, form: ArrivalForm | None = None) -> str:
    """The slot `enrolling` of the public page; `form` is a refused one, with what was typed."""
    if form is None:
        form = ArrivalForm(formdata=None)
        if current_user.is_authenticated:
            form.name.data, form.email.data = current_user.name, current_user.email
    return render_template("enrolment/enrolling.html", page=page, form=form)
