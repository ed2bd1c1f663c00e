"""What a mailed link opens and for how long, and how often anything may be tried."""

import datetime as dt
import hashlib
from enum import StrEnum

from limits import RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute

from mentorhub.foundation.errors import Refusal


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
# Wrong passwords; a right one does not count. A mailed link opens meanwhile, so nobody is locked out.
SIGN_IN_NETWORK = RateLimitItemPerMinute(50, 15, namespace="sign-in-network")
SIGN_IN_ADDRESS = RateLimitItemPerMinute(10, 15, namespace="sign-in-address")
# Mails that somebody else can cause.
LINKS_NETWORK = RateLimitItemPerHour(30, namespace="links-network")
LINKS_ADDRESS = RateLimitItemPerHour(5, namespace="links-address")
RESETS_NETWORK = RateLimitItemPerHour(30, namespace="resets-network")
RESETS_ADDRESS = RateLimitItemPerHour(5, namespace="resets-address")
SIGN_UPS_NETWORK = RateLimitItemPerHour(20, namespace="sign-ups-network")
SIGN_UPS_ADDRESS = RateLimitItemPerHour(5, namespace="sign-ups-address")
EXPORTS = RateLimitItemPerDay(10, namespace="exports")  # of one user; each reads all of their data
DOWNLOAD_NOTICES = RateLimitItemPerHour(
    1, namespace="downloads-notified"
)  # by mail, for each device
NEW_ADDRESSES = RateLimitItemPerHour(5, namespace="new-addresses")  # that one user asks for
NOTICES = RateLimitItemPerMinute(
    1, 15, namespace="notices"
)  # of one kind to the owner of an address


def use_key(token: str, *, kind: LinkKind) -> str:
    """The key under which the use of a link is recorded: its hash, so that the record opens nothing."""
    return f"{kind}:{hashlib.sha256(token.encode()).hexdigest()}"
