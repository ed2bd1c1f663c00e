"""Links that open something by themselves: signed (public id, version), and the record that makes one single use."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import String, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation.config import extension_or_new, settings
from mentorhub.foundation.database.tables import Id, Model

LONGEST = 220  # characters of a token


class UsedLink(Model):
    """A single-use link that has been used; its presence refuses the second use."""

    __tablename__ = "used_link"

    id: Mapped[Id]
    token_key: Mapped[str] = mapped_column(String(120), unique=True)
    used_at: Mapped[dt.datetime]


class Dated(NamedTuple):
    """What a token with an end says."""

    public_id: str
    version: int
    until: dt.datetime


def sign(public_id: str, version: int, *, purpose: str) -> str:
    """A token for `purpose`; raising the row's `link_version` makes all earlier ones worthless."""
    return _signed_text(_serializer(purpose), public_id, version)


def opened(token: str, *, purpose: str) -> tuple[str, int] | None:
    """(public id, version) of a token signed for `purpose`, or None for anything else."""
    match _signed(token, purpose=purpose):
        case [str(public_id), int(version)]:
            return public_id, version
    return None


def sign_dated(public_id: str, version: int, *, purpose: str, until: dt.datetime) -> str:
    """As `sign`, with an end (whole seconds UTC) inside the signature."""
    return str(_serializer(purpose).dumps([public_id, version, int(until.timestamp())]))


def opened_dated(token: str, *, purpose: str, now: dt.datetime) -> tuple[str, int] | None:
    """As `opened`; None also once the signed end has passed."""
    found = opened_until(token, purpose=purpose)
    return (found.public_id, found.version) if found and now < found.until else None


def opened_until(token: str, *, purpose: str) -> Dated | None:
    """What a dated token names and when it ends, which may be over; None for anything else."""
    match _signed(token, purpose=purpose):
        case [str(public_id), int(version), int(until)]:
            return Dated(public_id, version, dt.datetime.fromtimestamp(until, dt.UTC))
    return None


def use_once(session: Session, key: str, *, now: dt.datetime) -> bool:
    """Record the use of a single-use link; False where it was used before. Inside a transaction."""
    try:
        with session.begin_nested():
            session.add(UsedLink(token_key=key, used_at=now))
    except IntegrityError:
        return False
    return True


def used_at(session: Session, key: str) -> dt.datetime | None:
    """When a single-use link was used; None where it was not, or that is forgotten."""
    return session.scalar(select(UsedLink.used_at).where(UsedLink.token_key == key))


def forget_used(session: Session, kind: str, *, before: dt.datetime) -> None:
    """Delete the record of uses of `kind` (what its keys begin with) up to this moment. Inside a transaction.

    Only for links whose own signed end has passed by then: without the record, nothing else refuses a second use.
    """
    of_kind = UsedLink.token_key.startswith(f"{kind}:", autoescape=True)
    session.execute(delete(UsedLink).where(of_kind, UsedLink.used_at <= before))


def absolute(path: str) -> str:
    """The address of `path` (starting with /) as mails carry it."""
    return settings().base_url + path


@lru_cache(maxsize=1024)  # a mail and the answer that leads to a page carry the same one
def _signed_text(serializer: URLSafeSerializer, public_id: str, version: int) -> str:
    return str(serializer.dumps([public_id, version]))


def _signed(token: str, *, purpose: str) -> object:
    """What a token of ours holds; None for any other, and for ours written otherwise than we write it.

    Base64 overlooks stray characters and bits at its end, so that many texts would open the same.
    """
    if len(token) > LONGEST:
        return None
    for serializer in _serializers(purpose):
        try:
            held: object = serializer.loads(token)
        except BadData:
            continue
        return held if serializer.dumps(held) == token else None
    return None


def _serializer(purpose: str) -> URLSafeSerializer:
    return _serializers(purpose)[0]


def _serializers(purpose: str) -> list[URLSafeSerializer]:
    """One for each key, the one that signs first: only the same key writes a token again as it was."""
    return extension_or_new(
        f"links.{purpose}",
        lambda: [
            URLSafeSerializer(key, salt="mentorhub." + purpose)
            for key in reversed(settings().signing_keys)
        ],
    )
