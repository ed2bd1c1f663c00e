"""A practice's own account at Stripe: what its state follows from, what is missing, the platform's fee, how long it is
looked after. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation.errors import Refusal

DISPUTED_FOR = dt.timedelta(days=180)  # after a payment, a bank may still ask for it back
CHECKED_EVERY = dt.timedelta(hours=1)
WHOLE = 10_000  # basis points
REHEARSAL = "rehearsal"  # stands for the account of the sandbox where rehearsals are paid
# Where Stripe opens accounts for businesses with a dashboard of their own: stripe.com/global.
COUNTRIES = tuple(
    "AU AT BE BR BG CA HR CY CZ DK EE FI FR DE GI GR HK HU IE IT JP LV LI LT LU MY MT MX NL NZ NO PL PT RO SG SK SI ES "
    "SE CH TH AE GB US".split()
)


class ConnectionUnderway(Refusal):
    """Another account of this practice is being set up already."""


class ConnectionNotReady(Refusal):
    """The account takes no payments, so nothing can be moved to it."""


class ConnectionInUse(Refusal):
    """The account has been in use, so it cannot be given up; another one can take its place."""


class CountryNotServed(Refusal):
    """Stripe opens no account there."""


class Missing(StrEnum):
    """What Stripe asks for, in the kinds that a mentor can do something about."""

    PERSON = "person"
    BUSINESS = "business"
    BANK_ACCOUNT = "bank_account"
    DOCUMENT = "document"
    TERMS = "terms"
    OTHER = "other"


# What Stripe's names of requirements begin with or hold, the first that fits.
_KINDS = (
    ("document", Missing.DOCUMENT),
    ("terms_of_service", Missing.TERMS),
    ("tos_acceptance", Missing.TERMS),
    ("bank_account", Missing.BANK_ACCOUNT),
    ("external_account", Missing.BANK_ACCOUNT),
    ("payout", Missing.BANK_ACCOUNT),
    ("identity.individual", Missing.PERSON),
    ("individual", Missing.PERSON),
    ("person", Missing.PERSON),
    ("representative", Missing.PERSON),
    ("identity.business_details", Missing.BUSINESS),
    ("business", Missing.BUSINESS),
    ("company", Missing.BUSINESS),
    ("support", Missing.BUSINESS),
    ("statement_descriptor", Missing.BUSINESS),
    ("mcc", Missing.BUSINESS),
)


@dataclass(frozen=True)
class Requirement:
    """Something Stripe asks for: its kind, and what Stripe says is wrong with what was given ('' where nothing was)."""

    kind: Missing
    words: str = ""


def requirement(description: str, *, words: str = "") -> Requirement:
    """A requirement by Stripe's machine-readable name, e.g. `identity.individual.date_of_birth.day`."""
    name = description.casefold()
    kind = next((kind for part, kind in _KINDS if part in name), Missing.OTHER)
    return Requirement(kind, words)


def without_repeats(requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """Each once, in the order of their kinds: Stripe asks for day, month and year by themselves."""
    order = list(Missing)
    return tuple(sorted(set(requirements), key=lambda one: (order.index(one.kind), one.words)))


def connection_verb(state: StripeState, *, is_active: bool, is_closed: bool) -> str | None:
    """The move of `CHARGES` that brings an account to what Stripe says of it; None where it is there.

    An account that took payments once is blocked, not pending: its mentor has something to put right.
    """
    if is_closed:
        return None if state == StripeState.DISCONNECTED else "disconnect"
    if is_active:
        return "enable" if state in {StripeState.PENDING, StripeState.BLOCKED} else None
    return "block" if state == StripeState.READY else None


def application_fee(amount_minor: int, *, basis_points: int, account: str) -> int:
    """The platform's part of a payment, in its minor units, rounded down; none on its own account or in rehearsals."""
    return 0 if account in {"", REHEARSAL} else amount_minor * basis_points // WHOLE


def account_key(practice_public_id: str, number: int) -> str:
    """Stripe's idempotency key of a practice's account: its first, its second …"""
    return f"account-{practice_public_id}-{number}"


def refuse_country(country: str) -> None:
    """Raises `CountryNotServed` unless Stripe opens accounts there."""
    if country not in COUNTRIES:
        raise CountryNotServed
