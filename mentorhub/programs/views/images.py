"""The picture beside links to a programme: shown to everybody who shares one, sent and removed by its practice."""

from flask import flash, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.accounts.guards import viewer
from mentorhub.accounts.rules.profiles import PhotoRefused, PhotoTooLarge, PhotoTooManyPixels
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.programs import charts
from mentorhub.programs.actions import images
from mentorhub.programs.forms.programs import ShareImageForm
from mentorhub.programs.guards import by_program
from mentorhub.programs.queries.images import Picture, own_share_image, share_image
from mentorhub.programs.rules.images import IMAGE_REQUEST_MAX
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.programs.views.programs import editor
from mentorhub.web import errors
from mentorhub.web.limits import limiter

HEADERS = {
    "Content-Disposition": 'inline; filename="share.png"',
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",  # it stands on other sites, beside the link
}
FOR_GOOD, FOR_NOW = "public, max-age=31536000, immutable", "public, max-age=300"
SETS_IMAGE = "programs.set_share_image"


@blueprint.url_value_preprocessor
def take_larger_request(endpoint: str | None, _values: dict[str, str] | None) -> None:
    """Before the form is read: a picture may be larger than other forms, if a signed-in user sends it."""
    if endpoint == SETS_IMAGE and "_user_id" in session:
        request.max_content_length = IMAGE_REQUEST_MAX


@blueprint.get("/programs/<slug>/share.png")
@limiter.limit("120 per minute")
def show_share_image(slug: str) -> AnyResponse:
    """The picture of a public programme; kept for good under its version, for minutes without."""
    picture = share_image(slug, viewer=PUBLIC)
    version = request.args.get("v", "")
    if picture.slug != slug:
        return redirect(url_for(".show_share_image", slug=picture.slug, v=version or None), 301)
    return _shown(picture, cache=FOR_GOOD if version == picture.version else FOR_NOW)


@blueprint.get("/practice/programs/<public_id>/share.png")
@by_program
def show_own_share_image(program_id: int) -> AnyResponse:
    """As visitors see it, or would; also of a draft."""
    return _shown(own_share_image(program_id, viewer=viewer()), cache="private, no-cache")


@blueprint.post("/practice/programs/<public_id>/share-image")
@limiter.limit("10 per minute")
@by_program
def set_share_image(program_id: int) -> ResponseReturnValue:
    """A picture of the practice's own, in place of the one that is drawn."""
    form = ShareImageForm()
    if form.validate():
        with form.image.data.stream as sent:
            file = sent.read()
        try:
            images.set_share_image(program_id, file=file, viewer=viewer())
        except PhotoRefused as refused:
            form.image.errors = [_words(refused)]
        else:
            flash(_("This picture stands beside links from now on."))
            return _back()
    return editor(program_id, image=form), 422


@blueprint.post("/practice/programs/<public_id>/share-image/removal")
@by_program
def remove_share_image(program_id: int) -> ResponseReturnValue:
    """Draw it of the programme's words again."""
    images.remove_share_image(program_id, viewer=viewer())
    flash(_("The picture is drawn from the programme’s words again."))
    return _back()


@blueprint.errorhandler(RequestEntityTooLarge)
def say_too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A file too large to be read: said beside its field. Nothing is changed, so that no token is asked for."""
    if request.endpoint != SETS_IMAGE:
        return errors.page(413)
    try:
        answer: ResponseReturnValue = _too_large(**(request.view_args or {}))
    except NotFound:
        return errors.page(404)
    return answer


@by_program
def _too_large(program_id: int) -> ResponseReturnValue:
    form = ShareImageForm(formdata=None)
    form.image.errors = [_words(PhotoTooLarge())]
    return editor(program_id, image=form), 413


def _shown(picture: Picture, *, cache: str) -> AnyResponse:
    image = picture.image or charts.drawn(
        title=picture.title, promise=picture.promise, mentor=picture.mentor
    )
    answer = make_response(image)
    answer.mimetype = "image/png"
    answer.headers.update(HEADERS)
    answer.headers["Cache-Control"] = cache
    answer.set_etag(picture.version)
    return answer.make_conditional(request)


def _back() -> ResponseReturnValue:
    view_args = request.view_args or {}
    return redirect(url_for(".edit_program", **view_args, _anchor="share-image"), 303)


def _words(refused: PhotoRefused) -> str:
    if isinstance(refused, PhotoTooLarge):
        return str(_("This file is larger than 8 MB. A smaller copy of the picture will do."))
    if isinstance(refused, PhotoTooManyPixels):
        return str(_("This picture has more than 25 million pixels. A smaller copy of it will do."))
    return str(_("This is no JPEG, PNG or WebP picture, or it is broken. Please try another."))
