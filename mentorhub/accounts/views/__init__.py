"""Pages of accounts: signing in and out, mailed links, passwords, messages, how a practice is paid."""

from mentorhub.accounts.views import links, messages, passwords, payments, sign_in
from mentorhub.accounts.views.room import blueprint

__all__ = ["blueprint", "links", "messages", "passwords", "payments", "sign_in"]
