"""Tables of accounts, by noun; all named here."""

from mentorhub.accounts.models.people import (
    AddressChange,
    Role,
    SignedInDevice,
    Tombstone,
    User,
    UserPhoto,
    WebAuthn,
)
from mentorhub.accounts.models.practices import Invitation, Membership, Practice

__all__ = [
    "AddressChange",
    "Invitation",
    "Membership",
    "Practice",
    "Role",
    "SignedInDevice",
    "Tombstone",
    "User",
    "UserPhoto",
    "WebAuthn",
]
