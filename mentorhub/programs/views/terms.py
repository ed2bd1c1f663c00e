"""The terms of a programme as they stood when somebody agreed to them, for everybody to read."""

from flask import render_template

from mentorhub.accounts.guards import viewer
from mentorhub.programs.queries.terms import terms_shown
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import footers, language


@blueprint.get("/programs/<slug>/terms/<int:version>")
def show_terms(slug: str, version: int) -> str:
    """One version; an address that the programme had before shows it as well."""
    terms = terms_shown(slug, version, viewer=viewer())
    language.show_in(locale=terms.locale, zone=terms.timezone)
    footers.lead_to_notices_of(terms.slug)
    return render_template("programs/show_terms.html", terms=terms)
