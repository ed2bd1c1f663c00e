"""Pages of accounts: signing in (again, by a second factor) and out, mailed links, passwords, factors, payments."""

from mentorhub.accounts.views import (
    factors,
    fresh,
    links,
    passkeys,
    passwords,
    payments,
    second_step,
    sign_in,
)
from mentorhub.accounts.views.room import blueprint

__all__ = [
    "blueprint",
    "factors",
    "fresh",
    "links",
    "passkeys",
    "passwords",
    "payments",
    "second_step",
    "sign_in",
]
