"""What accounts say by mail. Each message is queued in the transaction of the action it reports."""

from mentorhub.accounts.emails.people import (
    queue_account_closing,
    queue_account_gone,
    queue_account_restored,
    queue_address_asked,
    queue_address_changed,
    queue_address_taken,
    queue_address_yours,
    queue_confirm_address,
    queue_data_taken,
    queue_factor_news,
    queue_new_device,
    queue_password_changed,
    queue_password_reset,
    queue_sign_in_link,
    queue_sign_up,
    queue_sign_up_known,
)
from mentorhub.accounts.emails.practices import (
    queue_invitation,
    queue_joined,
    queue_membership_news,
)

__all__ = [
    "queue_account_closing",
    "queue_account_gone",
    "queue_account_restored",
    "queue_address_asked",
    "queue_address_changed",
    "queue_address_taken",
    "queue_address_yours",
    "queue_confirm_address",
    "queue_data_taken",
    "queue_factor_news",
    "queue_invitation",
    "queue_joined",
    "queue_membership_news",
    "queue_new_device",
    "queue_password_changed",
    "queue_password_reset",
    "queue_sign_in_link",
    "queue_sign_up",
    "queue_sign_up_known",
]
