"""Roles in a practice, and when it may take money."""

import datetime as dt
import re
from collections.abc import Collection
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.money import OFFERED
from mentorhub.foundation.slugs import (
    refuse_misshapen_slug,
    refuse_reserved_slug,
    slug_from,
)
from mentorhub.foundation.transitions import Transitions

SUFFIX_MAX = 10  # Stripe: 22 characters for prefix (10 at most), "* " and suffix together

ABOUT_MAX = 4_000  # characters of what a practice says of itself
PRACTICE_NAME_MAX = 120
OWN_PAGES = frozenset({"new", "address"})  # below /practices/: no practice's address
PRACTICES_MAX = 5  # that one user may own and still open another
SAME_OPENING = dt.timedelta(
    minutes=10
)  # the same name again by the same owner is the same form, sent twice

NOTICE_MAX = 20_000  # characters of a privacy notice or an imprint


class AlreadyMember(Refusal):
    """The user has a role in this practice already."""


class LastOwner(Refusal):
    """A practice would be left without an owner."""


class SuffixMisshapen(Refusal):
    """Stripe could not put these words on a card statement."""


class NameUnaddressed(Refusal):
    """No address can be made of this name: it has neither letters nor digits."""


class TooManyPractices(Refusal):
    """The user owns as many practices as one may open."""


class CurrencyNotTaken(Refusal):
    """Stripe takes no payments in this currency."""


class NoticeTooLong(Refusal):
    """A privacy notice or imprint of more characters than `NOTICE_MAX`."""


class Role(StrEnum):
    """A member's role in one practice."""

    OWNER = "owner"
    MENTOR = "mentor"
    ASSISTANT = "assistant"


NEEDS_FACTOR = frozenset({Role.OWNER, Role.MENTOR})  # before they see anything of a mentee's


class StripeState(StrEnum):
    """Whose Stripe account a practice is paid on, and whether that account takes payments."""

    NONE = "none"  # nobody's yet: nothing can be paid
    PLATFORM = "platform"  # the platform's own, where one operator is the only mentor
    PENDING = "pending"  # its own, whose set-up at Stripe is not finished
    READY = "ready"
    BLOCKED = (
        "blocked"  # its own, which took payments once, and for which Stripe asks for something
    )
    DISCONNECTED = "disconnected"  # closed at Stripe, or closed to this platform: for good


_S = StripeState
_OWN = (_S.PENDING, _S.READY, _S.BLOCKED)
CHARGES = Transitions(
    _S.NONE,
    {
        "join_platform": ((_S.NONE,), _S.PLATFORM),
        "onboard": ((_S.NONE,), _S.PENDING),
        "start_over": ((_S.PENDING,), _S.NONE),
        "enable": ((_S.PENDING, _S.BLOCKED), _S.READY),
        "block": ((_S.READY,), _S.BLOCKED),
        "disconnect": (_OWN, _S.DISCONNECTED),
        "move": ((_S.PLATFORM, *_OWN, _S.DISCONNECTED), _S.READY),
    },
)
CHARGING = (_S.PLATFORM, _S.READY)


def takes_payments(
    state: StripeState, *, stopped_at: dt.datetime | None, resumed_at: dt.datetime | None
) -> bool:
    """Whether a practice can be paid now: on an account that is ready, unless payments stopped and did not resume."""
    is_stopped = stopped_at is not None and (resumed_at is None or resumed_at < stopped_at)
    return state in CHARGING and not is_stopped


def refuse_losing_the_last_owner(
    roles: Collection[Role], *, lost: Role, gained: Role | None
) -> None:
    """Raises `LastOwner` where the only owner among a practice's `roles` would become `gained` (None: leaves)."""
    if lost == Role.OWNER and gained != Role.OWNER and list(roles).count(Role.OWNER) == 1:
        raise LastOwner


def refuse_misshapen_suffix(suffix: str) -> None:
    """Raises `SuffixMisshapen` unless a card statement can end with it; '' leaves it out.

    Source: docs.stripe.com/get-started/account/statement-descriptors (Latin, with a letter, none of < > \\ ' " *).
    """
    is_allowed = re.fullmatch(r"[ -~]*", suffix) and not set(suffix) & set("<>\\'\"*")
    has_letter = re.search("[A-Za-z]", suffix)
    if suffix and not (is_allowed and has_letter and len(suffix) <= SUFFIX_MAX):
        raise SuffixMisshapen


def refuse_another_practice(owned: int) -> None:
    """Raises `TooManyPractices` for the owner of so many."""
    if owned >= PRACTICES_MAX:
        raise TooManyPractices


def refuse_unknown_currency(currency: str) -> None:
    """Raises `CurrencyNotTaken`."""
    if currency not in OFFERED:
        raise CurrencyNotTaken


def wanted_slug(slug: str, *, name: str) -> str:
    """The address asked for, or one made of the name where none was.

    Raises `SlugMisshapen` and `SlugReserved` for one that was asked for, `NameUnaddressed` where none can be made.
    """
    if slug:
        refuse_misshapen_slug(slug)
        refuse_reserved_slug(slug)
    made = slug or slug_from(name)
    if not made:
        raise NameUnaddressed
    return made


def refuse_long_notices(*texts: str) -> None:
    """Raises `NoticeTooLong` where any is."""
    if any(len(text) > NOTICE_MAX for text in texts):
        raise NoticeTooLong
