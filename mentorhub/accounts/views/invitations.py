"""Invitations to a practice: an owner sends, sends again and withdraws them; whoever reads the email accepts."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mentorhub.accounts.actions import invitations
from mentorhub.accounts.forms.practices import InvitationForm, JoinForm
from mentorhub.accounts.guards import admit, fresh, viewer, with_factor
from mentorhub.accounts.queries.factors import needs_factor
from mentorhub.accounts.queries.invitations import address_of_invitation, offer_of
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.invitations import (
    INVITATIONS_ADDRESS,
    INVITATIONS_MAX,
    INVITATIONS_PRACTICE,
    AlreadyInvited,
    InvitationOver,
    NameMissing,
    NotInvited,
    Reader,
    Standing,
    TooManyInvitations,
)
from mentorhub.accounts.rules.practices import AlreadyMember, Role
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.accounts.views.members import back_to_members, owned_practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.rate_limits import Hit
from mentorhub.web import language, shared_limits
from mentorhub.web.limits import limiter


@blueprint.route("/practice/members/invitations", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@fresh
@with_factor
def invite_member() -> Page:
    """Offer an address a role in the viewer's practice; no answer shows whether it has an account."""
    practice, _others = owned_practice(request.values.get("practice", ""))
    form = InvitationForm()
    if form.validate_on_submit():
        email, role = form.email.data, Role(form.role.data)
        tried = _tries(practice.id, email_key(email))
        refusal = _refused(
            lambda: invitations.invite_member(practice.id, email=email, role=role, viewer=viewer()),
            tried,
        )
        if refusal is None:
            flash(_("An invitation is on its way to %(email)s.", email=email))
            return back_to_members()
        form.email.errors = [_why_not(refusal)]
    page = render_template("accounts/invite_member.html", form=form, practice=practice)
    return page, 422 if form.errors else 200


@blueprint.post("/practice/members/invitations/<invitation_id>/letters")
@limiter.limit("60 per minute")
@fresh
@with_factor
def resend_invitation(invitation_id: str) -> Page:
    """Send the email again; the earlier one's link opens nothing any more."""
    tried = _tries(*address_of_invitation(invitation_id, viewer=viewer()))
    refusal = _refused(lambda: invitations.resend_invitation(invitation_id, viewer=viewer()), tried)
    if refusal is None:
        flash(_("The invitation has been sent again. Only the link in the newest email works."))
    else:
        flash(_why_not(refusal), "error")
    return back_to_members()


@blueprint.post("/practice/members/invitations/<invitation_id>/withdrawal")
@fresh
@with_factor
def withdraw_invitation(invitation_id: str) -> Page:
    """Take an invitation back."""
    refusal = _refused(lambda: invitations.withdraw_invitation(invitation_id, viewer=viewer()), ())
    if refusal is None:
        flash(_("The invitation is withdrawn. Its link no longer works."))
    else:
        flash(_why_not(refusal), "error")
    return back_to_members()


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
def accept_invitation(token: str) -> Page:
    """An email's page. Opening it changes nothing, since mail scanners open links; its button does."""
    form = JoinForm()
    if request.method == "GET":
        return _offer_page(token, form)
    name = form.name.data if form.validate() else ""
    try:
        zone = language.browser_zone()
        accepted = invitations.accept_invitation(token, name=name, viewer=viewer(), timezone=zone)
    except NameMissing:
        return _offer_page(token, form, code=422)
    except (InvitationOver, NotInvited):
        return _offer_page(token, JoinForm(formdata=None), code=403)
    return _welcomed(accepted)


def _offer_page(token: str, form: JoinForm, *, code: int = 200) -> Page:
    offer = offer_of(token, viewer=viewer(), now=clock.now())
    if offer is not None and offer.is_the_viewers_already:
        return redirect(url_for("reviews.start"), 303)
    if offer is not None and offer.reader == Reader.OTHER:
        code = 403
    elif offer is None or offer.standing != Standing.OPEN:
        code = 410
    page = render_template("accounts/accept_invitation.html", token=token, offer=offer, form=form)
    return page, code


def _welcomed(accepted: invitations.Accepted) -> Page:
    """Signed in and redirected: owners and mentors to set up a second factor, the others to their first page."""
    who, start = USER(accepted.user_id), url_for("reviews.start")
    words = _("Welcome to %(practice)s.", practice=accepted.practice)
    path = start
    if accepted.was_member:
        words = _(
            "You belong to %(practice)s already; your role stays as it is.",
            practice=accepted.practice,
        )
    elif needs_factor(viewer=who):
        path = url_for("accounts.list_factors", next=start)
        words += " " + _("Before you start, please set up a second way to sign in.")
    response = None if viewer() == who else admit(accepted.user_id, via="email", path=path)
    flash(words)
    return response or redirect(path, 303)


def _tries(practice_id: int, key: str) -> tuple[Hit, Hit]:
    """One email of this practice, and one to this address; counted per practice, so that others' emails do not show."""
    return (
        (INVITATIONS_PRACTICE, str(practice_id)),
        (INVITATIONS_ADDRESS, f"{practice_id} {key}"),
    )


def _refused(action: Callable[[], None], tried: Sequence[Hit]) -> Refusal | None:
    """Why an action was not done, if it was not: then no email has gone out, and none is counted. Raises `TooOften`."""
    shared_limits.count(*tried)
    try:
        action()
    except (
        AlreadyInvited,
        AlreadyMember,
        InvitationOver,
        TooManyInvitations,
    ) as refusal:
        shared_limits.take_back(*tried)
        return refusal
    return None


def _why_not(refusal: Refusal) -> str:
    if isinstance(refusal, InvitationOver):
        if refusal.standing == Standing.ACCEPTED:
            return str(
                _("This invitation has been accepted in the meantime, so nothing was changed.")
            )
        return str(_("This invitation was withdrawn already, so nothing was changed."))
    words = {
        AlreadyInvited: _(
            "This address has been invited already. You can send the invitation again from the team page."
        ),
        AlreadyMember: _("The person with this address belongs to the team already."),
        TooManyInvitations: _(
            "%(max)d invitations are open, which is the limit. Withdraw one, or wait for an answer.",
            max=INVITATIONS_MAX,
        ),
    }
    return str(words[type(refusal)])
