"""Passkeys: a browser fetches a challenge, and sends what its authenticator answered with an ordinary form."""

import secrets

from flask import flash, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.accounts.actions import passkeys
from mentorhub.accounts.forms.factors import PasskeyForm
from mentorhub.accounts.guards import complete_sign_in, fresh, owed_factor, viewer
from mentorhub.accounts.queries.factors import passkey_ids
from mentorhub.accounts.queries.users import own
from mentorhub.accounts.rules.factors import CHALLENGE_FOR, ChallengeKind, PasskeyRefused
from mentorhub.accounts.security import passkeys as asked
from mentorhub.accounts.views.blueprint import Page, blueprint, destination
from mentorhub.accounts.views.factors import after_first_factor, stay_in
from mentorhub.foundation import clock, links
from mentorhub.web.limits import limiter

CHALLENGE = "passkey_challenge"


@blueprint.post("/account/passkeys/challenges")
@limiter.limit("20 per minute")
@fresh
def create_passkey_challenge() -> Response:
    """What a browser needs to make a passkey, as JSON."""
    reader, challenge = own(viewer=viewer()), _new_challenge(ChallengeKind.REGISTER)
    known = passkey_ids(viewer=viewer())
    return _json(
        asked.creation_options(
            challenge, handle=reader.handle, email=reader.email, name=reader.name, known=known
        )
    )


@blueprint.post("/account/passkeys")
@limiter.limit("20 per minute")
@fresh
def add_passkey() -> Page:
    """Store the passkey that the browser has made; the first factor comes with recovery codes."""
    form, who = PasskeyForm(), viewer()
    challenge = _challenge(ChallengeKind.REGISTER)
    name = form.name.data or _("Passkey")
    try:
        codes = passkeys.add_passkey(
            form.credential.data or "", challenge=challenge, name=name, viewer=who
        )
    except PasskeyRefused:
        flash(_("No passkey was added. Please try again."), "error")
        return redirect(url_for("accounts.list_factors", next=_going()), 303)
    return after_first_factor(codes, user_id=who.id or 0)


@blueprint.post("/account/passkeys/<passkey_id>/removal")
@limiter.limit("20 per minute")
@fresh
def remove_passkey(passkey_id: str) -> Response:
    """Forget a passkey; every other browser is signed out."""
    who = viewer()
    passkeys.remove_passkey(passkey_id, viewer=who)
    flash(_("The passkey is removed, and every other browser has been signed out."))
    return stay_in(who.id or 0)


@blueprint.post("/sign-in/passkeys/challenges")
@limiter.limit(
    "300 per minute"
)  # each page of signing in asks once; many share one network address
def create_sign_in_challenge() -> Response:
    """What a browser needs to ask for a passkey, as JSON; the same for everybody."""
    return _json(asked.request_options(_new_challenge(ChallengeKind.SIGN_IN)))


@blueprint.post("/sign-in/passkeys")
@limiter.limit("20 per minute")
def sign_in_by_passkey() -> Response:
    """Sign in with a passkey, two factors in one; as the second step, or again, it must be the same person's."""
    step = request.form.get("step", "")
    expected = {"accounts.give_factor": _who_owes, "accounts.sign_in_again": _who_is_in}.get(step)
    of = expected() if expected else None
    challenge = _challenge(ChallengeKind.SIGN_IN)
    response = None
    try:
        if expected is None or of is not None:
            answer = request.form.get("credential", "")
            user_id = passkeys.use_passkey(answer, challenge=challenge, of=of)
            response = complete_sign_in(user_id, via="passkey", path=destination())
    except PasskeyRefused:
        response = None
    if response is None:
        flash(
            _("This passkey does not work here. Please try again, or sign in another way."), "error"
        )
        return redirect(url_for(step if expected else "accounts.sign_in", next=_going()), 303)
    return response


def _who_owes() -> int | None:
    owed = owed_factor()
    return owed.user_id if owed else None


def _who_is_in() -> int | None:
    return viewer().id if current_user.is_authenticated else None


def _going() -> str | None:
    return request.values.get("next") or None


def _new_challenge(kind: ChallengeKind) -> str:
    """A random challenge, which this browser's session holds until it is answered or over."""
    challenge = secrets.token_urlsafe(32)
    until = clock.now() + CHALLENGE_FOR
    session[CHALLENGE] = links.sign_dated(challenge, 0, purpose=kind, until=until)
    return challenge


def _challenge(kind: ChallengeKind) -> str:
    """The challenge that this browser was given for this, removed from its session; '' for none."""
    held = session.pop(CHALLENGE, "")
    challenge, _version = links.opened_dated(held, purpose=kind, now=clock.now()) or ("", 0)
    return challenge


def _json(text: str) -> Response:
    response = make_response(text)
    response.mimetype = "application/json"
    return response
