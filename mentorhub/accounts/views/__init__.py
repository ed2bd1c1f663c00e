"""Pages of accounts: signing in and out, mailed links, passwords, who is of a practice, how it is paid."""

from mentorhub.accounts.views import links, members, passwords, payments, sign_in
from mentorhub.accounts.views.room import blueprint

__all__ = ["blueprint", "links", "members", "passwords", "payments", "sign_in"]
