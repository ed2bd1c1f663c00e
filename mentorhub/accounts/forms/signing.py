"""Signing up and in, a new password, another address."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    HiddenField,
    PasswordField,
)
from wtforms.validators import DataRequired

from mentorhub.accounts.forms.fields import could_exist, is_address, own_name, plain


class AddressForm(FlaskForm):
    """The address to mail a link to, and the page that link leads to (`next`)."""

    email = EmailField(
        _l("Email"),
        filters=[plain],
        validators=[DataRequired(_l("Please give your email address.")), is_address],
    )
    next = HiddenField(filters=[plain])


class SignInForm(AddressForm):
    """An address and its password."""

    password = PasswordField(
        _l("Password"),
        validators=[
            DataRequired(_l("Please type your password, or have a link emailed to you instead."))
        ],
    )


class NewPasswordForm(FlaskForm):
    """A new password, for whoever opened a mailed link or has none yet."""

    password = PasswordField(
        _l("New password"), validators=[DataRequired(_l("Please choose a password."))]
    )


class SignUpForm(FlaskForm):
    """A new user's name, address and chosen password, and the page that the mailed link leads to (`next`)."""

    name = own_name()
    email = EmailField(
        _l("Email"),
        filters=[plain],
        validators=[DataRequired(_l("Please give your email address.")), could_exist],
    )
    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Please choose a password."))]
    )
    next = HiddenField(filters=[plain])


class ConfirmSignUpForm(FlaskForm):
    """The password that was chosen when signing up, so that no one else's password is stored."""

    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Please type the password you chose."))]
    )


class NewAddressForm(FlaskForm):
    """Another address, for whoever has no password."""

    email = EmailField(
        _l("New email"),
        filters=[plain],
        validators=[DataRequired(_l("Please give your email address.")), could_exist],
    )


class ChangeAddressForm(NewAddressForm):
    """Another address, and the present password."""

    present = PasswordField(
        _l("Present password"), validators=[DataRequired(_l("Please type your present password."))]
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password in place of the present one."""

    present = PasswordField(
        _l("Present password"), validators=[DataRequired(_l("Please type your present password."))]
    )
