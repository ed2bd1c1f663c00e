"""An applicant's forms: name and address, how to pay, an entry of a journal to check."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Regexp

from mentorhub.enrolment.forms.action_form import ActionForm
from mentorhub.programs.forms import email_field, name_field, one_line


class ArrivalForm(ActionForm):
    """Two fields and the button; their messages are those of the whole install."""

    name = name_field("enrol")
    email = email_field("enrol")


class PaymentForm(FlaskForm):
    """A price out of those offered, and the agreement beside it; the action checks both."""

    class Meta:
        """The token is checked before any view runs (web/csrf.py)."""

        csrf = False

    price = StringField(filters=[one_line])
    consent = SelectMultipleField(validate_choice=False)


class EntryForm(FlaskForm):
    """An entry of a journal as somebody holds it: its number, and its hash or how it begins. Asked by GET."""

    class Meta:
        """It changes nothing."""

        csrf = False

    number = StringField(
        lazy_gettext("Number of the entry"),
        id="check-number",
        filters=[one_line],
        validators=[
            Regexp(
                "[1-9][0-9]{0,8}$",
                message=lazy_gettext("Please give the number that your email or your page names."),
            )
        ],
    )
    hash = StringField(
        lazy_gettext("Its hash"),
        id="check-hash",
        filters=[one_line],
        validators=[
            Regexp(
                "[0-9a-f]{12,64}$",
                message=lazy_gettext(
                    "A hash is made of the digits 0 to 9 and the letters a to f. Twelve of them are enough."
                ),
            )
        ],
    )

    def filter_hash(self, text: str) -> str:
        """As it was typed, or copied with the dots that shorten it."""
        return text.rstrip("….").lower()
