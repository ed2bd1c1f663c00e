"""Forms of accounts: an address, a password, a new password, how a practice is paid."""

import unicodedata

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired

from mentorhub.accounts import rules


def plain(text: str | None) -> str:
    """Trimmed, without control characters, which no address has and PostgreSQL may refuse."""
    return "".join(char for char in text or "" if unicodedata.category(char) != "Cc").strip()


def is_address(_form: Form, field: Field) -> None:
    """Refuse what cannot be an address at all; whether it is known here, no message tells."""
    try:
        fits = len(rules.email_key(field.data)) <= rules.ADDRESS_MAX
    except ValueError:
        fits = False
    if not fits:
        raise ValidationError(
            _("This does not look like an e-mail address. Please look at it once more.")
        )


class AddressForm(FlaskForm):
    """Whom to mail a link, and where that link leads on to."""

    email = EmailField(
        _l("E-mail"),
        filters=[plain],
        validators=[DataRequired(_l("Please give your e-mail address.")), is_address],
    )
    next = HiddenField(filters=[plain])


class SignInForm(AddressForm):
    """An address and its password."""

    password = PasswordField(
        _l("Password"),
        validators=[
            DataRequired(_l("Please type your password, or have a link mailed to you instead."))
        ],
    )


class NewPasswordForm(FlaskForm):
    """A new password, for whoever came by a mailed link or has none yet."""

    password = PasswordField(
        _l("New password"), validators=[DataRequired(_l("Please choose a password."))]
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password in place of the present one."""

    present = PasswordField(
        _l("Present password"), validators=[DataRequired(_l("Please type your present password."))]
    )


class AgainForm(FlaskForm):
    """The password of somebody who is signed in already, and where they were going."""

    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Please type your password."))]
    )
    next = HiddenField(filters=[plain])


class CodeForm(FlaskForm):
    """The six digits of an authenticator app, and where their giver was going."""

    code = StringField(
        _l("Code from your app"),
        filters=[plain],
        validators=[DataRequired(_l("Please type the six digits that your app shows."))],
    )
    next = HiddenField(filters=[plain])


class RecoveryCodeForm(FlaskForm):
    """A recovery code, and where its giver was going."""

    recovery_code = StringField(
        _l("Recovery code"),
        filters=[plain],
        validators=[DataRequired(_l("Please type one of your recovery codes."))],
    )
    next = HiddenField(filters=[plain])


class PasskeyForm(FlaskForm):
    """A new passkey: its name, and what a browser answered, as JSON."""

    name = StringField(filters=[plain])
    credential = HiddenField()


def is_suffix(_form: Form, field: Field) -> None:
    """Refuse what a card statement cannot end in."""
    try:
        rules.refuse_misshapen_suffix(field.data)
    except rules.SuffixMisshapen as error:
        raise ValidationError(
            _(
                "Please use up to %(max)d Latin letters, digits and spaces, with at least one letter; "
                "banks do not take < > \\ ' \" and *.",
                max=rules.SUFFIX_MAX,
            )
        ) from error


class PaymentSettingsForm(FlaskForm):
    """How a practice's payment pages take money."""

    takes_promotion_codes = BooleanField(_l("Take promotion codes"))
    takes_delayed_methods = BooleanField(_l("Take payments that arrive later"))
    collects_tax = BooleanField(_l("Let Stripe work out the tax"))
    statement_suffix = StringField(
        _l("Words on the card statement"), filters=[plain], validators=[is_suffix]
    )
