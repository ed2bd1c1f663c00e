"""Where the viewer is signed in, and signing out elsewhere."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from mentorhub.accounts.actions import devices
from mentorhub.accounts.guards import fresh, signed_in, this_device, viewer
from mentorhub.accounts.queries.devices import signed_in_devices
from mentorhub.accounts.views.blueprint import blueprint


@blueprint.get("/account/devices")
@signed_in
def list_devices() -> str:
    """Every browser that is signed in with the viewer's account; this one is marked."""
    found = signed_in_devices(viewer=viewer())
    here = [one for one in found if one.public_id == this_device()]
    others = [one for one in found if one.public_id != this_device()]
    return render_template("accounts/list_devices.html", here=here, others=others)


@blueprint.post("/account/devices/<device_id>/ending")
@fresh
def end_device(device_id: str) -> Response:
    """Sign out on one device."""
    devices.end_device(device_id, viewer=viewer())
    flash(_("Signed out there."))
    return redirect(url_for("accounts.list_devices"), 303)


@blueprint.post("/account/devices/endings")
@fresh
def end_other_devices() -> Response:
    """Sign out everywhere but here."""
    count = devices.end_other_devices(viewer=viewer(), but=this_device())
    flash(
        ngettext(
            "Signed out on %(num)d other device.", "Signed out on %(num)d other devices.", count
        )
    )
    return redirect(url_for("accounts.list_devices"), 303)
