"""Second factors and fresh sign-ins: what counts, for how long, how often."""

import datetime as dt
import hashlib
import re
from collections.abc import Collection
from enum import StrEnum

from mentorhub.foundation.errors import Refusal

CODES_COUNT = 10  # recovery codes, each good once
TRIES_MAX, TRIES_WITHIN = 5, dt.timedelta(minutes=15)  # wrong codes of one user, then a wait
FACTOR_OWED = "second-factor"  # purpose of the token that stands for a first factor given
FACTOR_OWED_FOR = dt.timedelta(minutes=10)
CHALLENGE_USE = "passkey"
CHALLENGE_FOR = dt.timedelta(minutes=5)  # from asking a browser for a passkey to its answer
PASSKEY_NAME_MAX = 64
TRANSPORTS = frozenset({"ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"})
FRESH_FOR = dt.timedelta(minutes=15)  # how long after signing in security-relevant actions are open


class CodeWrong(Refusal):
    """Not a code of this app, not a current one, or used already."""


class FactorExists(Refusal):
    """There is a second factor of this kind already; it is removed before another is set up."""


class TooManyWrongCodes(Refusal):
    """Too many wrong codes; none is checked until `until`."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__()
        self.until = until


class PasskeyRefused(Refusal):
    """What the browser answered is not from a passkey that opens this, or not for this request."""


class FactorNews(StrEnum):
    """Changes a user is notified of by mail, since somebody else may have made them."""

    AUTHENTICATOR_ADDED = "authenticator-added"
    AUTHENTICATOR_REMOVED = "authenticator-removed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    CODES_RENEWED = "codes-renewed"
    CODE_USED = "code-used"


class ChallengeKind(StrEnum):
    """What a browser was asked for a passkey for; its name is part of the challenge's signature."""

    REGISTER = "passkey-registration"
    SIGN_IN = "passkey-sign-in"


def is_fresh(signed_in_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Whether a sign-in is recent enough for security-relevant actions; a time ahead counts like one behind."""
    return signed_in_at is not None and abs(now - signed_in_at) < FRESH_FOR


def tries_counted(tries: int, since: dt.datetime | None, *, now: dt.datetime) -> int:
    """How many wrong codes still count: all of those since the first, until `TRIES_WITHIN` after it."""
    return 0 if since is None or now >= since + TRIES_WITHIN else tries


def refuse_too_many_wrong_codes(tries: int, since: dt.datetime | None, *, now: dt.datetime) -> None:
    """Raises `TooManyWrongCodes` after `TRIES_MAX` wrong codes, until `TRIES_WITHIN` after the first of them."""
    if since is not None and tries_counted(tries, since, now=now) >= TRIES_MAX:
        raise TooManyWrongCodes(since + TRIES_WITHIN)


def bare_code(typed: str) -> str:
    """A code as it is compared with the stored ones: without spaces and hyphens, in lower case."""
    return re.sub(r"[\s-]", "", typed).lower()


def challenge_key(challenge: str) -> str:
    """The key under which the use of a challenge is recorded."""
    return f"{CHALLENGE_USE}:{hashlib.sha256(challenge.encode()).hexdigest()}"


def free_name(wanted: str, *, taken: Collection[str]) -> str:
    """The name, with a number after it where it is taken, within `PASSKEY_NAME_MAX` characters."""
    name, number = wanted[:PASSKEY_NAME_MAX], 1
    while name in taken:
        number += 1
        ending = f" {number}"
        name = wanted[: PASSKEY_NAME_MAX - len(ending)] + ending
    return name
