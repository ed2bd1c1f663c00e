"""Pages of accounts: signing up, in and out, mailed links, passwords, how a practice is paid."""

from mentorhub.accounts.views import devices, links, passwords, payments, sign_in, sign_up
from mentorhub.accounts.views.room import blueprint

__all__ = ["blueprint", "devices", "links", "passwords", "payments", "sign_in", "sign_up"]
