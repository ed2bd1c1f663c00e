"""A welcome link: how long it makes a new account, how long it opens an existing one (less), and its standing."""

import datetime as dt
from enum import StrEnum

from mentorhub.accounts.rules.links import LINK_LIFETIMES, LinkKind
from mentorhub.foundation.errors import Refusal

WELCOME_LIVES = dt.timedelta(days=7)
# It signs in, so into an account that holds something already it is a sign-in link, and is valid as long as one.
WELCOME_OPENS_ACCOUNT = LINK_LIFETIMES[LinkKind.SIGN_IN]


class WelcomeSpent(Refusal):
    """The welcome link is used, over or superseded. `standing` says which."""

    def __init__(self, standing: "WelcomeStanding") -> None:
        super().__init__(standing)
        self.standing = standing


class WelcomeStanding(StrEnum):
    """What a welcome link does now."""

    GOOD = "good"
    SIGN_IN = "sign_in"  # the address has an account, which signs in first
    CLAIMED = "claimed"  # the seat is an account's already
    SPENT = "spent"  # over, superseded, or never ours


def welcome_standing(
    *, until: dt.datetime, is_latest: bool, is_claimed: bool, has_account: bool, now: dt.datetime
) -> WelcomeStanding:
    """Of a link that ends at `until`; `has_account`: its address has one that is settled, and not signed in here."""
    if not is_latest:
        return WelcomeStanding.SPENT
    if is_claimed:
        return WelcomeStanding.CLAIMED
    if now >= until:
        return WelcomeStanding.SPENT
    sent_at = until - WELCOME_LIVES
    if has_account and now >= sent_at + WELCOME_OPENS_ACCOUNT:
        return WelcomeStanding.SIGN_IN
    return WelcomeStanding.GOOD


def refuse_spent(standing: WelcomeStanding) -> None:
    """Raises `WelcomeSpent` unless the link is good."""
    if standing != WelcomeStanding.GOOD:
        raise WelcomeSpent(standing)
