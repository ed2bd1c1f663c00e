"""Signing in again, and second factors."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    PasswordField,
    StringField,
)
from wtforms.validators import DataRequired

from mentorhub.accounts.forms.fields import plain
from mentorhub.foundation.names import clean_name


class AgainForm(FlaskForm):
    """The password of a user who is signed in already, and the page they asked for (`next`)."""

    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Please type your password."))]
    )
    next = HiddenField(filters=[plain])


class CodeForm(FlaskForm):
    """The six digits of an authenticator app, and the page they asked for (`next`)."""

    code = StringField(
        _l("Code from your app"),
        filters=[plain],
        validators=[DataRequired(_l("Please type the six digits that your app shows."))],
    )
    next = HiddenField(filters=[plain])


class RecoveryCodeForm(FlaskForm):
    """A recovery code, and the page they asked for (`next`)."""

    recovery_code = StringField(
        _l("Recovery code"),
        filters=[plain],
        validators=[DataRequired(_l("Please type one of your recovery codes."))],
    )
    next = HiddenField(filters=[plain])


class PasskeyForm(FlaskForm):
    """A new passkey: its name, and what a browser answered, as JSON."""

    name = StringField(filters=[clean_name])
    credential = HiddenField()
