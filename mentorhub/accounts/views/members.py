"""Who has a role in a practice, for its owner: everybody by name, another role, an end."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mentorhub.accounts import queries, rules
from mentorhub.accounts.actions import members
from mentorhub.accounts.forms import RoleForm
from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.accounts.views.room import Page, blueprint
from mentorhub.foundation.errors import NotFound


@blueprint.get("/practice/members")
@signed_in
def list_members() -> Page:
    """Everybody of the viewer's practice; of several, the one that `?practice=` names. Others: nothing here (404)."""
    owned = queries.owned_practices(viewer=viewer())
    wanted = request.args.get("practice", "")
    practice = next((one for one in owned if not wanted or one.public_id == wanted), None)
    if practice is None:
        raise NotFound
    found = queries.members(practice.id, viewer=viewer())
    return render_template(
        "accounts/list_members.html",
        members=found,
        practice=practice,
        others=[one for one in owned if one.id != practice.id],
        forms={one.public_id: _form(one) for one in found},
        owners=sum(one.role == rules.Role.OWNER for one in found),
    )


@blueprint.post("/practice/members/<membership_id>/role")
@signed_in
def change_role(membership_id: str) -> Page:
    """Another role for a member. What is no role is none, and changes nothing."""
    asked = request.form.get("role", "")
    if asked not in set(rules.Role):
        raise NotFound
    try:
        members.change_role(membership_id, role=rules.Role(asked), viewer=viewer())
    except rules.LastOwner:
        flash(_last_owner(), "error")
    else:
        flash(_("Kept. The new role holds from now on."))
    return _back()


@blueprint.post("/practice/members/<membership_id>/ending")
@signed_in
def end_membership(membership_id: str) -> Page:
    """A member leaves the practice."""
    try:
        was_viewer = members.end_membership(membership_id, viewer=viewer())
    except rules.LastOwner:
        flash(_last_owner(), "error")
        return _back()
    if was_viewer:
        flash(_("You have left the practice."))
        return redirect(url_for("reviews.start"), 303)
    flash(_("This membership has ended. They see nothing of the practice any more."))
    return _back()


def _form(member: queries.Member) -> RoleForm:
    form = RoleForm(formdata=None, role=member.role.value)
    form.role.id = f"role-{member.public_id}"
    return form


def _last_owner() -> str:
    return str(_("A practice needs an owner. Make somebody else one first; nothing was changed."))


def _back() -> Page:
    wanted = request.form.get("practice") or None
    return redirect(url_for("accounts.list_members", practice=wanted), 303)
