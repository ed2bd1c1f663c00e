"""What an address is, what a mailed link opens and for how long, which roles a practice has, when it may take money."""

import datetime as dt
import hashlib
import re
from collections.abc import Collection
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.limits import Limit
from mentorhub.foundation.transitions import Transitions

ADDRESS_MAX = 254
NAME_MAX = 200
PASSWORD_MIN = 10
PASSWORD_MAX = 128
PATH_MAX = 500
SUFFIX_MAX = 10  # Stripe: 22 characters for prefix (10 at most), "* " and suffix together


class LinkSpent(Refusal):
    """A mailed link was used before, has run out, or was overtaken by a new password."""


class AddressUnchanged(Refusal):
    """The new address is the present one."""


class AlreadyMember(Refusal):
    """The user has a role in this practice already."""


class LastOwner(Refusal):
    """A practice would be left without an owner."""


class SuffixMisshapen(Refusal):
    """Stripe could not put these words on a card statement."""


class LinkKind(StrEnum):
    """What a mailed link is for; its name is part of the signature."""

    SIGN_IN = "sign-in-link"
    RESET = "password-reset"
    SIGN_UP = "sign-up-confirmation"
    ADDRESS = "address-change"


LINK_LIVES = {
    LinkKind.SIGN_IN: dt.timedelta(minutes=20),
    LinkKind.RESET: dt.timedelta(hours=1),
    LinkKind.SIGN_UP: dt.timedelta(hours=24),
    LinkKind.ADDRESS: dt.timedelta(hours=1),
}
UNCONFIRMED_KEPT = dt.timedelta(days=7)
SEEN_EVERY = dt.timedelta(minutes=10)  # a device's last sign of life is written no more often
DEVICE_SLEEPS = dt.timedelta(days=60)  # and is signed out
DEVICE_FORGOTTEN = dt.timedelta(days=30)  # after it was signed out

_QUARTER, _HOUR = dt.timedelta(minutes=15), dt.timedelta(hours=1)
# Wrong passwords; a right one does not count. A mailed link opens meanwhile, so nobody is locked out for good.
SIGN_IN_NETWORK = Limit("sign-in-network", 50, _QUARTER)
SIGN_IN_ADDRESS = Limit("sign-in-address", 10, _QUARTER)
# Mails that somebody else can cause.
LINKS_NETWORK = Limit("links-network", 30, _HOUR)
LINKS_ADDRESS = Limit("links-address", 5, _HOUR)
RESETS_NETWORK = Limit("resets-network", 30, _HOUR)
RESETS_ADDRESS = Limit("resets-address", 5, _HOUR)
SIGN_UPS_NETWORK = Limit("sign-ups-network", 20, _HOUR)
SIGN_UPS_ADDRESS = Limit("sign-ups-address", 5, _HOUR)
NEW_ADDRESSES = Limit("new-addresses", 5, _HOUR)  # that one user asks for
NOTICES = Limit("notices", 1, _QUARTER)  # of one kind to the owner of an address


class Role(StrEnum):
    """A member's role in one practice."""

    OWNER = "owner"
    MENTOR = "mentor"
    ASSISTANT = "assistant"


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


def refuse_losing_the_last_owner(
    roles: Collection[Role], *, lost: Role, gained: Role | None
) -> None:
    """Raises `LastOwner` where the only owner among a practice's `roles` would become `gained` (None: leaves)."""
    if lost == Role.OWNER and gained != Role.OWNER and list(roles).count(Role.OWNER) == 1:
        raise LastOwner


def initials(name: str) -> str:
    """One or two letters for a monogram: first and last word, "?" for none."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


# What a browser's words hold, and the name people know; the first that fits, since most claim to be several.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> tuple[str, str]:
    """(browser, system) by the names people know, such as ("Firefox", "Linux"); '' for what is not recognised."""
    browser = next((name for part, name in BROWSERS if part in agent), "")
    system = next((name for part, name in SYSTEMS if part in agent), "")
    return browser, system


def is_new_device(*, logins_before: int | None, is_known: bool) -> bool:
    """Whether the owner is told of a sign-in: not of an account's first, nor in a browser they have used."""
    return bool(logins_before) and not is_known


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
