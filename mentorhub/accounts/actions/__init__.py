"""Actions of accounts, by noun. One transaction each."""

from mentorhub.accounts.actions.addresses import (
    ask_for_address,
    cancel_address,
    confirm_address,
    forget_addresses,
)
from mentorhub.accounts.actions.closing import (
    close_account,
    close_again,
    erase_user,
    forget_last_mails,
    restore_account,
)
from mentorhub.accounts.actions.data import notify_of_download
from mentorhub.accounts.actions.devices import (
    end_device,
    end_devices_of,
    end_every_device,
    end_other_devices,
    notify_of_new_device,
    remove_old_devices,
)
from mentorhub.accounts.actions.factors import (
    prove_code,
    prove_recovery_code,
    remove_authenticator,
    renew_recovery_codes,
    set_up_authenticator,
)
from mentorhub.accounts.actions.invitations import (
    accept_invitation,
    forget_invitations,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from mentorhub.accounts.actions.links import (
    forget_used_links,
    mail_password_reset,
    mail_sign_in_link,
    reset_password,
    use_sign_in_link,
)
from mentorhub.accounts.actions.members import change_role, end_membership
from mentorhub.accounts.actions.messages import choose_messages, end_topic
from mentorhub.accounts.actions.passkeys import add_passkey, remove_passkey, use_passkey
from mentorhub.accounts.actions.passwords import set_password
from mentorhub.accounts.actions.practices import (
    add_member,
    create_practice,
    ensure_practice,
    set_payment_settings,
)
from mentorhub.accounts.actions.profiles import change_profile, remove_photo, set_photo
from mentorhub.accounts.actions.sign_ups import (
    confirm_sign_up,
    mail_sign_up_link,
    remove_stale_sign_up,
    sign_up,
)

__all__ = [
    "accept_invitation",
    "add_member",
    "add_passkey",
    "ask_for_address",
    "cancel_address",
    "change_profile",
    "change_role",
    "choose_messages",
    "close_account",
    "close_again",
    "confirm_address",
    "confirm_sign_up",
    "create_practice",
    "end_device",
    "end_devices_of",
    "end_every_device",
    "end_membership",
    "end_other_devices",
    "end_topic",
    "ensure_practice",
    "erase_user",
    "forget_addresses",
    "forget_invitations",
    "forget_last_mails",
    "forget_used_links",
    "invite_member",
    "mail_password_reset",
    "mail_sign_in_link",
    "mail_sign_up_link",
    "notify_of_download",
    "notify_of_new_device",
    "prove_code",
    "prove_recovery_code",
    "remove_authenticator",
    "remove_old_devices",
    "remove_passkey",
    "remove_photo",
    "remove_stale_sign_up",
    "renew_recovery_codes",
    "resend_invitation",
    "reset_password",
    "restore_account",
    "set_password",
    "set_payment_settings",
    "set_photo",
    "set_up_authenticator",
    "sign_up",
    "use_passkey",
    "use_sign_in_link",
    "withdraw_invitation",
]
