"""Reads of accounts, by noun; all named here."""

from mentorhub.accounts.queries.closing import (
    BINDERS,
    KEEPERS,
    OwnRole,
    closing_at,
    come_back,
    due_erasures,
    is_kept_above,
    own_roles,
)
from mentorhub.accounts.queries.devices import (
    Device,
    Pending,
    address_of,
    pending_address,
    signed_in_devices,
    stale_sign_ups,
    untold_devices,
)
from mentorhub.accounts.queries.factors import (
    Factors,
    Owed,
    Passkey,
    factors,
    needs_factor,
    owed,
    passkey_ids,
    token_owing_factor,
)
from mentorhub.accounts.queries.invitations import (
    Offer,
    PendingInvitation,
    address_of_invitation,
    offer_of,
    pending_invitations,
)
from mentorhub.accounts.queries.messages import mail_wishes
from mentorhub.accounts.queries.practices import (
    Member,
    PaymentSettings,
    is_member,
    members,
    owned_practices,
)
from mentorhub.accounts.queries.profiles import Profile, photo, profile
from mentorhub.accounts.queries.users import Credentials, Self, credentials, own, reader_of

__all__ = [
    "BINDERS",
    "KEEPERS",
    "Credentials",
    "Device",
    "Factors",
    "Member",
    "Offer",
    "Owed",
    "OwnRole",
    "Passkey",
    "PaymentSettings",
    "Pending",
    "PendingInvitation",
    "Profile",
    "Self",
    "address_of",
    "address_of_invitation",
    "closing_at",
    "come_back",
    "credentials",
    "due_erasures",
    "factors",
    "is_kept_above",
    "is_member",
    "mail_wishes",
    "members",
    "needs_factor",
    "offer_of",
    "owed",
    "own",
    "own_roles",
    "owned_practices",
    "passkey_ids",
    "pending_address",
    "pending_invitations",
    "photo",
    "profile",
    "reader_of",
    "signed_in_devices",
    "stale_sign_ups",
    "token_owing_factor",
    "untold_devices",
]
