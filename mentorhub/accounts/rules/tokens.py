"""API tokens: how they look, what they may do, how long they last; refusals. Pure."""

import datetime as dt
import hashlib
import re
import string
import zlib
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from mentorhub.foundation.errors import Refusal

PREFIX = "mhp_"
SECRET_LENGTH, CHECK_LENGTH = 30, 6  # characters
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
LIVE_MAX = 20  # tokens of one person that open something
NAME_MAX = 100
LIFETIMES = (7, 30, 90, 365)  # days, to choose from; any other day by its date
LIFETIME = 90  # days, unless chosen
LIFETIME_MAX = dt.timedelta(days=366)
SEEN_EVERY = dt.timedelta(hours=1)  # `last_used_at` is written at most this often
RETENTION = dt.timedelta(days=30)  # after it ended or expired
_LOOK = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{SECRET_LENGTH}}})([0-9A-Za-z]{{{CHECK_LENGTH}}})")


class Scope(StrEnum):
    """What a token may do; the value stands in the API's contract."""

    READ = "people:read"
    WRITE = "people:write"


class TooManyTokens(Refusal):
    """As many tokens are live as one person may have."""


class EndRefused(Refusal):
    """A token ends after now, and within a year."""


class ScopeUnknown(Refusal):
    """No scope of this name, or none at all; carries what was asked for."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


def new_token(chosen: Callable[[Sequence[str]], str]) -> str:
    """A new token; `chosen` draws one of the characters it is given, such as `secrets.choice`."""
    secret = "".join(chosen(ALPHABET) for _ in range(SECRET_LENGTH))
    return PREFIX + secret + check_characters(secret)


def check_characters(secret: str) -> str:
    """The CRC-32 of the secret in base 62, so that a typing error needs no database to be seen."""
    left, found = zlib.crc32(secret.encode()), ""
    for _ in range(CHECK_LENGTH):
        left, digit = divmod(left, len(ALPHABET))
        found = ALPHABET[digit] + found
    return found


def is_well_formed(token: str) -> bool:
    """Whether this could be a token: what was cut or mistyped could not."""
    found = _LOOK.fullmatch(token)
    return found is not None and check_characters(found[1]) == found[2]


def hash_of(token: str) -> str:
    """What is stored of it. Not slow, unlike a password's: 178 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def scopes_in(text: str) -> tuple[Scope, ...]:
    """Scopes with commas or blanks between, in a fixed order, each once. Raises `ScopeUnknown`."""
    asked = [one for one in re.split(r"[\s,]+", text) if one]
    unknown = [one for one in asked if one not in set(Scope)]
    if unknown or not asked:
        raise ScopeUnknown(", ".join(unknown))
    return in_order(Scope(one) for one in asked)


def in_order(scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    """Each once, reading first."""
    wanted = set(scopes)
    return tuple(scope for scope in Scope if scope in wanted)


def refuse_end(expires_at: dt.datetime, *, now: dt.datetime) -> None:
    """Raises `EndRefused` for an end that has passed or is more than a year away."""
    if not now < expires_at <= now + LIFETIME_MAX:
        raise EndRefused
