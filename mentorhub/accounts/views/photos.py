"""A user's photo: sent, shown to those who may see it, removed."""

from flask import flash, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.actions import profiles
from mentorhub.accounts.forms.profiles import PhotoForm
from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.accounts.queries.profiles import photo
from mentorhub.accounts.rules.profiles import (
    PHOTO_REQUEST_MAX,
    PhotoRefused,
    PhotoTooLarge,
    PhotoTooManyPixels,
)
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.accounts.views.profiles import account_page
from mentorhub.foundation.errors import NotFound
from mentorhub.web.limits import limiter

HEADERS = {
    "Content-Disposition": 'inline; filename="photo.webp"',
    # After signing out or leaving the practice it must not show: the browser asks again before it uses its copy.
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@blueprint.url_value_preprocessor
def take_larger_request(endpoint: str | None, _values: dict[str, str] | None) -> None:
    """Before the form is read: a photo may be larger than other forms, if a signed-in user sends it."""
    if endpoint == "accounts.set_photo" and "_user_id" in session:
        request.max_content_length = PHOTO_REQUEST_MAX


@blueprint.post("/account/photos")
@limiter.limit("10 per minute")
@signed_in
def set_photo() -> Page:
    """A photo, in place of an earlier one."""
    form = PhotoForm()
    if form.validate():
        with form.photo.data.stream as sent:
            file = sent.read()
        try:
            profiles.set_photo(file, viewer=viewer())
        except PhotoRefused as refused:
            form.photo.errors = [_words(refused)]
        else:
            flash(_("This is your photo now."))
            return redirect(url_for("accounts.show_account"), 303)
    return account_page(photo=form), 422


@blueprint.get("/account/photos/<photo_id>")
@signed_in
def show_photo(photo_id: str) -> Response:
    """The picture itself, to its owner and to who has a role in the same practice; to others nothing is here (404)."""
    image = photo(photo_id, viewer=viewer())
    if image is None:
        raise NotFound
    answer = make_response(image)
    answer.mimetype = "image/webp"
    answer.headers.update(HEADERS)
    answer.set_etag(photo_id)  # another picture has another id
    return answer.make_conditional(request)


@blueprint.post("/account/photos/<photo_id>/removal")
@signed_in
def remove_photo(photo_id: str) -> Response:
    """Remove one's own photo."""
    profiles.remove_photo(photo_id, viewer=viewer())
    flash(_("Your photo is gone."))
    return redirect(url_for("accounts.show_account"), 303)


@blueprint.post("/account/photos/<photo_id>/publication")
@signed_in
def publish_photo(photo_id: str) -> Response:
    """Show one's own photo on the pages of practices that one owns."""
    profiles.show_photo(photo_id, viewer=viewer(), is_public=True)
    flash(_("Visitors see your photo on the page of your practice, once a programme is public."))
    return _back()


@blueprint.post("/account/photos/<photo_id>/publication/end")
@signed_in
def withdraw_photo(photo_id: str) -> Response:
    """Show it to one's teams alone."""
    profiles.show_photo(photo_id, viewer=viewer(), is_public=False)
    flash(_("Visitors do not see your photo any more."))
    return _back()


def _back() -> Response:
    """To the page that it was chosen on."""
    practice = request.args.get("practice")
    if practice:
        return redirect(url_for("accounts.change_practice", practice=practice, _anchor="face"), 303)
    return redirect(url_for("accounts.show_account", _anchor="face"), 303)


def _words(refused: PhotoRefused) -> str:
    if isinstance(refused, PhotoTooLarge):
        return str(_("This file is larger than 5 MB. A smaller copy of the picture will do."))
    if isinstance(refused, PhotoTooManyPixels):
        return str(_("This picture has more than 25 million pixels. A smaller copy of it will do."))
    return str(_("This is no JPEG, PNG or WebP picture, or it is broken. Please try another."))
