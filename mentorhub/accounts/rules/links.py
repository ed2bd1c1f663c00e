"""What a mailed link opens and for how long, and how often anything may be tried."""

import datetime as dt
import hashlib
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.limits import Limit


class LinkSpent(Refusal):
    """A mailed link was used before, has run out, or was overtaken by a new password."""


class LinkKind(StrEnum):
    """What a mailed link is for; its name is part of the signature."""

    SIGN_IN = "sign-in-link"
    RESET = "password-reset"
    SIGN_UP = "sign-up-confirmation"
    ADDRESS = "address-change"

    @property
    def signs_in(self) -> bool:
        """Whether whoever uses it is signed in by it."""
        return self in {LinkKind.SIGN_IN, LinkKind.SIGN_UP}


LINK_LIFETIMES = {
    LinkKind.SIGN_IN: dt.timedelta(minutes=20),
    LinkKind.RESET: dt.timedelta(hours=1),
    LinkKind.SIGN_UP: dt.timedelta(hours=24),
    LinkKind.ADDRESS: dt.timedelta(hours=1),
}


UNCONFIRMED_RETENTION = dt.timedelta(days=7)
_QUARTER, _HOUR = dt.timedelta(minutes=15), dt.timedelta(hours=1)
# Wrong passwords; a right one does not count. A mailed link opens meanwhile, so nobody is locked out.
SIGN_IN_NETWORK = Limit("sign-in-network", 50, _QUARTER)
SIGN_IN_ADDRESS = Limit("sign-in-address", 10, _QUARTER)
# Mails that somebody else can cause.
LINKS_NETWORK = Limit("links-network", 30, _HOUR)
LINKS_ADDRESS = Limit("links-address", 5, _HOUR)
RESETS_NETWORK = Limit("resets-network", 30, _HOUR)
RESETS_ADDRESS = Limit("resets-address", 5, _HOUR)
SIGN_UPS_NETWORK = Limit("sign-ups-network", 20, _HOUR)
SIGN_UPS_ADDRESS = Limit("sign-ups-address", 5, _HOUR)
EXPORTS = Limit(
    "exports", 10, dt.timedelta(days=1)
)  # downloads of one user; each reads all of their data
DOWNLOAD_NOTICES = Limit("downloads-told", 1, _HOUR)  # by mail, for each device of a user
NEW_ADDRESSES = Limit("new-addresses", 5, _HOUR)  # that one user asks for
NOTICES = Limit("notices", 1, _QUARTER)  # of one kind to the owner of an address


def use_key(token: str, *, kind: LinkKind) -> str:
    """The key under which the use of a link is recorded: its hash, so that the record opens nothing."""
    return f"{kind}:{hashlib.sha256(token.encode()).hexdigest()}"
