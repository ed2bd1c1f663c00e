"""The page on which a mentee answers their mentor's intake questions: some now, the rest later."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import intake as actions
from mentorhub.enrolment.forms.intake import IntakeForm
from mentorhub.enrolment.queries.intake import Intake, intake
from mentorhub.enrolment.rules.intake import AnswersClosed
from mentorhub.enrolment.views.blueprint import blueprint
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.web.filters import moment
from mentorhub.web.footers import lead_to_notices_of
from mentorhub.web.language import show_in


@blueprint.get("/enrolments/<token>/intake")
@guards.by_mentee
def show_intake(enrolment_id: int, *, token: str, viewer: Viewer) -> Response:
    """The questions with the answers so far; once their time is over, the answers alone."""
    found = _shown(enrolment_id, viewer)
    form = IntakeForm(formdata=None)
    form.ask(found)
    form.read(found.answers)
    return _page(found, token, form)


@blueprint.post("/enrolments/<token>/intake")
@guards.by_mentee
def save_intake(enrolment_id: int, *, token: str, viewer: Viewer) -> AnyResponse:
    """Save what is answered, complete or not; what is refused is shown again with all that was typed."""
    found, form = _shown(enrolment_id, viewer), IntakeForm()
    form.ask(found)
    if form.is_outdated:
        form.form_errors.append(
            _(
                "The questions were changed after you opened this page. Please look, then save again."
            )
        )
        return _page(found, token, form, 422)
    is_valid = form.validate()
    if form.refuse_long(found) or not is_valid:
        return _page(found, token, form, 422)
    try:
        actions.save_answers(
            enrolment_id, viewer=viewer, answers=form.words(found), seen=form.version.data or ""
        )
    except ChangedElsewhere:
        found = _shown(enrolment_id, viewer)
        form.compare_answers(found)
        return _page(found, token, form, 422)
    except AnswersClosed as refusal:
        until = moment(refusal.until)
        form.form_errors.append(_("Answers could be written until %(until)s.", until=until))
        return _page(found, token, form, 422)
    flash(_said(_shown(enrolment_id, viewer)))
    return redirect(url_for("enrolment.show_intake", token=token), 303)


def _shown(enrolment_id: int, viewer: Viewer) -> Intake:
    found = intake(enrolment_id, viewer=viewer)
    show_in(locale=found.enrolment.locale, zone=found.enrolment.timezone)
    if not found.cohort.is_rehearsal:  # whose programme may be a draft
        lead_to_notices_of(found.program.slug)
    return found


def _said(found: Intake) -> str:
    missing = found.progress.missing
    if not missing:
        return str(_("Saved. Thank you: that is all that is needed."))
    return ngettext(
        "Saved. %(num)s answer that is needed is still missing; you can come back for it.",
        "Saved. %(num)s answers that are needed are still missing; you can come back for them.",
        missing,
    )


def _page(found: Intake, token: str, form: IntakeForm, status: int = 200) -> Response:
    page = render_template(
        "enrolment/show_intake.html",
        intake=found,
        token=token,
        form=form,
        is_closed=clock.now() >= found.until and status == 200,
    )
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is its key
    return response
