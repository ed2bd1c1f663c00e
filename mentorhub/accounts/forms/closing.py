"""Closing an account: the address typed once more, so that it cannot happen by mistake."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, HiddenField, ValidationError

from mentorhub.accounts.forms.fields import plain
from mentorhub.accounts.rules.addresses import email_key


class ClosingForm(FlaskForm):
    """`promised` is what the page had said would happen, as a digest."""

    email = EmailField(_l("Your email address"), filters=[plain])
    promised = HiddenField()
    address = ""

    @classmethod
    def of(cls, address: str) -> "ClosingForm":
        """The form for the owner of this address."""
        form = cls()
        form.address = address
        return form

    def validate_email(self, field: Field) -> None:
        """The owner's own address, however it is written."""
        try:
            is_theirs = email_key(field.data) == email_key(self.address)
        except ValueError:
            is_theirs = False
        if not is_theirs:
            raise ValidationError(
                _("Please type %(email)s here, the address of this account.", email=self.address)
            )
