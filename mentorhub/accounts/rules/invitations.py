"""Invitations to a practice: their states, how long one is valid, how many there may be, and who may accept one."""

import datetime as dt
from enum import StrEnum

from limits import RateLimitItemPerDay

from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions

INVITATION_LINK = "practice-invitation"  # what the signature of an email's link is for
INVITATION_LIFETIME = dt.timedelta(days=7)
# After its end: the address of somebody who never accepted is not stored for longer.
INVITATION_RETENTION = dt.timedelta(days=30)
INVITATIONS_MAX = 20  # of a practice, that may be accepted at one time
# Emails that an owner can cause: of one practice, and of it to one address.
INVITATIONS_PRACTICE = RateLimitItemPerDay(40, namespace="invitations-practice")
INVITATIONS_ADDRESS = RateLimitItemPerDay(3, namespace="invitations-address")


class AlreadyInvited(Refusal):
    """The practice has an invitation out to this address."""


class TooManyInvitations(Refusal):
    """The practice has as many invitations out as there may be."""


class InvitationOver(Refusal):
    """An invitation that nobody can accept (any more). `standing` says why."""

    def __init__(self, standing: "Standing") -> None:
        super().__init__(standing)
        self.standing = standing


class NotInvited(Refusal):
    """The viewer is not the invited person, or has not proved it."""


class NameMissing(Refusal):
    """A new account is needed, and its name is missing."""


class InvitationState(StrEnum):
    """What was done with an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


INVITATION = Transitions(
    InvitationState.OPEN,
    {
        "renew": ((InvitationState.OPEN,), InvitationState.OPEN),
        "accept": ((InvitationState.OPEN,), InvitationState.ACCEPTED),
        "withdraw": ((InvitationState.OPEN,), InvitationState.WITHDRAWN),
    },
)


class Standing(StrEnum):
    """What an email's link leads to now."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"  # by an email that was sent later
    EXPIRED = "expired"
    GONE = "gone"  # there is no such invitation (any more)


class Reader(StrEnum):
    """Who has opened the link, by whether this browser is signed in and the address has an account."""

    INVITED = "invited"  # signed in with the address
    OTHER = "other"  # signed in with another one
    KNOWN = "known"  # signed out; the address is an account's, and signs in first
    NEW = "new"  # signed out; there is no account of the address, or nobody has confirmed it


def standing_of(
    state: InvitationState,
    *,
    is_latest: bool,
    is_by_owner: bool,
    expires_at: dt.datetime,
    now: dt.datetime,
) -> Standing:
    """`is_latest`: the link is of the last email sent. `is_by_owner`: who sent it is an owner today."""
    if state != InvitationState.OPEN:
        return Standing(state.value)
    if not is_by_owner:
        return Standing.WITHDRAWN
    if expires_at <= now:
        return Standing.EXPIRED
    return Standing.OPEN if is_latest else Standing.OVERTAKEN


def reader_of(*, viewer_id: int | None, owner_id: int | None, is_settled: bool) -> Reader:
    """Of the signed-in user (None: nobody is) and of the address's account (None: it has none).

    `is_settled`: that account is confirmed, or disabled.
    """
    if viewer_id is not None:
        return Reader.INVITED if viewer_id == owner_id else Reader.OTHER
    return Reader.KNOWN if owner_id is not None and is_settled else Reader.NEW


def refuse_over(standing: Standing) -> None:
    """Raises `InvitationOver` unless it may be accepted."""
    if standing != Standing.OPEN:
        raise InvitationOver(standing)


def refuse_other_readers(reader: Reader, *, name: str) -> None:
    """Raises `NotInvited` for another account and for one not signed in, `NameMissing` where a new one has none."""
    if reader in {Reader.OTHER, Reader.KNOWN}:
        raise NotInvited
    if reader == Reader.NEW and not name:
        raise NameMissing


def refuse_too_many_invitations(standing: int) -> None:
    """`standing`: how many of the practice may be accepted now. Raises `TooManyInvitations`."""
    if standing >= INVITATIONS_MAX:
        raise TooManyInvitations


def ends_invitations_sent(*, lost: Role, gained: Role | None) -> bool:
    """Whether whoever had the role `lost` could not invite any more with `gained` (None: leaves)."""
    return lost == Role.OWNER and gained != Role.OWNER
