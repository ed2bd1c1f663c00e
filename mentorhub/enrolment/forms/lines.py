"""What the practice decides about a cohort's seats: how many there are, who is given one, that it is called off."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import EmailField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Regexp

from mentorhub.accounts.forms.fields import could_exist
from mentorhub.enrolment.forms.action_form import ActionForm, reason_field
from mentorhub.foundation.names import clean_name, comparable
from mentorhub.programs.forms import NAME_MAX, one_line


class SeatsForm(ActionForm):
    """How many seats there are from now on."""

    seats = StringField(
        lazy_gettext("How many seats there are"),
        id="seats-count",
        filters=[one_line],
        validators=[
            Regexp(
                "[0-9]{1,9}$",
                message=lazy_gettext("Please give the number of seats in digits, such as 12."),
            )
        ],
    )


class GrantForm(ActionForm):
    """Who is given a seat."""

    name = StringField(
        lazy_gettext("Name"),
        id="grant-name",
        filters=[clean_name],
        validators=[
            DataRequired(lazy_gettext("Please say who gets the seat.")),
            Length(
                max=NAME_MAX, message=lazy_gettext("A name may have %(max)d characters at most.")
            ),
        ],
    )
    email = EmailField(
        lazy_gettext("E-mail"),
        id="grant-email",
        filters=[one_line],
        validators=[
            DataRequired(lazy_gettext("Please give the address that the welcome mail goes to.")),
            could_exist,
        ],
    )


class CancellationForm(ActionForm):
    """Why a cohort is called off, and its name, so that it cannot be the wrong one."""

    cohort_name = ""  # set before it is validated

    reason = reason_field("cancellation", lazy_gettext("Why it is cancelled"))
    name = StringField(lazy_gettext("The cohort’s name"), filters=[clean_name])

    def validate_name(self, field: StringField) -> None:
        """Email case aside."""
        if comparable(field.data) != comparable(self.cohort_name):
            raise ValidationError(
                _("This is not its name. It is “%(name)s”.", name=self.cohort_name)
            )
