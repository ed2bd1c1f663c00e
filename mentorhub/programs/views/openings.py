"""Being told when a cohort opens: the form on a programme's page, and the page that the mailed link opens."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItemPerDay, RateLimitItemPerHour

from mentorhub.accounts.rules.addresses import email_key
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.actions import openings
from mentorhub.programs.forms.inquiries import InquiryForm
from mentorhub.programs.forms.openings import OpeningForm
from mentorhub.programs.guards import by_opening_link
from mentorhub.programs.queries.openings import OpeningAsked, opening_asked
from mentorhub.programs.queries.programs import program_page
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules.openings import CONFIRMED_WITHIN, KEPT, NoOpeningAhead
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import footers, language, shared_limits
from mentorhub.web.limits import limiter

ASKED = RateLimitItemPerHour(10, namespace="opening-notices")  # per network, and per address
LINKS_THERE = RateLimitItemPerDay(3, namespace="opening-notices-to")  # emails to one address


@blueprint.app_template_global("new_opening_form")
def _new_opening_form() -> OpeningForm:
    """The form as the page shows it before anything is sent."""
    return OpeningForm(formdata=None)


@blueprint.post("/programs/<slug>/opening-notices")
@limiter.limit("60 per minute")
def create_opening_notice(slug: str) -> ResponseReturnValue:
    """Mail a link to confirm the address; the answer is the same whether or not the address was known."""
    page, form = _programme(slug), OpeningForm()
    if not form.validate():
        return _shown(page, form, 422)
    try:
        shared_limits.count(shared_limits.from_here(ASKED), (ASKED, email_key(form.email.data)))
        if page.cohort is None:
            raise NoOpeningAhead
        if _may_mail(form.email.data):
            openings.ask_for_opening(page.cohort.id, email=form.email.data)
    except shared_limits.TooOften as refused:
        form.form_errors.append(shared_limits.words(refused))
        answer = _shown(page, form, 429)
        answer.headers["Retry-After"] = str(shared_limits.seconds(refused))
        return answer
    except NoOpeningAhead:
        flash(_("There is nothing to wait for any more: this page says how enrolment stands now."))
        return redirect(url_for(".show_program", slug=page.slug), 303)
    return redirect(
        url_for(".show_program", slug=page.slug, notice="asked", _anchor="tell-me"), 303
    )


@blueprint.get("/opening-notices/<token>")
@limiter.limit("60 per minute")
@by_opening_link
def show_opening_notice(notice_id: int, *, token: str) -> Response:
    """What is asked for, with the buttons that confirm it and that take the address off the list."""
    page = render_template(
        "programs/show_opening_notice.html",
        asked=_asked(notice_id),
        token=token,
        confirmed_days=CONFIRMED_WITHIN.days,
        kept_days=KEPT.days,
    )
    answer = make_response(page)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is its key
    return answer


@blueprint.post("/opening-notices/<token>/confirmation")
@limiter.limit("60 per minute")
@by_opening_link
def confirm_opening_notice(notice_id: int, *, token: str) -> ResponseReturnValue:
    """The address is its owner's, who wants to be told."""
    try:
        openings.confirm_opening(notice_id)
    except NoOpeningAhead:
        flash(_("There is nothing to wait for any more: this page says how enrolment stands now."))
    return redirect(url_for(".show_opening_notice", token=token), 303)


@blueprint.post("/opening-notices/<token>/removal")
@limiter.limit("60 per minute")
@by_opening_link
def remove_opening_notice(notice_id: int, *, token: str) -> ResponseReturnValue:  # noqa: ARG001
    """Erase the address from the list."""
    found = _asked(notice_id)
    openings.take_off_opening(notice_id)
    flash(_("Your address is erased from this list. You get no email when enrolment opens."))
    return redirect(url_for(".show_program", slug=found.program_slug), 303)


def _may_mail(email: str) -> bool:
    """Whether one more email may go to this address, whoever it belongs to; the answer on screen is the same."""
    try:
        shared_limits.count((LINKS_THERE, email_key(email)))
    except shared_limits.TooOften:
        return False
    return True


def _programme(slug: str) -> ProgramPage:
    page = program_page(slug, viewer=PUBLIC, now=clock.now())
    language.show_in(locale=page.locale, zone=page.timezone)
    footers.lead_to_notices_of(page.slug)
    return page


def _shown(page: ProgramPage, form: OpeningForm, status: int) -> Response:
    shown = render_template(
        "programs/show_program.html",
        page=page,
        inquiry_form=InquiryForm(formdata=None),
        enrol_form=None,
        opening_form=form,
    )
    return make_response(shown, status)


def _asked(notice_id: int) -> OpeningAsked:
    found = opening_asked(notice_id, viewer=PUBLIC, now=clock.now())
    language.show_in(locale=found.locale, zone=found.timezone)
    footers.lead_to_notices_of(found.program_slug)
    return found
