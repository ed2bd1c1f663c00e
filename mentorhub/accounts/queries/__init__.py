"""Reads of accounts, by noun; all named here."""

from mentorhub.accounts.queries.devices import (
    Device,
    Pending,
    address_of,
    pending_address,
    signed_in_devices,
    stale_sign_ups,
    untold_devices,
)
from mentorhub.accounts.queries.messages import mail_wishes
from mentorhub.accounts.queries.practices import (
    Member,
    PaymentSettings,
    is_member,
    members,
    owned_practices,
)
from mentorhub.accounts.queries.users import Credentials, Self, credentials, own, reader_of

__all__ = [
    "Credentials",
    "Device",
    "Member",
    "PaymentSettings",
    "Pending",
    "Self",
    "address_of",
    "credentials",
    "is_member",
    "mail_wishes",
    "members",
    "own",
    "owned_practices",
    "pending_address",
    "reader_of",
    "signed_in_devices",
    "stale_sign_ups",
    "untold_devices",
]
