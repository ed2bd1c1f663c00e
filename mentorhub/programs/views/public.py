"""What visitors see: the home page, a programme's page, and the form on it that writes to the mentor."""

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItemPerDay, RateLimitItemPerHour

from mentorhub.accounts.rules.addresses import email_key
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.actions import inquiries
from mentorhub.programs.forms.inquiries import InquiryForm
from mentorhub.programs.queries.programs import ProgramArchived, open_programs, program_page
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import errors, footers, language, page_cache, shared_limits
from mentorhub.web.limits import limiter

# Per network and per address. Its stored key is older than the word "inquiry".
INQUIRIES = RateLimitItemPerHour(10, namespace="inquiries")
COPIES_HERE = RateLimitItemPerDay(20, namespace="inquiry-copies")  # per network
COPIES_THERE = RateLimitItemPerDay(3, namespace="inquiry-copies-to")  # per address


@blueprint.get("/")
def home() -> str:
    """What MentorHub is for, and the programmes that take people now or soon."""
    cards = open_programs(viewer=PUBLIC, now=clock.now())
    return render_template("programs/home.html", programs=cards)


@blueprint.get("/programs/<slug>")
def show_program(slug: str) -> ResponseReturnValue:
    """A programme's page; an address it had before leads to the present one."""
    cached = page_cache.get(slug)
    if cached is not None:
        return cached
    page = _page(slug)
    if page.moved_to:
        return redirect(url_for(".show_program", slug=page.moved_to), 301)
    if not page.takes_arrivals:
        return _rendered(page, InquiryForm(formdata=None))
    return page_cache.put(slug, lambda: _rendered(page, InquiryForm(formdata=None)))


@blueprint.post("/programs/<slug>/inquiries")
@limiter.limit("60 per minute")
def create_inquiry(slug: str) -> ResponseReturnValue:
    """Send an inquiry to the mentor; the answer is the same whoever writes."""
    page = _page(slug)
    form = InquiryForm()
    if not form.validate():
        return _shown(page, form, 422)
    try:
        shared_limits.count(
            shared_limits.from_here(INQUIRIES), (INQUIRIES, email_key(form.email.data))
        )
    except shared_limits.TooOften as refused:
        return _too_often(page, form, refused)
    inquiries.send_inquiry(
        page.id,
        name=form.name.data,
        email=form.email.data,
        message=form.message.data,
        has_copy=_may_copy(form.email.data),
    )
    return redirect(url_for(".show_program", slug=page.slug, written="yes", _anchor="write"), 303)


def _may_copy(email: str) -> bool:
    """Whether one more copy may go to this address, whoever it belongs to; the answer on screen is the same."""
    try:
        shared_limits.count(shared_limits.from_here(COPIES_HERE), (COPIES_THERE, email_key(email)))
    except shared_limits.TooOften:
        return False
    return True


def _too_often(page: ProgramPage, form: InquiryForm, refused: shared_limits.TooOften) -> Response:
    """429: the form again with what was typed, and when to try again."""
    reason = _("Several messages have been sent from here within the last hour.")
    form.form_errors.append(f"{reason} {shared_limits.words(refused)}")
    answer = _shown(page, form, 429)
    answer.headers["Retry-After"] = str(shared_limits.seconds(refused))
    return answer


@blueprint.errorhandler(ProgramArchived)
def say_archived(error: ProgramArchived) -> Response:
    """410: there was a programme at this address."""
    return errors.page(
        410,
        title=_("%(program)s is not offered any more", program=error.title),
        advice=_("You will find what is offered now on the home page."),
    )


def _page(slug: str) -> ProgramPage:
    page = program_page(slug, viewer=PUBLIC, now=clock.now())
    language.show_in(locale=page.locale, zone=page.timezone)
    footers.lead_to_notices_of(page.slug)
    return page


def _shown(page: ProgramPage, form: InquiryForm, status: int = 200) -> Response:
    return make_response(_rendered(page, form), status)


def _rendered(page: ProgramPage, form: InquiryForm) -> str:
    # `enrolment` renders the same template with its own form, filled and refused.
    return render_template(
        "programs/show_program.html", page=page, inquiry_form=form, enrol_form=None
    )
