"""Closing one's account: what comes of it, said before; and the one page that is open afterwards, which restores it."""

import hashlib
from collections.abc import Sequence

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import logout_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from mentorhub.accounts import queries, rules
from mentorhub.accounts.actions import closing
from mentorhub.accounts.forms import ClosingForm
from mentorhub.accounts.guards import fresh, signed_in, viewer
from mentorhub.accounts.rules import Consequence
from mentorhub.accounts.rules.closing import StillNeeded
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
        "demo.list_mails",  # which are somebody's mailbox, and only in the demo
        "demo.show_mail",
        "demo.show_mail_body",
    }
)


@blueprint.before_app_request
def shut() -> Response | None:
    """Lead whoever is closing their account to the page that restores it, wherever they were going.

    Asked here and not at each guard, so that no page can be forgotten; of visitors, nothing is asked at all.
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
    """What closing would mean, room by room, above the button."""
    return _page(_form(), _notified(is_closing=True)), 200


@blueprint.post("/account/closing")
@limiter.limit("10 per minute")
@fresh
def close_account() -> Page:
    """Close it, where what happens is still what the page had said; else the page is shown again."""
    form, told = _form(), _notified(is_closing=True)
    has_changed = form.promised.data != _digest(told)
    if not form.validate() or has_changed or _is_refused(told):
        return _page(form, told, has_changed=has_changed), 422
    try:
        closing.close_account(viewer=viewer())
    except StillNeeded:  # a moment ago there was another owner, or nobody was mentored
        return _page(form, _notified(is_closing=True), has_changed=True), 422
    until = rules.erased_from(clock.now())
    logout_user()
    session.clear()
    said = _(
        "Your account is being closed. Until %(day)s, signing in restores it; we have mailed you how."
    )
    flash(said % {"day": format_date(until, "long")})
    return redirect(url_for("programs.home"), 303)


@blueprint.get("/account/restoration")
@signed_in
def show_restoration() -> Page:
    """What has happened since, and the button; whose account goes on is led to their first page."""
    since = queries.closing_at(viewer=viewer())
    if since is None:
        return redirect(url_for("reviews.start"), 303)
    until = rules.erased_from(since)
    return render_template(
        "accounts/show_restoration.html",
        since=since,
        until=until,
        is_over=clock.now() >= until,
        told=_sections(_notified(is_closing=False)),
    )


@blueprint.post("/account/restoration")
@limiter.limit("10 per minute")
@signed_in
def restore_account() -> Response:
    """Take the closing back."""
    try:
        closing.restore_account(viewer=viewer())
    except rules.GraceOver:
        return redirect(url_for("accounts.show_restoration"), 303)
    flash(_("Welcome back. Your account goes on."))
    return redirect(url_for("reviews.start"), 303)


def _form() -> ClosingForm:
    return ClosingForm.of(queries.own(viewer=viewer()).email)


def _notified(*, is_closing: bool) -> list[Consequence]:
    """Each package's word: before, what would happen; afterwards, what has, and what comes back."""
    who = viewer().id
    told = [panel(user_id=who, is_closing=is_closing) for panel in slots.filling("closing_account")]
    return [one for one in told if one is not None]


def _page(form: ClosingForm, told: Sequence[Consequence], *, has_changed: bool = False) -> str:
    roles = queries.own_roles(viewer=viewer())
    form.promised.data = _digest(told)
    return render_template(
        "accounts/show_closing.html",
        form=form,
        told=_sections(told),
        roles=roles,
        is_refused=_is_refused(told) or any(one.is_last for one in roles),
        has_changed=has_changed,
        until=rules.erased_from(clock.now()),
    )


def _sections(told: Sequence[Consequence]) -> Markup:
    return Markup("").join(Markup(one.html) for one in told)  # noqa: S704 - from render_template


def _is_refused(told: Sequence[Consequence]) -> bool:
    return any(one.is_refusal for one in told)


def _digest(told: Sequence[Consequence]) -> str:
    words = "\n".join(one.html for one in told)
    return hashlib.sha256(words.encode()).hexdigest()
