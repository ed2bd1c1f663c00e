"""`/sitemap.xml`: the addresses that search engines should know, and when each last changed (sitemaps.org)."""

import datetime as dt

from flask import Response, make_response, render_template

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.queries.sitemap import Listed, listed_in_public
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import page_cache
from mentorhub.web.limits import limiter

KEY = "sitemap.xml"


@blueprint.get("/sitemap.xml")
@limiter.limit("30 per minute")
def show_sitemap() -> Response:
    """The home page, every public programme and every practice that has one."""
    response = make_response(page_cache.get(KEY) or page_cache.put(KEY, _rendered))
    response.mimetype = "application/xml"
    response.headers["Cache-Control"] = "public, max-age=600"
    return response


def _rendered() -> str:
    listed = listed_in_public(viewer=PUBLIC, now=clock.now())
    return render_template(
        "programs/show_sitemap.xml", practices=_practices(listed), programs=listed
    )


def _practices(listed: list[Listed]) -> dict[str, dt.datetime]:
    """When each practice's page last changed: with its address or any of its programmes."""
    found: dict[str, dt.datetime] = {}
    for one in listed:
        at = max(one.changed_at, one.practice_moved_at)
        found[one.practice_slug] = max(at, found.get(one.practice_slug, at))
    return found
