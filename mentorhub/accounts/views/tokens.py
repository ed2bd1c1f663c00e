"""Tokens for the API: made, shown once, listed, ended. Making and ending ask for a fresh sign-in."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.accounts.actions import tokens
from mentorhub.accounts.forms.tokens import TokenForm
from mentorhub.accounts.guards import fresh, signed_in, viewer
from mentorhub.accounts.queries.tokens import live_tokens
from mentorhub.accounts.rules.tokens import LIVE_MAX, EndRefused, Scope, TooManyTokens, scopes_in
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.foundation import clock
from mentorhub.foundation.wall_times import on_the_wall
from mentorhub.web.api.pages import HEADER
from mentorhub.web.limits import limiter


@blueprint.get("/account/tokens")
@signed_in
def list_tokens() -> str:
    """Those that open something, each with what it may do, until when, and when it was used last."""
    return _page(_form())


@blueprint.post("/account/tokens")
@limiter.limit("10 per minute")
@fresh
def create_token() -> Page:
    """Make one, and show it this once."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    expires_at = form.expires_at(now=clock.now(), zone=current_user.timezone)
    try:
        token = tokens.make_token(
            form.name.data,
            viewer=viewer(),
            scopes=scopes_in(form.scopes.data),
            expires_at=expires_at,
        )
    except TooManyTokens:
        form.form_errors.append(
            _("You have %(most)d tokens. End one that is not used any more first.", most=LIVE_MAX)
        )
        return _page(form), 422
    except EndRefused:
        form.last_day.errors = [_("Please choose a day from today to a year from now.")]
        return _page(form), 422
    return render_template(
        "accounts/create_token.html",
        token=token,
        name=form.name.data,
        expires_at=expires_at,
        header=HEADER,
    )


@blueprint.post("/account/tokens/<token_id>/ending")
@fresh
def end_token(token_id: str) -> Response:
    """It opens nothing any more."""
    tokens.end_token(token_id, viewer=viewer())
    flash(_("The token is ended. Programs that have it can do nothing with it any more."))
    return redirect(url_for("accounts.list_tokens"), 303)


def _form() -> TokenForm:
    return TokenForm(today=on_the_wall(clock.now(), zone=current_user.timezone).date())


def _page(form: TokenForm) -> str:
    return render_template(
        "accounts/list_tokens.html",
        form=form,
        tokens=live_tokens(viewer=viewer(), now=clock.now()),
        write=Scope.WRITE,
    )
