"""The mentor's pages: the queue, one check-in and its review, the list of mentees; and the first page after sign-in."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from mentorhub.accounts.guards import of_a_practice, signed_in, viewer
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.queries.rosters import roles_held
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.queries.setup import first_steps
from mentorhub.reviews import rules
from mentorhub.reviews.actions.access_log import read_check_in, read_mentees, read_queue
from mentorhub.reviews.actions.reviewing import review_check_in
from mentorhub.reviews.forms import ReviewForm
from mentorhub.reviews.queries import review_queue as queue_queries
from mentorhub.reviews.queries.landing import Landing, landing
from mentorhub.workspace.actions.notebook import read_shared_people
from mentorhub.workspace.forms.words import STAGES
from mentorhub.workspace.queries.sharing import SharedPerson


@signed_in
def start() -> BaseResponse:
    """Redirect a signed-in user to their first page; who has neither practice nor place is shown both ways in."""
    page = landing(viewer=viewer())
    if page == Landing.START:
        return make_response(render_template("reviews/start.html"))
    return redirect(url_for(page), 303)


@of_a_practice
def review_queue() -> Response:
    """Check-ins that wait for the mentor."""
    queue = read_queue(viewer=viewer())
    return _queue_page(
        "reviews/review_queue.html",
        queue=queue,
        now=clock.now(),
        first_steps=first_steps(viewer=viewer()),
    )


@of_a_practice
def show_check_in(check_in_id: str) -> Response:
    """One check-in, beside the people its writer shows; that access is logged for the mentee."""
    people = _shared_people(queue_queries.mentorship_of_check_in(check_in_id, viewer=viewer()))
    return _queue_page(
        "reviews/show_check_in.html",
        page=read_check_in(check_in_id, viewer=viewer()),
        form=ReviewForm(formdata=None),
        people=people,
        stages=STAGES,
    )


@of_a_practice
def create_review(check_in_id: str) -> BaseResponse:
    """Send the mentor's answer."""
    form = ReviewForm()
    form.today = rules.day_in(current_user.timezone, now=clock.now())
    page = read_check_in(check_in_id, viewer=viewer())
    name = page.mentee.user.name
    if form.validate():
        try:
            review_check_in(
                check_in_id,
                viewer=viewer(),
                body=form.body.data,
                next_step=form.next_step.data,
                next_step_on=form.next_step_on.data,
            )
        except (rules.AlreadyReviewed, rules.EnrolmentPaused):
            page = read_check_in(check_in_id, viewer=viewer())
            review = page.check_in.review
            if review is not None and form.is_as_sent(review):
                return redirect(url_for("reviews.review_queue"), 303)
            form.form_errors.append(
                _(
                    "Nothing was sent, because this check-in can no longer be answered. What you wrote is below."
                )
            )
        else:
            flash(_("Your answer was sent to %(name)s.", name=name))
            return redirect(url_for("reviews.review_queue"), 303)
    response = _queue_page("reviews/show_check_in.html", page=page, form=form)
    response.status_code = 422
    return response


@of_a_practice
def list_mentees() -> Response:
    """Every mentee of the viewer."""
    return _queue_page("reviews/list_mentees.html", mentees=read_mentees(viewer=viewer()))


def _shared_people(mentorship_id: int) -> Sequence[SharedPerson]:
    """None where the mentee has no notebook, shows nobody, or is paused."""
    try:
        return read_shared_people(mentorship_id, viewer=viewer())
    except NotFound:
        return ()


def _queue_page(template: str, **context: Any) -> Response:
    """A page in the mentor's layout."""
    is_owner = Role.OWNER in roles_held(viewer=viewer())
    return make_response(render_template(template, is_owner=is_owner, **context))
