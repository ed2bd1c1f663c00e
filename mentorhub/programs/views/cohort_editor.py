"""The page of a cohort's editor, with its forms as they were sent, and why what they say cannot be saved."""

from flask import render_template
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.foundation import clock
from mentorhub.foundation.errors import Refusal
from mentorhub.programs.actions.windows import AlreadyOpen
from mentorhub.programs.forms.cohorts import CohortForm, HasMoments, WindowForm
from mentorhub.programs.queries.cohorts import CohortEdited, edited_cohort
from mentorhub.programs.queries.intake import edited_intake
from mentorhub.programs.queries.openings import wanting_to_know
from mentorhub.programs.rules.cohort_changes import (
    AfterItsEnd,
    InThePast,
    NoLongerFree,
    Shortened,
)
from mentorhub.programs.rules.cohorts import Misshapen, WindowsOverlap
from mentorhub.web.filters import moment

REFUSED = (
    Misshapen,
    InThePast,
    AfterItsEnd,
    WindowsOverlap,
    AccountClosing,
    AlreadyOpen,
    NoLongerFree,
    Shortened,
)


def editor(
    cohort_id: int, *, form: CohortForm | None = None, window: WindowForm | None = None
) -> str:
    """The editor's page, with a refused form in place of what is stored."""
    now = clock.now()
    cohort = edited_cohort(cohort_id, viewer=viewer(), now=now)
    if form is None:
        form = cohort_form(cohort, CohortForm(formdata=None, data=cohort.written.by_field))
        form.read(cohort.written)
    if window is None:
        window = window_form(cohort, WindowForm(formdata=None, data=cohort.written.by_field))
        window.read(window_of(cohort))
    return render_template(
        "programs/edit_cohort.html",
        cohort=cohort,
        form=form,
        window=window,
        has_opened=cohort.written.opens_at <= now,
        has_closed=cohort.written.closes_at <= now,
        asked=len(edited_intake(cohort_id, viewer=viewer())),
        to_tell=wanting_to_know(cohort_id, viewer=viewer()),
    )


def cohort_form(cohort: CohortEdited, form: CohortForm) -> CohortForm:
    """Without what is kept, in the practice's zone, ready to be shown or validated."""
    form.offer_mentors(cohort.program.mentors)
    form.keep(cohort.kept)
    form.read_in(cohort.program.zone, cohort.written)
    return form


def window_form(cohort: CohortEdited, form: WindowForm) -> WindowForm:
    """In the practice's zone, ready to be shown or validated."""
    form.read_in(cohort.program.zone, cohort.written)
    return form


def window_of(cohort: CohortEdited) -> list[object]:
    """What the version of the window's form is of."""
    return [cohort.written.opens_at, cohort.written.closes_at]


def say(form: HasMoments, refusal: Refusal, *, zone: str) -> None:
    """Beside its field why nothing was saved; above the form where that field is not in it."""
    field, words = _why_not(refusal, zone=zone)
    if field in form:
        form[field].errors = [words]
    else:
        form.form_errors.append(words)


def _why_not(refusal: Refusal, *, zone: str) -> tuple[str, str]:
    field: str = getattr(refusal, "field", "")
    if isinstance(refusal, WindowsOverlap):
        times = {
            "opens": moment(refusal.opens_at, zone=zone),
            "closes": moment(refusal.closes_at, zone=zone),
        }
        words = _(
            "Another cohort of this programme takes people from %(opens)s to %(closes)s. Please choose other times.",
            **times,
        )
        return "opens_at", words
    by_kind = {
        AfterItsEnd: ("closes_at", _("This is after the cohort’s last day.")),
        AccountClosing: (
            "mentor",
            _("This mentor is closing their account. Please choose another."),
        ),
        AlreadyOpen: (
            "opens_at",
            _("Enrolment has opened meanwhile. It cannot be moved any more."),
        ),
        InThePast: (field, _("This is over already. Please choose a later one.")),
        NoLongerFree: (
            field,
            _("This was published or promised meanwhile. It cannot change here any more."),
        ),
        Shortened: (field, _("People were promised this much time. It can only get longer.")),
    }
    return by_kind.get(type(refusal), (field, _misshapen(field)))


def _misshapen(field: str) -> str:
    words = {
        "opens_at": _("This is over already. Please choose a later one."),
        "closes_at": _("Enrolment has to close after it opens."),
        "ends_on": _("The last day cannot be before the first."),
    }
    return words.get(field, _("This value is not possible here."))
