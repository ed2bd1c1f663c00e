"""Deeds of accounts, by noun. One transaction each."""

from mentorhub.accounts.actions.factors import (
    prove_code,
    prove_recovery_code,
    remove_authenticator,
    renew_recovery_codes,
    set_up_authenticator,
)
from mentorhub.accounts.actions.links import (
    mail_password_reset,
    mail_sign_in_link,
    reset_password,
    use_sign_in_link,
)
from mentorhub.accounts.actions.passkeys import add_passkey, remove_passkey, use_passkey
from mentorhub.accounts.actions.passwords import set_password
from mentorhub.accounts.actions.practices import (
    add_member,
    create_practice,
    set_payment_settings,
)

__all__ = [
    "add_member",
    "add_passkey",
    "create_practice",
    "mail_password_reset",
    "mail_sign_in_link",
    "prove_code",
    "prove_recovery_code",
    "remove_authenticator",
    "remove_passkey",
    "renew_recovery_codes",
    "reset_password",
    "set_password",
    "set_payment_settings",
    "set_up_authenticator",
    "use_passkey",
    "use_sign_in_link",
]
