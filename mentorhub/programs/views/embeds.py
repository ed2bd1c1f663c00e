"""A button with the seats truly left, for the mentor's own site: the one page that other sites may show in a frame."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import escape
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.links import absolute
from mentorhub.programs.models.offers import Written
from mentorhub.programs.queries.programs import ProgramArchived, program_page
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import language, page_cache
from mentorhub.web.limits import limiter
from mentorhub.web.themes import THEMES

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors *; form-action 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",  # for sites that frame only what allows it (COEP)
    "Cache-Control": "public, max-age=30",
    "X-Robots-Tag": "noindex",  # the programme's page is what should be found
}

HEIGHT = 170  # pixels: room for two lines of a title and two of words, on 320 pixels


@blueprint.get("/embed/<slug>")
@limiter.limit("300 per minute")
def show_embed(slug: str) -> AnyResponse:
    """Seats left and one link; `?theme=` light or dark keeps it so. No cookie is read or set (`web/sessions.py`).

    An address the programme had before leads to the present one. What is not public is said in the same small frame,
    since an error page could not be shown in it.
    """
    try:
        return _answer(slug)
    except ProgramArchived as archived:
        return _framed(_rendered(None, title=archived.title), 410)
    except NotFound:
        return _framed(_rendered(None), 404)


@blueprint.app_template_global("embed_snippet")
def snippet(written: Written) -> str:
    """The HTML that a mentor copies into a site: a frame with this programme's button."""
    address = absolute(url_for("programs.show_embed", slug=written.slug))
    title = _("Enrol in %(program)s", program=written.title)
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="320" height="{HEIGHT}" loading="lazy"'
        ' style="border:0; width:100%; max-width:36rem"></iframe>'
    )


def _answer(slug: str) -> AnyResponse:
    key = f"embed/{slug}"
    cached = page_cache.get(key)
    if cached is not None:
        return _framed(cached)
    page = program_page(slug, viewer=PUBLIC, now=clock.now())
    if page.moved_to:
        moved = redirect(url_for(".show_embed", slug=page.moved_to, theme=_theme() or None), 301)
        moved.headers.update(HEADERS)
        return moved
    language.show_in(locale=page.locale, zone=page.timezone)
    return _framed(page_cache.put(key, lambda: _rendered(page)))


def _framed(html: str, status: int = 200) -> Response:
    response = make_response(html, status)
    response.headers.update(HEADERS)
    return response


def _rendered(page: ProgramPage | None, *, title: str = "") -> str:
    return render_template("programs/show_embed.html", page=page, title=title, theme=_theme())


def _theme() -> str:
    asked = request.args.get("theme", "")
    return asked if asked in THEMES else ""
