"""Imports: a file looked at, its records read, taken in, taken back; the same steps as on the pages."""

from flask import Response, request
from flask_babel import gettext as _

from mentorhub.accounts.guards import with_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation.jobs import wake
from mentorhub.web.api.callers import caller
from mentorhub.web.api.cursors import following, position
from mentorhub.web.api.problems import Problem, invalid
from mentorhub.web.api.routes import answer, described, nothing, token_or_address
from mentorhub.web.limits import limiter
from mentorhub.workspace.actions import imports as actions
from mentorhub.workspace.api.answers import reach
from mentorhub.workspace.api.blueprint import blueprint, refusals
from mentorhub.workspace.forms.imports import reasons_in, why_unreadable
from mentorhub.workspace.importers.records import FileTooBig, Unreadable
from mentorhub.workspace.models import imports as models
from mentorhub.workspace.queries import imports as queries
from mentorhub.workspace.rules.documents import details_from
from mentorhub.workspace.rules.imports import FILE_MAX, ImportState
from mentorhub.workspace.rules.tags import tag_name
from mentorhub.workspace.schemas.imports import (
    Application,
    Import,
    ImportQuery,
    ImportRecord,
    Imports,
    ImportSummary,
    State,
    UnusableRecord,
)

TAG = "Imports"
STATES = {
    ImportState.PREVIEWED: State.PREVIEWED,
    ImportState.APPLYING: State.APPLYING,
    ImportState.APPLIED: State.APPLIED,
    ImportState.UNDOING: State.APPLYING,
    ImportState.UNDONE: State.UNDONE,
    ImportState.FAILING: State.APPLYING,
    ImportState.FAILED: State.FAILED,
}


@blueprint.get("/imports")
@with_token(Scope.READ)
@described(TAG, answers={200: Imports})
def list_imports() -> Response:
    """The latest imports."""
    found = queries.imports(viewer=caller().viewer)
    return answer(Imports(imports=[_summary(one) for one in found]))


@blueprint.post("/imports")
@limiter.limit("600 per hour", key_func=token_or_address)
@with_token(Scope.WRITE)
@described(TAG, answers={201: Import}, upload_max=FILE_MAX)
def create_import() -> Response:
    """Look at a file of contacts (CSV, vCard, LDIF or LinkedIn's ZIP): nothing of it is in the notebook yet."""
    sent = request.files.get("file")
    if sent is None:
        if request.mimetype != "multipart/form-data":
            raise Problem(415, _("Send the file as multipart/form-data, in the field “file”."))
        raise invalid(file=_("Please choose a file first."))
    with sent.stream as stream:
        data = stream.read()
    try:
        made = actions.create_import(data, viewer=caller().viewer, file_name=sent.filename or "")
    except FileTooBig as refusal:
        raise Problem(413, why_unreadable(refusal)) from refusal
    except Unreadable as refusal:
        raise invalid(file=why_unreadable(refusal)) from refusal
    return _import(made, 201)


@blueprint.get("/imports/<import_id>")
@with_token(Scope.READ)
@described(TAG, query=ImportQuery, answers={200: Import})
def show_import(import_id: str, query: ImportQuery) -> Response:  # noqa: ARG001 - the cursor is signed
    """What a file would bring or brought, fifty records at a time."""
    return _import(import_id, after=position())


@blueprint.delete("/imports/<import_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_import(import_id: str) -> Response:
    """Throw a preview away: nothing of the file is kept."""
    with refusals():
        actions.discard_import(import_id, viewer=caller().viewer)
    return nothing()


@blueprint.post("/imports/<import_id>/application")
@with_token(Scope.WRITE)
@described(TAG, body=Application, answers={202: Import})
def apply_import(import_id: str, body: Application) -> Response:
    """Take the chosen records in: a worker does it, and the import says how far it is."""
    with refusals(tags="tag"):
        actions.apply_import(
            import_id,
            viewer=caller().viewer,
            tag=tag_name(body.tag) if body.tag else "",
            occasion=body.occasion,
            tier=body.tier,
            takes_file=body.takes_file,
        )
    wake("imports")
    return _import(import_id, 202)


@blueprint.post("/imports/<import_id>/undo")
@with_token(Scope.WRITE)
@described(TAG, answers={202: Import})
def undo_import(import_id: str) -> Response:
    """Take back what it brought, but for people who were written about since: a worker does it."""
    with refusals():
        actions.undo_import(import_id, viewer=caller().viewer)
    wake("imports")
    return _import(import_id, 202)


def _import(import_id: str, status: int = 200, *, after: int = 0) -> Response:
    viewer = caller().viewer
    page = queries.import_page(import_id, viewer=viewer, after=after)
    stored = page.contact_import
    found = Import(
        id=stored.public_id,
        state=STATES[stored.state],
        format=stored.file_format,
        encoding=stored.encoding,
        total=stored.total,
        new=stored.new,
        updates=stored.updates,
        doubles=stored.doubles,
        unusable=[
            UnusableRecord(row=row, reason=", ".join(reasons_in(reason)))
            for row, reason in queries.unusable_rows(import_id, viewer=viewer)
        ],
        done=stored.done,
        records=[_record(row) for row in page.rows],
        next=following(page.after),
    )
    return answer(found, status, at="workspace_api.show_import", import_id=import_id)


def _summary(stored: models.ContactImport) -> ImportSummary:
    return ImportSummary(
        id=stored.public_id,
        state=STATES[stored.state],
        format=stored.file_format,
        file_name=stored.file_name,
        total=stored.total,
        new=stored.new,
        updates=stored.updates,
        doubles=stored.doubles,
        created_at=stored.created_at,
    )


def _record(row: models.ImportRow) -> ImportRecord:
    details = details_from(row.document.get("details", {}))
    return ImportRecord(row=row.row, outcome=row.outcome, choice=row.choice, **reach(details))
