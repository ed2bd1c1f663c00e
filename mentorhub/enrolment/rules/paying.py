"""Which price may be chosen for a held seat, and how many payment pages may be made for it."""

import datetime as dt
from collections.abc import Sequence

from mentorhub.enrolment.rules.refusals import PriceChosen, PriceNotOffered, TooManyCheckouts

CHECKOUTS_MAX = 5  # pages made for one seat; who needs a sixth tries out cards, or we are broken
CHECKOUTS_WITHIN = dt.timedelta(minutes=10)
FIRST_TRIES = 3  # asked for in vain while Stripe is away; each keeps the seat for as long as its page would be open


def is_offered(amount_minor: int, *, is_own: bool, is_available: bool) -> bool:
    """Whether a price of the cohort can be paid for a seat: one that is valid now, or the one it was held at."""
    return amount_minor > 0 and (is_own or is_available)


def refuse_price(*, is_offered: bool, is_other: bool, has_checkout: bool) -> None:
    """A price is chosen from those offered, before a payment page is open: `PriceNotOffered`, `PriceChosen`."""
    if not is_offered:
        raise PriceNotOffered
    if is_other and has_checkout:
        raise PriceChosen


def refuse_many_checkouts(made: int) -> None:
    """`made` pages were made for this seat within `CHECKOUTS_WITHIN`: raises `TooManyCheckouts`."""
    if made >= CHECKOUTS_MAX:
        raise TooManyCheckouts


def is_first_checkout(were_made: Sequence[bool]) -> bool:
    """Whether the next page is still somebody's first, given of each before whether Stripe made it.

    What Stripe never made nobody could have paid on; but for ever the seat is not kept for those either.
    """
    return not any(were_made) and len(were_made) < FIRST_TRIES
