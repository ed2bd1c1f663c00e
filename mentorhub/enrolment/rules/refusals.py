"""What the line refuses, and what a welcome link does now: each class names the reason and carries its data."""

import datetime as dt
from enum import StrEnum

from mentorhub.accounts.rules.links import LINK_LIFETIMES, LinkKind
from mentorhub.foundation.errors import Refusal


class NotOpenYet(Refusal):
    """The cohort takes arrivals from `opens_at`."""

    def __init__(self, opens_at: dt.datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class NoLongerOpen(Refusal):
    """The cohort takes no more arrivals since `closes_at`."""

    def __init__(self, closes_at: dt.datetime) -> None:
        super().__init__(closes_at)
        self.closes_at = closes_at


class AlreadyInLine(Refusal):
    """This address has a live place in this cohort; another browser gets no answer; the owner gets a mail."""

    def __init__(self, enrolment_id: int) -> None:
        super().__init__(enrolment_id)
        self.enrolment_id = enrolment_id


class LapsedBefore(AlreadyInLine):
    """This address let a seat lapse here: its new arrival needs the link that goes by mail."""


class HoldElsewhere(Refusal):
    """This browser holds an unpaid seat of another cohort."""


class LineFull(Refusal):
    """As many wait as the practice lets wait, and no seat is free."""


class NotHeld(Refusal):
    """This seat is not held any more, so its time cannot be extended."""


class NotLater(Refusal):
    """A hold is only ever extended."""


class TooLong(Refusal):
    """A hold may last for as long as an offer at most; carries until when that is."""

    def __init__(self, latest: dt.datetime) -> None:
        super().__init__(latest)
        self.latest = latest


class ExtendedOften(Refusal):
    """This hold was extended as often as may be: others wait for the seat."""


class NothingToPay(Refusal):
    """There is no seat here that could be paid now."""


class CheckoutUnderway(Refusal):
    """A checkout of this seat can still be paid, so the seat cannot be given up yet."""


class TooLateToPay(Refusal):
    """A new checkout would outlive the deadline."""


class TooManyCheckouts(Refusal):
    """So many payment pages were made for this seat in the last minutes that another would help nobody."""


class PriceNotOffered(Refusal):
    """This price is none of the cohort's that could be chosen for this seat now."""


class PriceChosen(Refusal):
    """A payment page for another price can still be paid, so the price stays as it was chosen."""


class PaymentsStopped(Refusal):
    """The practice takes no payments just now; the seat is kept until it does, and for a while after that."""


class CodesNotTaken(Refusal):
    """The practice takes no promotion codes."""


class CodeNotForParts(Refusal):
    """A code applies to a price that is paid at once."""


class CodeTooLate(Refusal):
    """A payment page without this code can still be paid, so the code comes too late."""


class ConsentMissing(Refusal):
    """Instalments are taken only on the days, and in the amounts, that were agreed to."""


class CannotLeave(Refusal):
    """This place can no longer be given up by leaving: the money is on its way or has arrived."""


class CohortFull(Refusal):
    """Every seat is taken."""


class CohortCalledOff(Refusal):
    """The practice has called this cohort off."""


class CohortOver(Refusal):
    """The cohort's last day has passed."""


class RehearsalEnded(Refusal):
    """No rehearsal of this cohort is running (any more)."""


class SeatsBelowTaken(Refusal):
    """Seats that somebody holds cannot be taken away; carries how many are taken."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken


class SeatsTooMany(Refusal):
    """No cohort is so large; carries the most there may be."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.max = most


class AlreadySeated(Refusal):
    """This address has a seat in this cohort; carries its enrolment."""

    def __init__(self, enrolment_id: int) -> None:
        super().__init__(enrolment_id)
        self.enrolment_id = enrolment_id


class PlaceEnded(Refusal):
    """This place has ended, or its programme is completed: there is nothing to end."""


class MoneyOnItsWay(Refusal):
    """The payment of this seat is under way; what becomes of the seat follows from it."""


class RefundExceeds(Refusal):
    """More than can go back was asked for; carries what can, in minor units."""

    def __init__(self, left_minor: int) -> None:
        super().__init__(left_minor)
        self.left_minor = left_minor


class PaymentDisputed(Refusal):
    """The payer's bank has asked for this money back, so it cannot be refunded meanwhile."""


class RefundUnderway(Refusal):
    """A refund of ours may be on its way to money that somebody sent back by hand; its answer comes first."""


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
    REHEARSED = "rehearsed"  # its practice only tries it: no account is made


def welcome_standing(
    *,
    until: dt.datetime,
    is_latest: bool,
    is_claimed: bool,
    has_account: bool,
    is_rehearsal: bool = False,
    now: dt.datetime,
) -> WelcomeStanding:
    """Of a link that ends at `until`; `has_account`: its address has one that is settled, and not signed in here."""
    if not is_latest:
        return WelcomeStanding.SPENT
    if is_rehearsal:
        return WelcomeStanding.REHEARSED
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
