"""The public pages: home, a programme, a letter to its mentor."""

import datetime as dt

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.rules import email_key
from mentorhub.foundation import clock, links
from mentorhub.foundation.database import PUBLIC
from mentorhub.foundation.limits import Limit
from mentorhub.programs import queries
from mentorhub.programs.actions import inquiries
from mentorhub.programs.forms import InquiryForm
from mentorhub.programs.queries import ProgramPage
from mentorhub.web import kept_pages, language, throttle
from mentorhub.web.limits import limiter

LETTERS = Limit("letters", 10, dt.timedelta(hours=1))  # from one network, and of one address

blueprint = Blueprint("programs", __name__)
blueprint.add_app_template_global(links.absolute, "absolute")


@blueprint.get("/")
def home() -> str:
    """What MentorHub is for, and the programmes that take people now or soon."""
    cards = queries.open_programs(viewer=PUBLIC, now=clock.now())
    return render_template("programs/home.html", programs=cards)


@blueprint.get("/programs/<slug>")
def show_program(slug: str) -> ResponseReturnValue:
    """A programme's page; an address it had before leads to the present one."""
    kept = kept_pages.look_up(slug)
    if kept is not None:
        return kept
    page = _page(slug)
    if page.moved_to:
        return redirect(url_for(".show_program", slug=page.moved_to), 301)
    if not page.takes_arrivals:
        return _rendered(page, InquiryForm(formdata=None))
    return kept_pages.keep(slug, lambda: _rendered(page, InquiryForm(formdata=None)))


@blueprint.post("/programs/<slug>/inquiries")
@limiter.limit("60 per minute")
def create_inquiry(slug: str) -> ResponseReturnValue:
    """Send a letter to the mentor; the answer is the same whoever writes."""
    page = _page(slug)
    form = InquiryForm()
    if not form.validate():
        return _shown(page, form, 422)
    try:
        throttle.count(
            throttle.from_here(LETTERS),
            LETTERS.of(email_key(form.email.data)),
        )
    except throttle.TooOften as refused:
        return _put_off(page, form, refused)
    inquiries.send_inquiry(
        page.id, name=form.name.data, email=form.email.data, message=form.message.data
    )
    return redirect(url_for(".show_program", slug=page.slug, written="yes", _anchor="write"), 303)


def _put_off(page: ProgramPage, form: InquiryForm, refused: throttle.TooOften) -> Response:
    """What was typed stays on the page; only the sending waits."""
    said = _("Several letters have come from here within the hour.")
    form.form_errors.append(f"{said} {throttle.words(refused)}")
    answer = _shown(page, form, 429)
    answer.headers["Retry-After"] = str(throttle.seconds(refused))
    return answer


def _page(slug: str) -> ProgramPage:
    page = queries.program_page(slug, viewer=PUBLIC, now=clock.now())
    language.show_in(locale=page.locale, zone=page.timezone)
    return page


def _shown(page: ProgramPage, form: InquiryForm, status: int = 200) -> Response:
    return make_response(_rendered(page, form), status)


def _rendered(page: ProgramPage, form: InquiryForm) -> str:
    # `enrolment` renders the same template with its own form, filled and refused.
    return render_template(
        "programs/show_program.html", page=page, inquiry_form=form, enrol_form=None
    )
