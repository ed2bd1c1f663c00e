"""A practice's public page, and the photo on it."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.queries.practices import PracticePage, practice_page, practice_photo
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import footers, language, page_cache
from mentorhub.web.limits import limiter

PHOTO_HEADERS = {
    "Content-Disposition": 'inline; filename="photo.webp"',
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    # Not for long: whoever removes a photo means it.
    "Cache-Control": "public, max-age=300",
}


@blueprint.get("/practices/<slug>")
def show_practice(slug: str) -> ResponseReturnValue:
    """Its words and its programmes, once one is public; an address it had before leads to the present one."""
    key = f"practices/{slug}"
    cached = page_cache.get(key)
    if cached is not None:
        return cached
    page = practice_page(slug, viewer=PUBLIC, now=clock.now())
    if page.moved_to:
        return redirect(url_for(".show_practice", slug=page.moved_to), 301)
    language.show_in(locale=page.locale, zone=page.timezone)
    footers.lead_to_notices_of(page.programs[0].slug)
    return page_cache.put(key, lambda: _rendered(page))


@blueprint.get("/practices/<slug>/photo.webp")
@limiter.limit("120 per minute")
def show_practice_photo(slug: str) -> AnyResponse:
    """Its owner's photo, once something of the practice is public; 404 where there is none."""
    photo = practice_photo(slug, viewer=PUBLIC)
    if photo.slug != slug:
        return redirect(url_for(".show_practice_photo", slug=photo.slug), 301)
    answer = make_response(photo.image)
    answer.mimetype = "image/webp"
    answer.headers.update(PHOTO_HEADERS)
    answer.set_etag(photo.photo_id)  # another picture has another id
    return answer.make_conditional(request)


def _rendered(page: PracticePage) -> str:
    return render_template("programs/show_practice.html", practice=page)
