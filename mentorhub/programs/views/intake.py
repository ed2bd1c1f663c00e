"""A cohort's intake questions before its practice: added, changed, taken away, moved up and down."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import intake
from mentorhub.programs.forms.intake import IntakeQuestionForm, fields_of
from mentorhub.programs.guards import by_cohort
from mentorhub.programs.queries.cohorts import edited_cohort
from mentorhub.programs.queries.intake import IntakeQuestionEdited, edited_intake
from mentorhub.programs.rules.cohort_changes import NoLongerFree
from mentorhub.programs.rules.intake import INTAKE_QUESTIONS_MAX
from mentorhub.programs.rules.texts import TooManyQuestions
from mentorhub.programs.views.blueprint import blueprint


@blueprint.get("/practice/cohorts/<public_id>/intake")
@by_cohort
def list_intake_questions(cohort_id: int) -> str:
    """All of them in order, and a form for one more."""
    return _list(cohort_id, IntakeQuestionForm(formdata=None))


@blueprint.post("/practice/cohorts/<public_id>/intake")
@by_cohort
def create_intake_question(cohort_id: int) -> ResponseReturnValue:
    """One more, after the others."""
    form = IntakeQuestionForm()
    if not form.validate():
        return _list(cohort_id, form), 422
    try:
        intake.add_intake_question(cohort_id, viewer=viewer(), words=form.words)
    except (TooManyQuestions, NoLongerFree) as refusal:
        form.form_errors.append(_why_not(refusal))
        return _list(cohort_id, form), 422
    flash(_("Added."))
    return _back()


@blueprint.get("/practice/cohorts/<public_id>/intake/<question_id>")
@by_cohort
def edit_intake_question(cohort_id: int, *, question_id: str) -> str:
    """One question, to be changed."""
    stored = _stored(cohort_id, question_id)
    form = IntakeQuestionForm(formdata=None)
    form.fill(stored.written)
    form.read(stored.written)
    return _edit(cohort_id, stored, form)


@blueprint.post("/practice/cohorts/<public_id>/intake/<question_id>")
@by_cohort
def update_intake_question(cohort_id: int, *, question_id: str) -> ResponseReturnValue:
    """Other words for it; whoever answered the earlier ones keeps those beside their answer."""
    form = IntakeQuestionForm()
    stored = _stored(cohort_id, question_id)
    if form.validate():
        try:
            intake.change_intake_question(
                question_id,
                cohort_id=cohort_id,
                viewer=viewer(),
                words=form.words,
                seen=form.version.data or "",
            )
        except ChangedElsewhere:
            stored = _stored(cohort_id, question_id)
            form.compare(stored.written, fields_of(stored.written))
        except NoLongerFree as refusal:
            form.form_errors.append(_why_not(refusal))
        else:
            flash(_("Saved."))
            return _back()
    return _edit(cohort_id, stored, form), 422


@blueprint.post("/practice/cohorts/<public_id>/intake/<question_id>/position")
@by_cohort
def move_intake_question(cohort_id: int, *, question_id: str) -> ResponseReturnValue:
    """One place up or down; the page comes back at its button, so that it can be pressed again."""
    way = request.form.get("way", "")
    if way not in {"up", "down"}:
        raise NotFound
    by = -1 if way == "up" else 1
    try:
        intake.move_intake_question(question_id, cohort_id=cohort_id, viewer=viewer(), by=by)
    except NoLongerFree as refusal:
        flash(_why_not(refusal), "error")
    return _back(f"{way}-{question_id}")


@blueprint.post("/practice/cohorts/<public_id>/intake/<question_id>/removal")
@by_cohort
def remove_intake_question(cohort_id: int, *, question_id: str) -> ResponseReturnValue:
    """Ask it no more; what it said comes back in the form, so that it can be put back."""
    try:
        words = intake.remove_intake_question(question_id, cohort_id=cohort_id, viewer=viewer())
    except NotFound:  # sent twice
        return _back()
    except NoLongerFree as refusal:
        flash(_why_not(refusal), "error")
        return _back()
    form = IntakeQuestionForm(formdata=None)
    form.fill(words)
    return _list(cohort_id, form, is_removed=True)


def _list(cohort_id: int, form: IntakeQuestionForm, *, is_removed: bool = False) -> str:
    return render_template(
        "programs/list_intake_questions.html",
        cohort=edited_cohort(cohort_id, viewer=viewer(), now=clock.now()),
        questions=edited_intake(cohort_id, viewer=viewer()),
        form=form,
        is_removed=is_removed,
    )


def _edit(cohort_id: int, stored: IntakeQuestionEdited, form: IntakeQuestionForm) -> str:
    return render_template(
        "programs/edit_intake_question.html",
        cohort=edited_cohort(cohort_id, viewer=viewer(), now=clock.now()),
        question=stored,
        form=form,
    )


def _stored(cohort_id: int, question_id: str) -> IntakeQuestionEdited:
    """Raises `NotFound` for a question of another cohort, and for one that is asked no more."""
    for question in edited_intake(cohort_id, viewer=viewer()):
        if question.public_id == question_id:
            return question
    raise NotFound


def _why_not(refusal: TooManyQuestions | NoLongerFree) -> str:
    if isinstance(refusal, NoLongerFree):
        return str(_("This cohort was cancelled, so nothing of it changes any more."))
    return str(
        _(
            "There are %(num)s questions, which is as many as anybody answers.",
            num=INTAKE_QUESTIONS_MAX,
        )
    )


def _back(anchor: str | None = None) -> ResponseReturnValue:
    public_id = (request.view_args or {})["public_id"]
    return redirect(url_for(".list_intake_questions", public_id=public_id, _anchor=anchor), 303)
