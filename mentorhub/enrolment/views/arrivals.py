"""Arriving in the line, for the first time or again."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import arrivals, welcomes
from mentorhub.enrolment.forms.places import ArrivalForm
from mentorhub.enrolment.queries.applicants import (
    cohort_taking_arrivals,
    place_of_browser,
    standing,
    token_of,
)
from mentorhub.enrolment.rules.refusals import AlreadyInLine
from mentorhub.enrolment.views.blueprint import blueprint, why
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC
from mentorhub.foundation.errors import Refusal
from mentorhub.programs.forms.inquiries import InquiryForm
from mentorhub.programs.queries.programs import program_page
from mentorhub.web.footers import lead_to_notices_of
from mentorhub.web.language import show_in
from mentorhub.web.limits import limiter


@blueprint.post("/programs/<slug>/enrolments")
@limiter.limit("10000 per minute")  # thousands behind one address are served
def create_enrolment(slug: str) -> Response:
    """Take a place in the line: 303 to it, whether it is new or this browser's own from before."""
    browser = guards.browser_id()
    form = ArrivalForm()
    if not form.validate() or current_user.is_authenticated:
        mine = _own_place(slug, browser)
        if mine is not None or form.errors:
            return mine or _enrol_form_again(slug, form)
    try:
        arrival = arrivals.take_place(slug, applicant=_applicant(form, browser))
    except AlreadyInLine as known:  # a lapsed one too: its owner hears by mail
        mine = _own_place(slug, browser)
        if mine is None:
            welcomes.mail_link(known.enrolment_id)
        return mine or redirect(url_for("enrolment.show_link_sent"), 303)
    except Refusal as refusal:
        form.email.errors = [*form.email.errors, why(refusal)]
        return _enrol_form_again(slug, form)
    _say_if_busy(arrival)
    return redirect(url_for("enrolment.show_enrolment", token=arrival.token), 303)


@blueprint.get("/enrolments/link-sent")
def show_link_sent() -> str:
    """The neutral page: says no more than that a mail is on its way if there is a place."""
    return render_template("enrolment/show_link_sent.html")


@blueprint.post("/enrolments/<token>/arrivals")
@guards.by_link
def create_return(enrolment_id: int, *, token: str) -> Response:
    """Enrol again after a lapse, by the link that was mailed: a new place at the end of the line."""
    before = standing(enrolment_id, viewer=APPLICANT(enrolment_id)).enrolment
    applicant = arrivals.Applicant(
        name=before.name,
        email=before.email,
        browser_key=guards.browser_key(guards.browser_id()),
        locale=before.locale,
        timezone=before.timezone,
        is_return=True,
    )
    try:
        arrival = arrivals.take_place_again(before.cohort_id, applicant=applicant)
        _say_if_busy(arrival)
        new_token = arrival.token
    except AlreadyInLine as known:
        new_token = token_of(known.enrolment_id, viewer=APPLICANT(known.enrolment_id))
    except Refusal as refusal:
        flash(why(refusal))
        return redirect(url_for("enrolment.show_enrolment", token=token), 303)
    return redirect(url_for("enrolment.show_enrolment", token=new_token), 303)


@blueprint.app_template_global("new_arrival_form")
def _new_arrival_form() -> ArrivalForm:
    """The form of the slot `enrolling`, filled in for who is signed in."""
    form = ArrivalForm(formdata=None)
    if current_user.is_authenticated:
        form.name.data, form.email.data = current_user.name, current_user.email
    return form


def _own_place(slug: str, browser: str | None) -> Response | None:
    """303 to the place this browser, or the signed-in user, has in the programme's cohort; None without one."""
    cohort_id = cohort_taking_arrivals(slug, viewer=PUBLIC, now=clock.now())
    user_id = current_user.id if current_user.is_authenticated else None
    key = guards.browser_key(browser)
    mine = place_of_browser(cohort_id, key, user_id=user_id, viewer=PUBLIC)
    if mine is None:
        return None
    return redirect(url_for("enrolment.show_enrolment", token=mine[1]), 303)


def _applicant(form: ArrivalForm, browser: str | None) -> arrivals.Applicant:
    return arrivals.Applicant(
        name=form.name.data,
        email=form.email.data,
        browser_key=guards.browser_key(browser),
        locale=str(get_locale()),
        timezone=current_user.timezone if current_user.is_authenticated else "",
    )


def _enrol_form_again(slug: str, form: ArrivalForm) -> Response:
    page = program_page(slug, viewer=PUBLIC, now=clock.now())
    show_in(locale=page.locale, zone=page.timezone)
    lead_to_notices_of(page.slug)
    body = render_template(
        "programs/show_program.html",
        page=page,
        inquiry_form=InquiryForm(formdata=None),
        enrol_form=form,
    )
    return make_response(body, 422)


def _say_if_busy(arrival: arrivals.Arrival) -> None:
    if not arrival.is_placed:
        flash(
            _(
                "Very many people joined at the same time. Your request is saved, in the order of arrival."
            )
        )
