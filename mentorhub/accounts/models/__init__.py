"""Tables of accounts, by noun; all named here."""

from mentorhub.accounts.models import people, practices
