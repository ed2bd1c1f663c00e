"""Who has a role in a practice, for its owner: everybody by name, changed roles, ended memberships, invitations."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mentorhub.accounts.actions import members
from mentorhub.accounts.forms.practices import RoleForm
from mentorhub.accounts.guards import fresh, signed_in, viewer
from mentorhub.accounts.queries import practices
from mentorhub.accounts.queries.invitations import pending_invitations
from mentorhub.accounts.queries.practices import Member, PaymentSettings, owned_practices
from mentorhub.accounts.rules.practices import LastOwner, Role
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound


@blueprint.get("/practice/members")
@signed_in
def list_members() -> Page:
    """Everybody of the viewer's practice; of several, the one that `?practice=` names. Others: nothing here (404)."""
    practice, others = owned_practice(request.args.get("practice", ""))
    found = practices.members(practice.id, viewer=viewer())
    return render_template(
        "accounts/list_members.html",
        members=found,
        practice=practice,
        others=others,
        forms={one.public_id: _form(one) for one in found},
        owners=sum(one.role == Role.OWNER for one in found),
        invitations=pending_invitations(practice.id, viewer=viewer(), now=clock.now()),
    )


@blueprint.post("/practice/members/<membership_id>/role")
@fresh
def change_role(membership_id: str) -> Page:
    """Another role for a member; an unknown role is answered 404 and changes nothing."""
    asked = request.form.get("role", "")
    if asked not in set(Role):
        raise NotFound
    try:
        members.change_role(membership_id, role=Role(asked), viewer=viewer())
    except LastOwner:
        flash(_last_owner(), "error")
    else:
        flash(_("Saved. The new role applies from now on."))
    return back_to_members()


@blueprint.post("/practice/members/<membership_id>/ending")
@fresh
def end_membership(membership_id: str) -> Page:
    """A member leaves the practice."""
    try:
        was_viewer = members.end_membership(membership_id, viewer=viewer())
    except LastOwner:
        flash(_last_owner(), "error")
        return back_to_members()
    if was_viewer:
        flash(_("You have left the practice."))
        return redirect(url_for("reviews.start"), 303)
    flash(_("This membership has ended. They no longer have access to the practice."))
    return back_to_members()


def owned_practice(
    wanted: str,
) -> tuple[PaymentSettings, list[PaymentSettings]]:
    """The practice of this public id ('': the oldest) that the viewer owns, and their others. Raises `NotFound`."""
    owned = owned_practices(viewer=viewer())
    practice = next((one for one in owned if not wanted or one.public_id == wanted), None)
    if practice is None:
        raise NotFound
    return practice, [one for one in owned if one.id != practice.id]


def back_to_members() -> Page:
    """Redirect to the list that the form stood on."""
    wanted = request.form.get("practice") or None
    return redirect(url_for("accounts.list_members", practice=wanted), 303)


def _form(member: Member) -> RoleForm:
    form = RoleForm(formdata=None, role=member.role.value)
    form.role.id = f"role-{member.public_id}"
    return form


def _last_owner() -> str:
    return str(
        _("A practice needs an owner. Make another person an owner first; nothing was changed.")
    )
