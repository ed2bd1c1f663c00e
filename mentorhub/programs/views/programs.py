"""A practice's programmes: listed, begun, written, looked at before they are saved, archived, copied."""

import dataclasses
from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.foundation import clock
from mentorhub.foundation.errors import IllegalMove, NotFound, Refusal
from mentorhub.foundation.slugs import SlugReserved, SlugTaken
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import offers
from mentorhub.programs.forms.inquiries import InquiryForm
from mentorhub.programs.forms.programs import NewProgramForm, ProgramForm, ShareImageForm
from mentorhub.programs.guards import by_program
from mentorhub.programs.models.offers import Texts
from mentorhub.programs.queries.editing import (
    OfferingPractice,
    edited_program,
    listed_programs,
    offering_practices,
    own_page,
)
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules import starter
from mentorhub.programs.rules.offers import ProgramInUse
from mentorhub.programs.rules.terms import Policy
from mentorhub.programs.rules.texts import most_of
from mentorhub.programs.views.blueprint import blueprint


@blueprint.get("/practice/programs")
@signed_in
def list_programs() -> str:
    """The programmes of one practice: of several, the one that `?practice=` names. 404 to who may offer for none."""
    practice, others = _practice()
    programs = listed_programs(practice.id, viewer=viewer(), now=clock.now())
    return render_template(
        "programs/list_programs.html", practice=practice, others=others, programs=programs
    )


@blueprint.get("/practice/programs/new")
@signed_in
def new_program() -> str:
    """Title, address, and what to begin with."""
    return _new_program(NewProgramForm(formdata=None))


@blueprint.post("/practice/programs")
@signed_in
def create_program() -> ResponseReturnValue:
    """A draft, which is then written."""
    practice, _others = _practice()
    form = NewProgramForm()
    if form.validate():
        is_starter = form.begins.data == "starter"
        try:
            program_id = offers.create_program(
                practice.id,
                viewer=viewer(),
                slug=form.slug.data,
                title=form.title.data,
                mentor_name=current_user.name,
                texts=Texts(**starter.TEXTS) if is_starter else Texts(),
                questions=starter.QUESTIONS if is_starter else (),
            )
        except (SlugTaken, SlugReserved) as refusal:
            form.slug.errors = [_why_not_there(refusal)]
        else:
            flash(_("Your draft is here. Only you and your practice can see it."))
            public_id = edited_program(program_id, viewer=viewer()).public_id
            return redirect(url_for(".edit_program", public_id=public_id), 303)
    return _new_program(form), 422


@blueprint.get("/practice/programs/<public_id>/edit")
@by_program
def edit_program(program_id: int) -> str:
    """All parts of its page."""
    return editor(program_id)


@blueprint.post("/practice/programs/<public_id>/page")
@by_program
def update_program(program_id: int) -> ResponseReturnValue:
    """Save what was written; of a public programme it is public at once."""
    form = ProgramForm()
    if form.validate():
        seen = form.version.data or ""
        try:
            offers.change_program(program_id, viewer=viewer(), words=form.words, seen=seen)
        except ChangedElsewhere:
            stored = edited_program(program_id, viewer=viewer()).written
            form.compare(stored, stored.by_field)
        except (SlugTaken, SlugReserved) as refusal:
            form.slug.errors = [_why_not_there(refusal)]
        else:
            flash(_("Saved."))
            return redirect(url_for(".edit_program", **(request.view_args or {})), 303)
    return editor(program_id, form=form), 422


@blueprint.route("/practice/programs/<public_id>/preview", methods=["GET", "POST"])
@by_program
def preview_program(program_id: int) -> str:
    """Its page as it is stored, or with what is typed and not saved; htmx asks for its words alone."""
    page = own_page(program_id, viewer=viewer(), now=clock.now())
    form = ProgramForm()
    if request.method == "POST":
        form.validate()
        page = _typed(page, form)
    if request.headers.get("HX-Request"):
        return render_template("programs/_preview.html", page=page, form=form, is_answer=True)
    return render_template(
        "programs/show_program.html",
        page=page,
        inquiry_form=InquiryForm(formdata=None),
        enrol_form=None,
        is_preview=True,
    )


@blueprint.post("/practice/programs/<public_id>/archive")
@by_program
def archive_program(program_id: int) -> ResponseReturnValue:
    """Offer it no more."""
    said = _("Archived. Its page says that the programme is not offered any more.")
    return _moved(program_id, offers.archive_program, said)


@blueprint.post("/practice/programs/<public_id>/archive/removal")
@by_program
def unarchive_program(program_id: int) -> ResponseReturnValue:
    """Take it out of the archive."""
    said = _("It is a draft again. Look at it, and publish it when you are ready.")
    return _moved(program_id, offers.unarchive_program, said)


@blueprint.post("/practice/programs/<public_id>/copies")
@by_program
def duplicate_program(program_id: int) -> ResponseReturnValue:
    """A draft with the same words, at an address of its own."""
    title = edited_program(program_id, viewer=viewer()).written.title
    copied = _("%(title)s (copy)", title=title)[: most_of("title")]
    public_id = offers.duplicate_program(program_id, viewer=viewer(), title=copied)
    flash(_("This is the copy, a draft. Its words are yours to change; the first stays as it is."))
    return redirect(url_for(".edit_program", public_id=public_id), 303)


def editor(
    program_id: int, *, form: ProgramForm | None = None, image: ShareImageForm | None = None
) -> str:
    """The editor's page, with a refused form in place of the stored words."""
    program = edited_program(program_id, viewer=viewer())
    if form is None:
        form = ProgramForm(formdata=None, data=program.written.by_field)
        form.read(program.written)
    page = _typed(own_page(program_id, viewer=viewer(), now=clock.now()), form)
    return render_template(
        "programs/edit_program.html",
        program=program,
        form=form,
        image=image or ShareImageForm(formdata=None),
        page=page,
    )


def _practice() -> tuple[OfferingPractice, list[OfferingPractice]]:
    mine = offering_practices(viewer=viewer())
    wanted = request.args.get("practice", "")
    found = next((one for one in mine if wanted in {"", one.public_id}), None)
    if found is None:
        raise NotFound
    return found, [one for one in mine if one is not found]


def _new_program(form: NewProgramForm) -> str:
    practice, others = _practice()
    return render_template(
        "programs/new_program.html",
        practice=practice,
        others=others,
        form=form,
        starter_title=starter.TITLE,
    )


def _moved(program_id: int, action: Callable[..., None], said: str) -> ResponseReturnValue:
    try:
        action(program_id, viewer=viewer())
    except IllegalMove:  # sent twice, or from another window
        flash(_("Nothing was changed: the programme has been moved meanwhile."))
    except ProgramInUse as refusal:
        words = _(
            "It cannot be archived yet: people can still enrol in %(cohort)s, or have a place in it. "
            "End its enrolment and wait until it is over, or cancel it.",
            cohort=refusal.cohort_name,
        )
        flash(words, "error")
    else:
        flash(said)
    practice = edited_program(program_id, viewer=viewer()).practice
    return redirect(url_for(".list_programs", practice=practice.public_id), 303)


def _typed(page: ProgramPage, form: ProgramForm) -> ProgramPage:
    """The page with what the form holds, cut to what could be saved; a number that is none stays as it is stored."""
    texts = {name: _cut(form, name) for name in Texts.__dataclass_fields__}
    numbers = {name: form[name].data for name in Policy.__dataclass_fields__}
    policy = {
        name: value
        for name, value in numbers.items()
        if not form[name].errors and value is not None
    }
    return dataclasses.replace(
        page,
        title=_cut(form, "title") or page.title,
        mentor_name=_cut(form, "mentor_name"),
        texts=Texts(**texts),
        policy=dataclasses.replace(page.policy, **policy),
    )


def _cut(form: ProgramForm, name: str) -> str:
    return str(form[name].data or "")[: most_of(name)]


def _why_not_there(refusal: Refusal) -> str:
    if isinstance(refusal, SlugTaken):
        return str(_("Another programme has, or had, this address. Please choose another one."))
    return str(_("This word stands for pages of the site itself. Please choose another one."))
