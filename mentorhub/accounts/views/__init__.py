"""Pages of accounts: signing up, in and out, mailed links, passwords, messages; a practice's members and payments."""

from mentorhub.accounts.views import (
    addresses,
    devices,
    links,
    members,
    messages,
    passwords,
    payments,
    sign_in,
    sign_up,
)
from mentorhub.accounts.views.room import blueprint

__all__ = [
    "addresses",
    "blueprint",
    "devices",
    "links",
    "members",
    "messages",
    "passwords",
    "payments",
    "sign_in",
    "sign_up",
]
