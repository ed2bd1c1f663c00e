"""Publishing a programme with its cohort: what will be public, what is missing, and taking it back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.foundation import clock
from mentorhub.foundation.config import extension
from mentorhub.programs.actions import publication
from mentorhub.programs.queries.setup import PUBLICATION_CHECKS, setup_of_program
from mentorhub.programs.rules.cohorts import PracticeCannotCharge
from mentorhub.programs.rules.setup import NotReady, TakesArrivals
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.programs.views.steps import missing_in, steps, wished_in


@blueprint.route("/practice/programs/<public_id>/publication", methods=["GET", "POST"])
@signed_in
def publish_program_page(public_id: str) -> ResponseReturnValue:
    """What will be public, with a button that publishes all of it at once; refused, the list of what is missing."""
    found = setup_of_program(public_id, viewer=viewer(), now=clock.now())
    if request.method == "POST":
        for look_up in extension(PUBLICATION_CHECKS):
            look_up(found.practice.id)
        found = setup_of_program(public_id, viewer=viewer(), now=clock.now())
    listed = steps(found, viewer=viewer())
    missing, problem = missing_in(listed), ""
    if request.method == "POST" and not missing:
        problem = _published(public_id, cohort_id=request.form.get("cohort", ""))
        if not problem:
            flash(_("Published. From now on everybody can see it."))
            return redirect(url_for(".publish_program_page", public_id=public_id), 303)
    page = render_template(
        "programs/publish_program_page.html",
        found=found,
        missing=missing,
        wished=wished_in(listed),
        problem=problem,
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/practice/programs/<public_id>/draft")
@signed_in
def take_back_program(public_id: str) -> ResponseReturnValue:
    """Programme and cohort are drafts again, while nobody can have a place."""
    try:
        publication.take_back_offer(public_id, viewer=viewer())
    except TakesArrivals:
        flash(
            _(
                "This cohort has opened, or somebody has a place in it, so it stays public. Nothing was changed."
            ),
            "error",
        )
    else:
        flash(_("This programme is a draft again. Nobody else sees it."))
    return redirect(url_for(".publish_program_page", public_id=public_id), 303)


def _published(public_id: str, *, cohort_id: str) -> str:
    """'' once it is public; else why it is not, in a sentence."""
    try:
        publication.publish_offer(public_id, cohort_id=cohort_id, viewer=viewer())
    except NotReady:  # changed by somebody else since this page was read
        return str(_("Something was changed meanwhile. Please look at the page once more."))
    except PracticeCannotCharge:
        return str(
            _("Your Stripe account does not take payments yet, and a seat here costs money.")
        )
    except AccountClosing:
        return str(
            _("The mentor of this cohort is closing their account. Please choose another one.")
        )
    return ""
