"""How a practice is paid, for its owner."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from mentorhub.accounts.actions import practices
from mentorhub.accounts.forms.practices import PaymentSettingsForm
from mentorhub.accounts.guards import fresh, viewer
from mentorhub.accounts.queries.practices import owned_practices
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere


@blueprint.route("/practice/payments", methods=["GET", "POST"])
@fresh
def change_payments() -> Page:
    """How the viewer's practice is paid; of several, the one that `?practice=` names. Others: nothing here (404)."""
    owned = owned_practices(viewer=viewer())
    wanted = request.args.get("practice", "")
    practice = next((one for one in owned if not wanted or one.public_id == wanted), None)
    if practice is None:
        raise NotFound
    form = PaymentSettingsForm(obj=practice)
    if request.method == "GET":
        form.read(practice.chosen)
    if form.validate_on_submit():
        try:
            _choose(practice.id, form)
        except ChangedElsewhere:
            owned = owned_practices(viewer=viewer())
            practice = next((one for one in owned if one.id == practice.id), None)
            if practice is None:  # no owner any more
                raise NotFound from None
            form.compare(practice.chosen, practice.chosen)
        else:
            flash(_("Saved. Payment pages opened from now on use these settings."))
            return redirect(request.full_path.rstrip("?"), 303)
    others = [one for one in owned if one.id != practice.id]
    page = render_template(
        "accounts/change_payments.html", form=form, practice=practice, others=others
    )
    return page, 422 if form.errors or form.stored else 200


def _choose(practice_id: int, form: PaymentSettingsForm) -> None:
    practices.set_payment_settings(
        practice_id,
        viewer=viewer(),
        takes_promotion_codes=form.takes_promotion_codes.data,
        takes_delayed_methods=form.takes_delayed_methods.data,
        collects_tax=form.collects_tax.data,
        statement_suffix=form.statement_suffix.data,
        seen=form.version.data or "",
    )
