"""Pages of accounts: signing up, in and out, mailed links, passwords, messages, how a practice is paid."""

from mentorhub.accounts.views import (
    addresses,
    devices,
    links,
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
    "messages",
    "passwords",
    "payments",
    "sign_in",
    "sign_up",
]
