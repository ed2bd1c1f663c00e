"""Pages of accounts: signing up, in (again, by a second factor) and out; one's own settings; a practice's members."""

from mentorhub.accounts.views import (
    addresses,
    closing,
    devices,
    factors,
    fresh,
    links,
    members,
    messages,
    passkeys,
    passwords,
    payments,
    second_step,
    sign_in,
    sign_up,
)
from mentorhub.accounts.views.room import blueprint

__all__ = [
    "addresses",
    "blueprint",
    "closing",
    "devices",
    "factors",
    "fresh",
    "links",
    "members",
    "messages",
    "passkeys",
    "passwords",
    "payments",
    "second_step",
    "sign_in",
    "sign_up",
]
