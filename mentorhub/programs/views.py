"""The public pages: home, a programme with its inquiry form, privacy notice and imprint."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItemPerHour

from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.foundation import clock, links
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import inquiries, notices
from mentorhub.programs.forms import InquiryForm, NoticesForm
from mentorhub.programs.queries import notices as texts
from mentorhub.programs.queries.programs import open_programs, program_page
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.web import (
    footers,
    language,
    page_cache,
    shared_limits,
)
from mentorhub.web.limits import limiter

# Per network and per address. Its stored key is older than the word "inquiry".
INQUIRIES = RateLimitItemPerHour(10, namespace="inquiries")

blueprint = Blueprint("programs", __name__)
blueprint.add_app_template_global(links.absolute, "absolute")


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
        page.id, name=form.name.data, email=form.email.data, message=form.message.data
    )
    return redirect(url_for(".show_program", slug=page.slug, written="yes", _anchor="write"), 303)


@blueprint.get("/privacy")
@blueprint.get("/programs/<slug>/privacy")
def show_privacy(slug: str = "") -> str:
    """What is stored and by whom. For a programme its practice's own notice comes first; else the operator's page."""
    return _notices_page("programs/show_privacy.html", slug)


@blueprint.get("/imprint")
@blueprint.get("/programs/<slug>/imprint")
def show_imprint(slug: str = "") -> str:
    """Who is responsible for what is offered here: for a programme its practice, else the operator."""
    return _notices_page("programs/show_imprint.html", slug)


@blueprint.route("/practice/notices", methods=["GET", "POST"])
@signed_in
def change_notices() -> ResponseReturnValue:
    """The notices of the viewer's practice; of several, the one that `?practice=` names. 404 to who owns none."""
    owned = texts.owned_notices(viewer=viewer())
    wanted = request.args.get("practice", "")
    stored = next((one for one in owned if not wanted or one.practice_public_id == wanted), None)
    if stored is None:
        raise NotFound
    form = NoticesForm(obj=stored)
    if request.method == "GET":
        form.read(stored.written)
    if form.validate_on_submit():
        try:
            _save_notices(stored.practice_id, form)
        except ChangedElsewhere:
            owned = texts.owned_notices(viewer=viewer())
            stored = next((one for one in owned if one.practice_id == stored.practice_id), None)
            if stored is None:  # no owner any more
                raise NotFound from None
            form.compare(stored.written, stored.written)
        else:
            flash(_("Saved. Visitors see these texts from now on."))
            return redirect(url_for(".change_notices", practice=wanted or None), 303)
    others = [one for one in owned if one.practice_id != stored.practice_id]
    page = render_template("programs/change_notices.html", form=form, notices=stored, others=others)
    return page, 422 if form.errors or form.stored else 200


def _save_notices(practice_id: int, form: NoticesForm) -> None:
    notices.change_notices(
        practice_id,
        viewer=viewer(),
        privacy_md=form.privacy_md.data,
        imprint_md=form.imprint_md.data,
        seen=form.version.data or "",
    )


def _notices_page(template: str, slug: str) -> str:
    footers.lead_to_notices_of(slug)
    practice = texts.notices(slug, viewer=PUBLIC) if slug else None
    return render_template(template, practice=practice, operator=settings().operator, slug=slug)


def _too_often(page: ProgramPage, form: InquiryForm, refused: shared_limits.TooOften) -> Response:
    """429: the form again with what was typed, and when to try again."""
    reason = _("Several messages have been sent from here within the last hour.")
    form.form_errors.append(f"{reason} {shared_limits.words(refused)}")
    answer = _shown(page, form, 429)
    answer.headers["Retry-After"] = str(shared_limits.seconds(refused))
    return answer


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
