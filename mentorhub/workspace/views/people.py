"""Adding people, one person, and what the mentor sees of them."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed
from mentorhub.workspace.actions import people
from mentorhub.workspace.actions.people import add_people, add_person, change_person
from mentorhub.workspace.forms.details import (
    PersonDetailsForm,
    by_field,
    details_in,
    new_details,
)
from mentorhub.workspace.forms.people import NamesForm, VisibilityForm
from mentorhub.workspace.forms.photos import PersonPhotoForm
from mentorhub.workspace.forms.tags import NewPersonForm, why_not
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries import tags as tags_queries
from mentorhub.workspace.queries.notebook import occasion_names
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.queries.removals import removed_on
from mentorhub.workspace.queries.similar import Similar, similar_people
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.tags import NotebookFull, TooManyTags, tags_in
from mentorhub.workspace.views.blueprint import blueprint, person_page, today
from mentorhub.workspace.views.notebook import today_page
from mentorhub.workspace.views.removals import say_who_was_removed


@blueprint.get("/people/new")
@with_notebook
def new_person() -> Any:
    """A page to add a person."""
    return _new_person(NewPersonForm(today=today(), formdata=None, met_on=today()))


@blueprint.post("/people")
@with_notebook
def create_person() -> Any:
    """Add a person, from the few fields of Today or from the whole page."""
    form = NewPersonForm(today=today(), met_on=today())
    if not form.validate():
        return _new_person(form), 422
    details = new_details(form)
    unlike = form.unlike.data if form.another.data else []
    known = similar_people(details, viewer=viewer(), form_key=form.key.data or None)
    if any(one.person.public_id not in unlike for one in known):
        return _new_person(form, known=known), 422
    try:
        added = add_person(
            details,
            viewer=viewer(),
            note=form.note.data or "",
            tags=tags_in(form.tags.data or ""),
            thank_you=_("Say thank you for the conversation"),
            form_key=form.key.data or None,
            unlike=unlike,
        )
    except (TooManyTags, NotebookFull) as refusal:
        form.tags.errors = [why_not(refusal)]
        return _new_person(form), 422
    except FormUsed as refusal:
        form.begin_anew()
        return _new_person(form, before=refusal.public_id), 422
    if added.thank_you_on is None:
        flash(_("%(name)s is in your notebook.", name=form.name.data))
    elif added.thank_you_on == today():
        flash(_("%(name)s is in your notebook. A thank-you is due today.", name=form.name.data))
    else:
        said = _(
            "%(name)s is in your notebook. A thank-you is set for tomorrow.", name=form.name.data
        )
        flash(said)
    say_who_was_removed(added.public_id)
    return redirect(url_for("workspace.show_person", public_id=added.public_id), 303)


@blueprint.post("/people/names")
@with_notebook
def create_people() -> Any:
    """Add several names at once; an empty form adds nothing."""
    form = NamesForm()
    if not form.validate():
        return today_page(form), 422
    added = add_people(words.names_in(form.names.data), viewer=viewer())
    flash(ngettext("%(num)s person added.", "%(num)s people added.", added))
    return redirect(url_for("workspace.today"), 303)


@blueprint.get("/people/<public_id>")
@with_notebook
def show_person(public_id: str) -> Any:
    """One person with the whole history."""
    return person_page(public_id)


@blueprint.get("/people/<public_id>/details")
@with_notebook
def edit_person(public_id: str) -> Any:
    """What is written about a person, to be changed."""
    page = person(public_id, viewer=viewer(), now=clock.now())
    return _edit_person(page, _filled(page))


@blueprint.post("/people/<public_id>/details")
@with_notebook
def update_person(public_id: str) -> Any:
    """Save what was changed."""
    form = PersonDetailsForm(today=today())
    page = person(public_id, viewer=viewer(), now=clock.now())
    was_removed = removed_on(public_id, viewer=viewer())
    form.known = {one.value for one in page.details.emails}
    if request.form.get("more"):
        form.add_row(request.form["more"])
        return _edit_person(page, form, more=request.form["more"])
    if not form.validate():
        return _edit_person(page, form), 422
    seen = form.version.data or ""
    try:
        details = details_in(form, before=page.details)
        change_person(public_id, details, viewer=viewer(), seen=seen)
    except ChangedElsewhere:
        page = person(public_id, viewer=viewer(), now=clock.now())
        form.compare(page.details, by_field(page.details))
        return _edit_person(page, form), 422
    flash(_("Saved."))
    say_who_was_removed(public_id, before=was_removed)
    return redirect(url_for("workspace.show_person", public_id=public_id), 303)


@blueprint.post("/people/<public_id>/visibility")
@with_notebook
def set_visibility(public_id: str) -> Any:
    """Choose what the mentor sees of a person."""
    form = VisibilityForm()
    if not form.validate():
        return person_page(public_id, status=422, visibility_form=form)
    people.set_visibility(public_id, Visibility(form.visibility.data), viewer=viewer())
    flash(_("Saved. Your mentor sees it this way from now on."))
    return redirect(url_for("workspace.show_person", public_id=public_id), 303)


def _new_person(form: NewPersonForm, *, before: str = "", known: Sequence[Similar] = ()) -> str:
    """The page to add a person; `before` is who this form added when it was sent before, `known` who is like them."""
    return render_template(
        "workspace/new_person.html",
        form=form,
        before=before,
        known=known,
        occasions=occasion_names(viewer=viewer()),
        own_tags=tags_queries.tags(viewer=viewer()),
    )


def edit_page(public_id: str, *, photo_form: PersonPhotoForm) -> str:
    """The page of all details, with a picture that was refused."""
    page = person(public_id, viewer=viewer(), now=clock.now())
    return _edit_person(page, _filled(page), photo_form=photo_form)


def _edit_person(
    page: PersonPage,
    form: PersonDetailsForm,
    *,
    more: str = "",
    photo_form: PersonPhotoForm | None = None,
) -> str:
    """The form of all details; `more` is of what another row was asked for, which then takes the focus."""
    form.name.label.text = _("Name")
    return render_template(
        "workspace/edit_person.html",
        form=form,
        more=more,
        person=page.person,
        photo=page.photo,
        photo_form=photo_form or PersonPhotoForm(formdata=None),
        occasions=occasion_names(viewer=viewer()),
    )


def _filled(page: PersonPage) -> PersonDetailsForm:
    details = page.details
    form = PersonDetailsForm(today=page.today, formdata=None, **by_field(details))
    form.read(details)
    return form
