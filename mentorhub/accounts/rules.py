"""What an address is, what a mailed link opens and for how long, which roles a practice has, when it may take money."""

import datetime as dt
import hashlib
import re
from collections.abc import Collection
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions

ADDRESS_MAX = 254
PASSWORD_MIN = 10
PASSWORD_MAX = 128
PATH_MAX = 500
CODES_COUNT = 10  # recovery codes, each good once
TRIES_MAX, TRIES_WITHIN = 5, dt.timedelta(minutes=15)  # wrong codes of one user, then a wait
FACTOR_OWED = "second-factor"  # purpose of the token that stands for a first factor given
FACTOR_OWED_FOR = dt.timedelta(minutes=10)
CHALLENGE_FOR = dt.timedelta(minutes=5)  # from asking a browser for a passkey to its answer
PASSKEY_NAME_MAX = 64
TRANSPORTS = frozenset({"ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"})
FRESH_FOR = dt.timedelta(minutes=15)  # how long after signing in the delicate deeds are open
SUFFIX_MAX = 10  # Stripe: 22 characters for prefix (10 at most), "* " and suffix together


class LinkSpent(Refusal):
    """A mailed link was used before, has run out, or was overtaken by a new password."""


class CodeWrong(Refusal):
    """Not a code of this app, not of this moment, or used already."""


class FactorKept(Refusal):
    """There is one already; it is removed before another is set up."""


class TooManyTries(Refusal):
    """Too many wrong codes; none is looked at until `until`."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__()
        self.until = until


class PasskeyRefused(Refusal):
    """What the browser answered is not from a passkey that opens this, or not for this request."""


class AlreadyMember(Refusal):
    """The user has a role in this practice already."""


class SuffixMisshapen(Refusal):
    """Stripe could not put these words on a card statement."""


class LinkKind(StrEnum):
    """What a mailed link is for; its name is part of the signature."""

    SIGN_IN = "sign-in-link"
    RESET = "password-reset"


LINK_LIVES = {
    LinkKind.SIGN_IN: dt.timedelta(minutes=20),
    LinkKind.RESET: dt.timedelta(hours=1),
}


class Role(StrEnum):
    """A member's role in one practice."""

    OWNER = "owner"
    MENTOR = "mentor"
    ASSISTANT = "assistant"


NEEDS_FACTOR = frozenset({Role.OWNER, Role.MENTOR})  # before they see anything of a mentee's


class FactorNews(StrEnum):
    """What is told to a user by mail, since it may not have been they who did it."""

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


class StripeState(StrEnum):
    """Whether a practice's Stripe account may take charges."""

    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    BLOCKED = "blocked"


CHARGES = Transitions(
    StripeState.NONE,
    {
        "onboard": ((StripeState.NONE,), StripeState.PENDING),
        "enable": (
            (StripeState.NONE, StripeState.PENDING, StripeState.BLOCKED),
            StripeState.READY,
        ),
        "block": ((StripeState.PENDING, StripeState.READY), StripeState.BLOCKED),
    },
)


def is_fresh(signed_in_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Whether somebody who signed in then may still do what is delicate; a moment ahead is as far off as one behind."""
    return signed_in_at is not None and abs(now - signed_in_at) < FRESH_FOR


def tries_counted(tries: int, since: dt.datetime | None, *, now: dt.datetime) -> int:
    """How many wrong codes still count: all of those since the first, until `TRIES_WITHIN` after it."""
    return 0 if since is None or now >= since + TRIES_WITHIN else tries


def refuse_too_many_tries(tries: int, since: dt.datetime | None, *, now: dt.datetime) -> None:
    """Raises `TooManyTries` after `TRIES_MAX` wrong codes, until `TRIES_WITHIN` after the first of them."""
    if since is not None and tries_counted(tries, since, now=now) >= TRIES_MAX:
        raise TooManyTries(since + TRIES_WITHIN)


def bare_code(typed: str) -> str:
    """A code as it is held against the kept ones: without spaces and hyphens, in small letters."""
    return re.sub(r"[\s-]", "", typed).lower()


def challenge_key(challenge: str) -> str:
    """Under which the use of a challenge is recorded."""
    return f"passkey:{hashlib.sha256(challenge.encode()).hexdigest()}"


def free_name(wanted: str, *, taken: Collection[str]) -> str:
    """The name, with a number after it where it is taken, within `PASSKEY_NAME_MAX` letters."""
    name, number = wanted[:PASSKEY_NAME_MAX], 1
    while name in taken:
        number += 1
        ending = f" {number}"
        name = wanted[: PASSKEY_NAME_MAX - len(ending)] + ending
    return name


def email_key(address: str) -> str:
    """One key per address: trimmed, casefolded, the domain in its ASCII form (RFC 5891).

    Raises `ValueError` where there is no domain or it cannot be encoded.
    """
    local, separator, domain = address.strip().rpartition("@")
    if not (local and separator and domain):
        raise ValueError("an address has something before and after its @")
    try:
        ascii_domain = domain.casefold().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError("the part after @ cannot be a domain") from error
    return f"{local.casefold()}@{ascii_domain}"


def initials(name: str) -> str:
    """One or two letters for a monogram: first and last word, "?" for none."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def refuse_misshapen_suffix(suffix: str) -> None:
    """Raises `SuffixMisshapen` unless a card statement can end so; '' leaves it out.

    Source: docs.stripe.com/get-started/account/statement-descriptors (Latin, a letter, none of < > \\ ' " *).
    """
    is_allowed = re.fullmatch(r"[ -~]*", suffix) and not set(suffix) & set("<>\\'\"*")
    has_letter = re.search("[A-Za-z]", suffix)
    if suffix and not (is_allowed and has_letter and len(suffix) <= SUFFIX_MAX):
        raise SuffixMisshapen


def use_key(token: str, *, kind: LinkKind) -> str:
    """Under which the use of a link is recorded: its hash, so that the record opens nothing."""
    return f"{kind}:{hashlib.sha256(token.encode()).hexdigest()}"


def is_local(path: str) -> bool:
    """Whether a browser sent to `path` stays on this site.

    Browsers read `//host` and `/\\host` as another site, and strip control characters before they look.
    """
    stays = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return stays and len(path) <= PATH_MAX and path.isprintable() and " " not in path
