"""Pages of accounts: signing in (again) and out, mailed links, passwords, how a practice is paid."""

from mentorhub.accounts.views import fresh, links, passwords, payments, sign_in
from mentorhub.accounts.views.room import blueprint

__all__ = ["blueprint", "fresh", "links", "passwords", "payments", "sign_in"]
