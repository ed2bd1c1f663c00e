"""Which price may be chosen for a held seat, and how many payment pages may be made for it."""

import datetime as dt
from collections.abc import Sequence

from mentorhub.enrolment.rules.refusals import PriceChosen, PriceNotOffered, TooManyCheckouts

CHECKOUTS_MAX = (
    5  # pages made for one seat; whoever needs a sixth is testing stolen cards, or we are broken
)
CHECKOUTS_WITHIN = dt.timedelta(minutes=10)
TRIED_FOR = dt.timedelta(
    minutes=90
)  # from the first try on, a seat is held for pages that Stripe does not make


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
    """`made` pages could be paid on for this seat within `CHECKOUTS_WITHIN`: raises `TooManyCheckouts`."""
    if made >= CHECKOUTS_MAX:
        raise TooManyCheckouts


def is_first_checkout(asked_at: Sequence[dt.datetime], *, made: int, now: dt.datetime) -> bool:
    """Whether the next page is still the applicant's first: of those asked for at these times none was `made`.

    A page that Stripe never made could not be paid on; but the seat is not held for ever for those either.
    """
    return not made and (not asked_at or now < min(asked_at) + TRIED_FOR)
