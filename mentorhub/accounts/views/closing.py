"""Closing one's account: what it means, shown before; and the one page that is open afterwards, which restores it."""

import hashlib
from collections.abc import Sequence

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import logout_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from mentorhub.accounts.actions import closing
from mentorhub.accounts.forms.closing import ClosingForm
from mentorhub.accounts.guards import fresh, signed_in, viewer
from mentorhub.accounts.queries.closing import closing_at, own_roles
from mentorhub.accounts.queries.users import own
from mentorhub.accounts.rules.closing import Consequence, GraceOver, StillNeeded, erased_from
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.foundation import clock
from mentorhub.web import slots
from mentorhub.web.limits import limiter

# What stays open to whoever is signed in while their account is being closed.
OPEN = frozenset(
    {
        "static",
        "health.live",
        "health.ready",
        "payments.receive_event",
        "accounts.show_restoration",
        "accounts.restore_account",
        "accounts.sign_out",
        "demo.list_mails",  # a mailbox that exists only in the demo
        "demo.show_mail",
        "demo.show_mail_body",
    }
)


@blueprint.before_app_request
def redirect_while_closing() -> Response | None:
    """Lead whoever is closing their account to the page that restores it, wherever they were going.

    Asked here and not at each guard, so that no page can be forgotten; for visitors without a session nothing is read.
    """
    cookie = current_app.config["SESSION_COOKIE_NAME"]
    if request.endpoint in OPEN or cookie not in request.cookies or "_user_id" not in session:
        return None
    if current_user.is_authenticated and current_user.closing_at is not None:
        return redirect(url_for("accounts.show_restoration"), 303)
    return None


@blueprint.get("/account/closing")
@fresh
def show_closing() -> Page:
    """What closing would mean, package by package, above the button."""
    return _page(_form(), _consequences(is_closing=True)), 200


@blueprint.post("/account/closing")
@limiter.limit("10 per minute")
@fresh
def close_account() -> Page:
    """Close it, where what happens is still what the page had said; else the page is shown again."""
    form, consequences = _form(), _consequences(is_closing=True)
    has_changed = form.promised.data != _digest(consequences)
    if not form.validate() or has_changed or _is_refused(consequences):
        return _page(form, consequences, has_changed=has_changed), 422
    try:
        closing.close_account(viewer=viewer())
    except StillNeeded:  # it was possible when the page was read, and no longer is
        return _page(form, _consequences(is_closing=True), has_changed=True), 422
    until = erased_from(clock.now())
    logout_user()
    session.clear()
    said = _(
        "Your account is being closed. Until %(day)s you can sign in to restore it; "
        "we have sent you an email about it."
    )
    flash(said % {"day": format_date(until, "long")})
    return redirect(url_for("programs.home"), 303)


@blueprint.get("/account/restoration")
@signed_in
def show_restoration() -> Page:
    """What has happened since, and the button; a user whose account is open is redirected to their first page."""
    since = closing_at(viewer=viewer())
    if since is None:
        return redirect(url_for("reviews.start"), 303)
    until = erased_from(since)
    return render_template(
        "accounts/show_restoration.html",
        since=since,
        until=until,
        is_over=clock.now() >= until,
        consequences=_sections(_consequences(is_closing=False)),
    )


@blueprint.post("/account/restoration")
@limiter.limit("10 per minute")
@signed_in
def restore_account() -> Response:
    """Stop the closing of the account."""
    try:
        closing.restore_account(viewer=viewer())
    except GraceOver:
        return redirect(url_for("accounts.show_restoration"), 303)
    flash(_("Welcome back. Your account is restored."))
    return redirect(url_for("reviews.start"), 303)


def _form() -> ClosingForm:
    return ClosingForm.of(own(viewer=viewer()).email)


def _consequences(*, is_closing: bool) -> list[Consequence]:
    """Each package's section: before, what would happen; afterwards, what has happened, and what is given back."""
    who = viewer().id
    panels = slots.filling("closing_account")
    found = [panel(user_id=who, is_closing=is_closing) for panel in panels]
    return [one for one in found if one is not None]


def _page(
    form: ClosingForm, consequences: Sequence[Consequence], *, has_changed: bool = False
) -> str:
    roles = own_roles(viewer=viewer())
    form.promised.data = _digest(consequences)
    return render_template(
        "accounts/show_closing.html",
        form=form,
        consequences=_sections(consequences),
        roles=roles,
        is_refused=_is_refused(consequences) or any(one.is_last for one in roles),
        has_changed=has_changed,
        until=erased_from(clock.now()),
    )


def _sections(consequences: Sequence[Consequence]) -> Markup:
    return Markup("").join(Markup(one.html) for one in consequences)  # noqa: S704 - from render_template


def _is_refused(consequences: Sequence[Consequence]) -> bool:
    return any(one.is_refusal for one in consequences)


def _digest(consequences: Sequence[Consequence]) -> str:
    words = "\n".join(one.html for one in consequences)
    return hashlib.sha256(words.encode()).hexdigest()
