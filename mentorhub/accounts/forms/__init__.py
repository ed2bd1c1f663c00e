"""Forms of accounts: text into typed values, with messages beside the field."""

from mentorhub.accounts.forms.closing import ClosingForm
from mentorhub.accounts.forms.factors import AgainForm, CodeForm, PasskeyForm, RecoveryCodeForm
from mentorhub.accounts.forms.fields import could_exist, is_address, plain
from mentorhub.accounts.forms.messages import HALF_HOURS, MessagesForm
from mentorhub.accounts.forms.practices import (
    InvitationForm,
    JoinForm,
    PaymentSettingsForm,
    RoleForm,
    is_suffix,
)
from mentorhub.accounts.forms.profiles import PhotoForm, ProfileForm
from mentorhub.accounts.forms.signing import (
    AddressForm,
    ChangeAddressForm,
    ChangePasswordForm,
    ConfirmSignUpForm,
    NewAddressForm,
    NewPasswordForm,
    SignInForm,
    SignUpForm,
)

__all__ = [
    "HALF_HOURS",
    "AddressForm",
    "AgainForm",
    "ChangeAddressForm",
    "ChangePasswordForm",
    "ClosingForm",
    "CodeForm",
    "ConfirmSignUpForm",
    "InvitationForm",
    "JoinForm",
    "MessagesForm",
    "NewAddressForm",
    "NewPasswordForm",
    "PasskeyForm",
    "PaymentSettingsForm",
    "PhotoForm",
    "ProfileForm",
    "RecoveryCodeForm",
    "RoleForm",
    "SignInForm",
    "SignUpForm",
    "could_exist",
    "is_address",
    "is_suffix",
    "plain",
]
