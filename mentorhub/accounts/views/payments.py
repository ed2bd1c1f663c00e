"""How a practice is paid, for its owner."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from mentorhub.accounts import queries
from mentorhub.accounts.actions import practices
from mentorhub.accounts.forms import PaymentSettingsForm
from mentorhub.accounts.guards import fresh, viewer
from mentorhub.accounts.views.room import Page, blueprint
from mentorhub.foundation.errors import NotFound


@blueprint.route("/practice/payments", methods=["GET", "POST"])
@fresh
def change_payments() -> Page:
    """How the viewer's practice is paid; of several, the one that `?practice=` names. Others: nothing here (404)."""
    owned = queries.owned_practices(viewer=viewer())
    wanted = request.args.get("practice", "")
    practice = next((one for one in owned if not wanted or one.public_id == wanted), None)
    if practice is None:
        raise NotFound
    form = PaymentSettingsForm(obj=practice)
    if form.validate_on_submit():
        practices.set_payment_settings(
            practice.id,
            viewer=viewer(),
            takes_promotion_codes=form.takes_promotion_codes.data,
            takes_delayed_methods=form.takes_delayed_methods.data,
            collects_tax=form.collects_tax.data,
            statement_suffix=form.statement_suffix.data,
        )
        flash(_("Kept. Payment pages opened from now on follow it."))
        return redirect(request.full_path.rstrip("?"), 303)
    others = [one for one in owned if one.id != practice.id]
    page = render_template(
        "accounts/change_payments.html", form=form, practice=practice, others=others
    )
    return page, 422 if form.errors else 200
