"""The mail to its owner that a token for the API was made. It names the token and does not hold it."""

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation import links
from mentorhub.foundation.names import isolated
from mentorhub.mail import outbox


def queue_token_made(session: Session, user: User, token: ApiToken, *, now: dt.datetime) -> None:
    """Somebody who was signed in as the user, or the operator, has made it."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("A token for the API was made")
    outbox.queue(
        session,
        "accounts/emails/token_made",
        subject=subject,
        locale=user.locale,
        zone=user.timezone,
        now=now,
        to_name=user.name,
        to_address=user.email,
        name=isolated(token.name),
        writes=Scope.WRITE in token.granted,
        at=now,
        until=token.expires_at,
        link=links.absolute("/account/tokens"),
        reset_link=links.absolute("/password-resets"),
    )
