"""Forms of an applicant: arriving, and paying."""

from flask_babel import lazy_gettext
from wtforms import (
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length

from mentorhub.enrolment.forms.fields import ActionForm
from mentorhub.programs.forms.fields import (
    email_field,
    name_field,
    one_line,
)

CODE_MAX = 60  # characters of a promotion code; Stripe takes longer ones, people do not


class ArrivalForm(ActionForm):
    """Two fields and the button; their messages are those of the whole install."""

    name = name_field("enrol")
    email = email_field("enrol")


class PaymentForm(ActionForm):
    """A price out of those offered, the agreement beside it, a promotion code; the action checks all of them."""

    price = StringField(filters=[one_line])
    code = StringField(
        lazy_gettext("Promotion code"),
        id="promotion-code",
        filters=[one_line],
        validators=[
            Length(
                max=CODE_MAX, message=lazy_gettext("A code may have at most %(max)d characters.")
            )
        ],
    )
    consent = SelectMultipleField(validate_choice=False)
