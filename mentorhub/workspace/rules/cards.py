"""A person as an address book has them: what is written about them, their tags, and what came with their card. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from limits import RateLimitItemPerHour

from mentorhub.workspace.rules.details import Details

DOWNLOADS = RateLimitItemPerHour(60, namespace="people-downloads")  # of one user; each may read all


class CardVersion(StrEnum):
    """Of vCard: RFC 2426, which the address books of all phones read, and RFC 6350, the newer."""

    THREE = "3.0"
    FOUR = "4.0"


@dataclass(frozen=True)
class Card:
    """One person. `uid` stays the same from one file to the next.

    `lines` are content lines of an imported card that are not understood here, unfolded, and go out as they came.
    `photo` is a JPEG, if pictures were asked for.
    """

    uid: str
    details: Details
    tags: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    photo: bytes = b""


def uid_of(public_id: str, *, own: str = "") -> str:
    """What a person's card is known by again: its own name if it came with one, else ours."""
    return own or f"mentorhub-person-{public_id}"
