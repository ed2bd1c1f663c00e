"""Privacy notice and imprint: read by everybody, written by a practice's owner."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import notices
from mentorhub.programs.forms.notices import NoticesForm
from mentorhub.programs.queries import notices as texts
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import footers


@blueprint.get("/privacy")
@blueprint.get("/programs/<slug>/privacy")
def show_privacy(slug: str = "") -> str:
    """What is stored and by whom. For a programme its practice's own notice comes first; else the operator's page."""
    return _notices_page("programs/show_privacy.html", slug)


@blueprint.get("/imprint")
@blueprint.get("/programs/<slug>/imprint")
def show_imprint(slug: str = "") -> str:
    """Who is responsible for what is offered here: for a programme its practice, else the operator."""
    return _notices_page("programs/show_imprint.html", slug)


@blueprint.route("/practice/notices", methods=["GET", "POST"])
@signed_in
def change_notices() -> ResponseReturnValue:
    """The notices of the viewer's practice; of several, the one that `?practice=` names. 404 to who owns none."""
    owned = texts.owned_notices(viewer=viewer())
    wanted = request.args.get("practice", "")
    stored = next((one for one in owned if not wanted or one.practice_public_id == wanted), None)
    if stored is None:
        raise NotFound
    form = NoticesForm(obj=stored)
    if request.method == "GET":
        form.read(stored.written)
    if form.validate_on_submit():
        try:
            _save_notices(stored.practice_id, form)
        except ChangedElsewhere:
            owned = texts.owned_notices(viewer=viewer())
            stored = next((one for one in owned if one.practice_id == stored.practice_id), None)
            if stored is None:  # no owner any more
                raise NotFound from None
            form.compare(stored.written, stored.written)
        else:
            flash(_("Saved. Visitors see these texts from now on."))
            return redirect(url_for(".change_notices", practice=wanted or None), 303)
    others = [one for one in owned if one.practice_id != stored.practice_id]
    page = render_template("programs/change_notices.html", form=form, notices=stored, others=others)
    return page, 422 if form.errors or form.stored else 200


def _save_notices(practice_id: int, form: NoticesForm) -> None:
    notices.change_notices(
        practice_id,
        viewer=viewer(),
        privacy_md=form.privacy_md.data,
        imprint_md=form.imprint_md.data,
        seen=form.version.data or "",
    )


def _notices_page(template: str, slug: str) -> str:
    footers.lead_to_notices_of(slug)
    practice = texts.notices(slug, viewer=PUBLIC) if slug else None
    return render_template(template, practice=practice, operator=settings().operator, slug=slug)
