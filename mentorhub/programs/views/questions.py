"""The questions on a programme's page: added, changed, taken away, moved up and down."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import questions
from mentorhub.programs.forms.programs import QuestionForm
from mentorhub.programs.guards import by_program
from mentorhub.programs.queries.editing import QuestionEdited, edited_program
from mentorhub.programs.rules.texts import QUESTIONS_MAX, TooManyQuestions
from mentorhub.programs.views.blueprint import blueprint


@blueprint.get("/practice/programs/<public_id>/questions")
@by_program
def list_questions(program_id: int) -> str:
    """All of them in order, and a form for one more."""
    return _list(program_id, QuestionForm(formdata=None))


@blueprint.post("/practice/programs/<public_id>/questions")
@by_program
def create_question(program_id: int) -> ResponseReturnValue:
    """One more, after the others."""
    form = QuestionForm()
    if not form.validate():
        return _list(program_id, form), 422
    try:
        questions.add_question(
            program_id,
            viewer=viewer(),
            question=form.question.data,
            answer_md=form.answer_md.data,
        )
    except TooManyQuestions:
        most = _("There are %(num)s questions, and nobody reads more.", num=QUESTIONS_MAX)
        form.form_errors.append(most)
        return _list(program_id, form), 422
    flash(_("Added."))
    return _back()


@blueprint.get("/practice/programs/<public_id>/questions/<question_id>")
@by_program
def edit_question(program_id: int, *, question_id: str) -> str:
    """One question, to be changed or taken away."""
    stored = _stored(program_id, question_id)
    form = QuestionForm(formdata=None, data=stored.written)
    form.read(stored.written)
    return _edit(program_id, stored, form)


@blueprint.post("/practice/programs/<public_id>/questions/<question_id>")
@by_program
def update_question(program_id: int, *, question_id: str) -> ResponseReturnValue:
    """Other words for it."""
    form = QuestionForm()
    stored = _stored(program_id, question_id)
    if form.validate():
        try:
            questions.change_question(
                question_id,
                program_id=program_id,
                viewer=viewer(),
                question=form.question.data,
                answer_md=form.answer_md.data,
                seen=form.version.data or "",
            )
        except ChangedElsewhere:
            stored = _stored(program_id, question_id)
            form.compare(stored.written, stored.written)
        else:
            flash(_("Saved."))
            return _back()
    return _edit(program_id, stored, form), 422


@blueprint.post("/practice/programs/<public_id>/questions/<question_id>/position")
@by_program
def move_question(program_id: int, *, question_id: str) -> ResponseReturnValue:
    """One place up or down; the page comes back at its button, so that it can be pressed again."""
    way = request.form.get("way", "")
    if way not in {"up", "down"}:
        raise NotFound
    by = -1 if way == "up" else 1
    questions.move_question(question_id, program_id=program_id, viewer=viewer(), by=by)
    return _back(f"{way}-{question_id}")


@blueprint.post("/practice/programs/<public_id>/questions/<question_id>/removal")
@by_program
def remove_question(program_id: int, *, question_id: str) -> ResponseReturnValue:
    """Take it away; what it said comes back in the form, so that it can be put back."""
    try:
        question, answer_md = questions.remove_question(
            question_id, program_id=program_id, viewer=viewer()
        )
    except NotFound:  # sent twice
        return _back()
    form = QuestionForm(formdata=None, data={"question": question, "answer_md": answer_md})
    return _list(program_id, form, is_removed=True)


def _list(program_id: int, form: QuestionForm, *, is_removed: bool = False) -> str:
    return render_template(
        "programs/list_questions.html",
        program=edited_program(program_id, viewer=viewer()),
        form=form,
        is_removed=is_removed,
    )


def _edit(program_id: int, stored: QuestionEdited, form: QuestionForm) -> str:
    return render_template(
        "programs/edit_question.html",
        program=edited_program(program_id, viewer=viewer()),
        question=stored,
        form=form,
    )


def _stored(program_id: int, question_id: str) -> QuestionEdited:
    """Raises `NotFound` for a question of another programme."""
    program = edited_program(program_id, viewer=viewer())
    for question in program.questions:
        if question.public_id == question_id:
            return question
    raise NotFound


def _back(anchor: str | None = None) -> ResponseReturnValue:
    public_id = (request.view_args or {})["public_id"]
    return redirect(url_for(".list_questions", public_id=public_id, _anchor=anchor), 303)
