"""Links that open something by themselves: signed (public id, version), and the record that makes one single use."""

import datetime as dt

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation.config import settings
from mentorhub.foundation.database import Id, Model


class UsedLink(Model):
    """A single-use link that has been used; its presence refuses the second use."""

    __tablename__ = "used_link"

    id: Mapped[Id]
    token_key: Mapped[str] = mapped_column(String(120), unique=True)
    used_at: Mapped[dt.datetime]


def sign(public_id: str, version: int, *, purpose: str) -> str:
    """A token for `purpose`; raising the row's `link_version` makes all earlier ones worthless."""
    return str(_serializer(purpose).dumps([public_id, version]))


def opened(token: str, *, purpose: str) -> tuple[str, int] | None:
    """(public id, version) of a token signed for `purpose`, or None for anything else."""
    if len(token) > 200:
        return None
    try:
        public_id, version = _serializer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(public_id), int(version)


def sign_dated(public_id: str, version: int, *, purpose: str, until: dt.datetime) -> str:
    """As `sign`, with an end (whole seconds UTC) inside the signature."""
    return str(_serializer(purpose).dumps([public_id, version, int(until.timestamp())]))


def opened_dated(token: str, *, purpose: str, now: dt.datetime) -> tuple[str, int] | None:
    """As `opened`; None also once the signed end has passed."""
    if len(token) > 220:
        return None
    try:
        public_id, version, until = _serializer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return (str(public_id), int(version)) if now.timestamp() < int(until) else None


def use_once(session: Session, key: str, *, now: dt.datetime) -> bool:
    """Record the use of a single-use link; False where it was used before. Inside a transaction."""
    try:
        with session.begin_nested():
            session.add(UsedLink(token_key=key, used_at=now))
    except IntegrityError:
        return False
    return True


def absolute(path: str) -> str:
    """The address of `path` (starting with /) as mails carry it."""
    return settings().base_url + path


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="mentorhub." + purpose)
