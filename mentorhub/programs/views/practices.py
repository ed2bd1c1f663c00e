"""A practice's public page."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.queries.practices import practice_page
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import footers, language


@blueprint.get("/practices/<slug>")
def show_practice(slug: str) -> ResponseReturnValue:
    """Its words and its programmes, once one is public; an address it had before leads to the present one."""
    page = practice_page(slug, viewer=PUBLIC, now=clock.now())
    if page.moved_to:
        return redirect(url_for(".show_practice", slug=page.moved_to), 301)
    language.show_in(locale=page.locale, zone=page.timezone)
    footers.lead_to_notices_of(page.programs[0].slug)
    return render_template("programs/show_practice.html", practice=page)
