"""Closing an account: how long it may be restored, what refuses it, and what is remembered of who is gone."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorhub.accounts.rules.addresses import email_key
from mentorhub.foundation.errors import Refusal

GRACE = dt.timedelta(days=30)
# Due for longer than this is a breach, no longer the periodic task's next run.
LATE = dt.timedelta(days=1)
SEATS_LATE = dt.timedelta(hours=6)  # the same for seats: Stripe may delay freeing them

# Columns that an erased user's row retains: that there was a user, from when to when, with a confirmed address.
RETAINED = frozenset({"id", "public_id", "create_datetime", "confirmed_at", "closing_at"})
# What is set to the same for everybody; name, address, `erased_at`, `link_version` and the session's key besides.
BLANK: dict[str, Any] = {
    "locale": "en_GB",
    "timezone": "UTC",
    "theme": "",
    "active": False,
    "factor_tries": 0,
    **dict.fromkeys(
        (
            "username",
            "password",
            "last_login_at",
            "current_login_at",
            "last_login_ip",
            "current_login_ip",
            "login_count",
            "tf_primary_method",
            "tf_totp_secret",
            "totp_counter",
            "tf_phone_number",
            "us_totp_secrets",
            "us_phone_number",
            "fs_webauthn_user_handle",
            "mf_recovery_codes",
            "factor_tries_from",
        )
    ),
}


class StillNeeded(Refusal):
    """The account is still needed, as a mentor's is by their mentees."""


class OwnsPractice(StillNeeded):
    """Practices would be left without an owner; carries their names and public ids."""

    def __init__(self, practices: Mapping[str, str]) -> None:
        super().__init__(*practices.values())
        self.practices = practices


class AccountClosing(Refusal):
    """A user whose account is being closed gets nothing new until they restore it."""


class GraceOver(Refusal):
    """The thirty days are over: what is erased does not come back."""


@dataclass(frozen=True)
class Consequence:
    """What one package says of a closing account, as HTML; `is_refusal`: this prevents the closing."""

    html: str
    is_refusal: bool = False


def erased_from(closing_at: dt.datetime) -> dt.datetime:
    """When the grace ends: before it the account may be restored, from then on it is erased."""
    return closing_at + GRACE


def refuse_after_the_grace(closing_at: dt.datetime, *, now: dt.datetime) -> None:
    """Raises `GraceOver`."""
    if now >= erased_from(closing_at):
        raise GraceOver


def tombstones_of(address: str, *, secrets: Sequence[str]) -> list[str]:
    """Each hash under which a tombstone may remember an address: by its key of today and by that of before, and by
    each secret. Raises `ValueError` for what is no address."""
    keys = {email_key(address), _earlier_key(address)}
    return [tombstone(key, secret=secret) for key in sorted(keys) for secret in secrets]


def _earlier_key(address: str) -> str:
    """As keys were made until addresses were compared as mail is sent to them: casefolded, the domain by IDNA 2003.

    Hashes cannot be recomputed, so this stays as long as they do; it opens nothing and mails nobody.
    """
    local, _, domain = address.strip().rpartition("@")
    try:
        return f"{local.casefold()}@{domain.casefold().encode('idna').decode('ascii')}"
    except UnicodeError:  # then nobody had it
        return email_key(address)


def tombstone(key: str, *, secret: str) -> str:
    """What is remembered of an address: a keyed hash, which recognises the address and names nobody."""
    text = f"tombstone:{key}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
