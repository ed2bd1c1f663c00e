"""The kinds of mail of accounts: why each is sent, and its label for people."""

from flask_babel import lazy_gettext as _l

from mentorhub.mail.kinds import Kind, Weight

KINDS = (
    Kind("accounts.sign_in_link", Weight.SECURITY, _l("A link to sign in")),
    Kind("accounts.password_reset", Weight.SECURITY, _l("A link to set a new password")),
    Kind("accounts.password_changed", Weight.SECURITY, _l("Your password was changed")),
    Kind("accounts.sign_up", Weight.SECURITY, _l("A link to confirm a new account")),
    Kind("accounts.sign_up_known", Weight.SECURITY, _l("Someone signed up with your address")),
    Kind("accounts.new_device", Weight.SECURITY, _l("A new device has signed in")),
    Kind("accounts.confirm_address", Weight.SECURITY, _l("A link to confirm a new address")),
    Kind("accounts.address_asked", Weight.SECURITY, _l("Another address was asked for")),
    Kind("accounts.address_changed", Weight.SECURITY, _l("Your address was changed")),
    Kind("accounts.address_yours", Weight.SECURITY, _l("Your new address is in use")),
    Kind("accounts.address_taken", Weight.SECURITY, _l("Someone asked for your address")),
    Kind("accounts.factor_news", Weight.SECURITY, _l("A change in how you sign in")),
    Kind("accounts.data_taken", Weight.SECURITY, _l("Your data was downloaded")),
    Kind("accounts.token_made", Weight.SECURITY, _l("A token for the API was made")),
    Kind("accounts.invitation", Weight.SECURITY, _l("An invitation to belong to a practice")),
    Kind("accounts.joined", Weight.SECURITY, _l("Someone has joined your practice")),
    Kind("accounts.membership_news", Weight.SECURITY, _l("Your role in a practice has changed")),
    Kind("accounts.account_closing", Weight.SECURITY, _l("Your account is being closed")),
    Kind("accounts.account_restored", Weight.SECURITY, _l("Your account was restored")),
    Kind("accounts.account_gone", Weight.SECURITY, _l("Your account is gone")),
)
