"""Bringing people in from a file: choose it, look at it, take it in, take it back."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.jobs import wake
from mentorhub.web.limits import limiter
from mentorhub.workspace.actions import imports as actions
from mentorhub.workspace.forms.imports import (
    CHOICES,
    FIELDS,
    FORMATS,
    OUTCOMES,
    STATES,
    ApplyForm,
    ChoicesForm,
    ImportForm,
    ReadingForm,
    choices_in,
    mapping_in,
    reasons_in,
    why_unreadable,
)
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.importers.records import Format, Unreadable
from mentorhub.workspace.queries import imports as queries
from mentorhub.workspace.queries.imports import ImportPage
from mentorhub.workspace.queries.notebook import occasion_names
from mentorhub.workspace.rules.imports import (
    AT_WORK,
    FILE_MAX,
    OFFERED,
    ImportStands,
    ImportState,
    Outcome,
)
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.views.blueprint import blueprint

REQUEST_MAX = FILE_MAX + 1024 * 1024  # bytes: the file and its form


@blueprint.url_value_preprocessor
def take_larger_request(endpoint: str | None, _values: dict[str, str] | None) -> None:
    """Before the form is read: a file of contacts may be larger than other forms, if a signed-in user sends it."""
    if endpoint == "workspace.create_import" and "_user_id" in session:
        request.max_content_length = REQUEST_MAX


@blueprint.get("/imports")
@with_notebook
def list_imports() -> Any:
    """Choose a file; what was brought in before."""
    return _list(ImportForm(formdata=None))


@blueprint.post("/imports")
@limiter.limit("60 per hour", key_func=lambda: str(current_user.get_id()))
@with_notebook
def create_import() -> Any:
    """Look at a file: nothing of it is in the notebook until its owner says so."""
    form = ImportForm()
    if not form.validate():
        return _list(form), 422
    try:
        with form.file.data.stream as sent:
            data = sent.read()
        public_id = actions.create_import(
            data, viewer=viewer(), file_name=form.file.data.filename or ""
        )
    except Unreadable as refusal:
        form.file.errors = [why_unreadable(refusal)]
        return _list(form), 422
    return _to(public_id)


@blueprint.get("/imports/<public_id>")
@with_notebook
def show_import(public_id: str) -> Any:
    """What a file would bring, how far it is in, or what became of it."""
    return _page(public_id)


@blueprint.get("/imports/<public_id>/columns")
@with_notebook
def edit_columns(public_id: str) -> Any:
    """What each column of a table is taken for, to be chosen."""
    page = queries.import_page(public_id, viewer=viewer())
    if (
        page.contact_import.state is not ImportState.PREVIEWED
        or not page.contact_import.columns["names"]
    ):
        return _to(public_id)
    return _columns(page, ChoicesForm(formdata=None))


@blueprint.post("/imports/<public_id>/columns")
@with_notebook
def update_columns(public_id: str) -> Any:
    """Read the table again with these columns."""
    page = queries.import_page(public_id, viewer=viewer())
    stored = page.contact_import
    mapping = mapping_in(request.form.getlist("column"), columns=len(stored.columns["names"]))
    if mapping is None:
        return _columns(page, ChoicesForm(formdata=None).refuse()), 422
    return _read_again(
        public_id, mapping=mapping, encoding=stored.encoding_asked, day_first=stored.day_first
    )


@blueprint.post("/imports/<public_id>/reading")
@with_notebook
def update_reading(public_id: str) -> Any:
    """Read the file again, in other characters or another order of days and months."""
    form = ReadingForm()
    if not form.validate():
        return _page(public_id, reading_form=form), 422
    day_first = {"yes": True, "no": False}.get(form.day_first.data)
    return _read_again(public_id, encoding=form.encoding.data, day_first=day_first)


@blueprint.post("/imports/<public_id>/choices")
@with_notebook
def choose_rows(public_id: str) -> Any:
    """What is to become of the rows of one page."""
    chosen = choices_in(request.form)
    if chosen is None:
        return _page(public_id, choices_form=ChoicesForm(formdata=None).refuse()), 422
    _unless_it_stands(lambda: actions.choose_rows(public_id, chosen, viewer=viewer()), _("Saved."))
    return _to(public_id, after=request.form.get("after", 0, type=int))


@blueprint.post("/imports/<public_id>/application")
@with_notebook
def apply_import(public_id: str) -> Any:
    """Take the chosen rows in; a worker does it, and the page says how far it is."""
    form = ApplyForm()
    if not form.validate():
        return _page(public_id, form=form), 422
    _unless_it_stands(
        lambda: actions.apply_import(
            public_id,
            viewer=viewer(),
            tag=form.tag.data or "",
            occasion=form.occasion.data or "",
            tier=Tier(form.tier.data),
            takes_file=form.takes_file.data,
        )
    )
    wake("imports")
    return _to(public_id)


@blueprint.post("/imports/<public_id>/undo")
@with_notebook
def undo_import(public_id: str) -> Any:
    """Take back what it brought, but for people who were written about since."""
    _unless_it_stands(lambda: actions.undo_import(public_id, viewer=viewer()))
    wake("imports")
    return _to(public_id)


@blueprint.post("/imports/<public_id>/removal")
@with_notebook
def discard_import(public_id: str) -> Any:
    """Throw the preview away."""
    if _unless_it_stands(
        lambda: actions.discard_import(public_id, viewer=viewer()),
        _("Thrown away. Nothing of the file was kept."),
    ):
        return redirect(url_for("workspace.list_imports"), 303)
    return _to(public_id)


def _unless_it_stands(act: Callable[[], object], done: str = "") -> bool:
    """Do it and say so; where the import has moved on meanwhile, say that instead."""
    try:
        act()
    except ImportStands:
        flash(_("This import has moved on meanwhile. Nothing was changed."), "error")
        return False
    if done:
        flash(done)
    return True


def _read_again(public_id: str, **how: Any) -> Any:
    try:
        _unless_it_stands(
            lambda: actions.reread_import(public_id, viewer=viewer(), **how), _("Read again.")
        )
    except Unreadable as refusal:
        flash(why_unreadable(refusal), "error")
    return _to(public_id)


def _list(form: ImportForm) -> str:
    return render_template(
        "workspace/list_imports.html",
        form=form,
        imports=queries.imports(viewer=viewer()),
        formats={key.value: word for key, word in FORMATS.items()},
        states=STATES,
    )


def _columns(page: ImportPage, form: ChoicesForm) -> str:
    return render_template("workspace/edit_columns.html", page=page, fields=FIELDS, form=form)


def _page(public_id: str, **filled: Any) -> str:
    """An import's page, with fresh forms but for those in `filled`, which were refused."""
    asked = request.args
    outcome = Outcome(asked["outcome"]) if asked.get("outcome") in set(Outcome) else None
    page = queries.import_page(
        public_id, viewer=viewer(), after=max(0, asked.get("after", 0, type=int)), outcome=outcome
    )
    stored = page.contact_import
    forms: dict[str, Any] = {
        "form": ApplyForm(formdata=None),
        "reading_form": ReadingForm(formdata=None, encoding=stored.encoding_asked, day_first=""),
        "choices_form": ChoicesForm(formdata=None),
    }
    return render_template(
        "workspace/show_import.html",
        page=page,
        stored=stored,
        after=asked.get("after", 0, type=int),
        outcome=outcome,
        is_at_work=stored.state in AT_WORK,
        format_name=FORMATS[Format(stored.file_format)],
        states=STATES,
        outcomes=OUTCOMES,
        choices=CHOICES,
        offered=OFFERED,
        reasons_in=reasons_in,
        occasions=occasion_names(viewer=viewer()),
        **(forms | filled),
    )


def _to(public_id: str, *, after: int = 0) -> Response:
    return redirect(url_for("workspace.show_import", public_id=public_id, after=after or None), 303)
