"""Deeds of accounts, by noun. One transaction each."""

from mentorhub.accounts.actions.links import (
    mail_password_reset,
    mail_sign_in_link,
    reset_password,
    use_sign_in_link,
)
from mentorhub.accounts.actions.members import change_role, end_membership
from mentorhub.accounts.actions.passwords import set_password
from mentorhub.accounts.actions.practices import (
    add_member,
    create_practice,
    set_payment_settings,
)

__all__ = [
    "add_member",
    "change_role",
    "create_practice",
    "end_membership",
    "mail_password_reset",
    "mail_sign_in_link",
    "reset_password",
    "set_password",
    "set_payment_settings",
    "use_sign_in_link",
]
