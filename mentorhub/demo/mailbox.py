"""The demo's mailbox and phone: every email with working links, and authenticator codes. Nothing is sent out."""

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template, url_for
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.security import authenticators
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.retention import is_blank
from mentorhub.mail.sending import render
from mentorhub.web.security_headers import nonce

SHOWN = 200
STEP = dt.timedelta(seconds=30)  # from one code of an app to the next
blueprint = Blueprint("demo", __name__, url_prefix="/demo")


def init_app(app: Flask) -> None:
    """Add the mailbox to an app of the demo, and a link to it below every page."""
    app.register_blueprint(blueprint)
    app.add_template_global(lambda: url_for("demo.list_mails"), "demo_mailbox")


def in_demo(view: Callable[..., Any]) -> Callable[..., Any]:
    """Guard: 404 unless the settings say that this is the demo, because links in emails open seats."""

    @functools.wraps(view)
    def guarded(**arguments: Any) -> Any:
        if not settings().demo:
            raise NotFound
        return view(**arguments)

    guarded.guard = "in_demo"  # type: ignore[attr-defined]
    return guarded


@blueprint.get("/mailbox")
@in_demo
def list_mails() -> str:
    """The latest emails, newest first."""
    panel = f"{settings().stripe_api_base}/_sandbox"
    return render_template("demo/list_mails.html", mails=_newest(), codes=_codes(), panel=panel)


@blueprint.get("/mailbox/<public_id>")
@in_demo
def show_mail(public_id: str) -> Response:
    """One email as plain text, and as email apps show it."""
    mail = _mail(public_id)
    words, _ = render(mail)
    response = make_response(render_template("demo/show_mail.html", mail=mail, words=words))
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'nonce-{nonce()}' 'strict-dynamic'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return response


@blueprint.get("/mailbox/<public_id>/letter")
@in_demo
def show_mail_body(public_id: str) -> Response:
    """The HTML of an email as it was sent, for the frame: own styles, no scripts; links open in the whole window."""
    _, mail = render(_mail(public_id))
    sent = mail.replace("<head>", '<head><base target="_top">', 1)
    response = make_response(sent)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    )
    return response


def _codes() -> list[tuple[str, str]]:
    """What each user's authenticator app shows: name and code; the next one where this one was used already."""
    now = clock.now()
    found = select(User).where(User.tf_totp_secret.is_not(None)).order_by(User.name, User.id)
    with reading(viewer=SYSTEM) as session:
        return [(user.name, _code(user, now)) for user in session.scalars(found)]


def _code(user: User, now: dt.datetime) -> str:
    secret, given = user.tf_totp_secret or "", user.totp_counter or 0
    code = authenticators.code_at(secret, now)
    if authenticators.counter_of(code, secret, now=now, after=given) is None:
        code = authenticators.code_at(secret, now + STEP)
    return code


def _newest() -> Sequence[OutboxMail]:
    with reading(viewer=SYSTEM) as session:
        return session.scalars(
            select(OutboxMail)
            .where(OutboxMail.subject != "")
            .order_by(OutboxMail.created_at.desc(), OutboxMail.id.desc())
            .limit(SHOWN)
        ).all()


def _mail(public_id: str) -> OutboxMail:
    with reading(viewer=SYSTEM) as session:
        found = session.scalar(select(OutboxMail).where(OutboxMail.public_id == public_id))
    if found is None or is_blank(found):
        raise NotFound
    return found
