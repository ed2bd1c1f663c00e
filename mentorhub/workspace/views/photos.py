"""The picture of a person: sent, shown to its owner alone, removed, put back."""

from typing import Any

from flask import flash, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.accounts.rules.profiles import PhotoRefused
from mentorhub.web.limits import limiter
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions.photos import Changed, put_photo, take_photo_away
from mentorhub.workspace.actions.photos import undo_photo as undo
from mentorhub.workspace.forms.photos import PersonPhotoForm, why_no_photo
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.photos import photo
from mentorhub.workspace.rules.due_dates import NewerInTheWay
from mentorhub.workspace.rules.photos import REQUEST_MAX
from mentorhub.workspace.views.blueprint import blueprint
from mentorhub.workspace.views.people import edit_page

HEADERS = {
    "Content-Disposition": 'inline; filename="photo.webp"',
    "Cache-Control": "private, no-cache",  # asked for again after signing out
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@blueprint.url_value_preprocessor
def take_larger_picture(endpoint: str | None, _values: dict[str, str] | None) -> None:
    """Before the form is read: a picture may be larger than other forms, if a signed-in user sends it."""
    if endpoint == "workspace.set_photo" and "_user_id" in session:
        request.max_content_length = REQUEST_MAX


@blueprint.get("/people/<public_id>/photos/<picture_id>.webp")
@with_notebook
def show_photo(public_id: str, picture_id: str) -> Response:
    """The picture itself. Raises `NotFound` for anybody else's, and for an earlier one."""
    answer = make_response(photo(public_id, picture_id, viewer=viewer()))
    answer.mimetype = "image/webp"
    answer.headers.update(HEADERS)
    answer.set_etag(picture_id)  # another picture has another id
    return answer.make_conditional(request)


@blueprint.post("/people/<public_id>/photos")
@limiter.limit("20 per minute")
@with_notebook
def set_photo(public_id: str) -> Any:
    """A picture, in place of an earlier one."""
    form = PersonPhotoForm()
    if form.validate():
        with form.photo.data.stream as sent:
            file = sent.read()
        try:
            changed = put_photo(public_id, file, viewer=viewer())
        except PhotoRefused as refused:
            form.photo.errors = [why_no_photo(refused)]
        else:
            return _back(public_id, changed, _("The picture is saved."))
    return edit_page(public_id, photo_form=form), 422


@blueprint.post("/people/<public_id>/photos/removal")
@with_notebook
def remove_photo(public_id: str) -> Any:
    """Leave the person without a picture."""
    changed = take_photo_away(public_id, viewer=viewer())
    return _back(public_id, changed, _("The picture is removed."))


@blueprint.post("/people/<public_id>/photos/undo")
@with_notebook
def undo_photo(public_id: str) -> Any:
    """Put back what there was before, unless it was changed since."""
    changed = Changed(request.form.get("photo", ""), request.form.get("earlier", ""))
    try:
        undo(public_id, changed=changed, viewer=viewer())
    except NewerInTheWay:
        flash(_("This cannot be undone any more, since something newer was saved."))
    else:
        flash(_("Undone."))
    return redirect(url_for("workspace.show_person", public_id=public_id), 303)


def _back(public_id: str, changed: Changed, words: str) -> Response:
    address = url_for("workspace.undo_photo", public_id=public_id)
    if changed.photo or changed.earlier:
        flash_with_undo(words, address, photo=changed.photo, earlier=changed.earlier)
    return redirect(url_for("workspace.show_person", public_id=public_id), 303)
