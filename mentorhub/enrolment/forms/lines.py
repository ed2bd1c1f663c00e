"""Forms about a line: its seats and its length, a longer hold, a seat given, its end, an entry of its journal."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import (
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import Regexp

from mentorhub.enrolment.forms.fields import ActionForm, reason_field
from mentorhub.foundation.names import clean_name, comparable
from mentorhub.programs.forms.fields import (
    email_field,
    name_field,
    one_line,
)

LENGTHS = (1, 4, 12, 24, 48, 72, 168)  # hours by which a hold is extended


def _matching(pattern: str, label: Any, *, id: str, otherwise: Any) -> StringField:
    """A line of text that reads like the whole pattern; `otherwise` is said of any other."""
    return StringField(
        label, id=id, filters=[one_line], validators=[Regexp(f"{pattern}$", message=otherwise)]
    )


class EntryForm(ActionForm):
    """An entry of a journal as somebody holds it: its number, and its hash or how it begins. Asked by GET."""

    number = _matching(
        "[1-9][0-9]{0,8}",
        lazy_gettext("Number of the entry"),
        id="check-number",
        otherwise=lazy_gettext("Please give the number that your email or your page names."),
    )
    hash = _matching(
        "[0-9a-f]{12,64}",
        lazy_gettext("Its hash"),
        id="check-hash",
        otherwise=lazy_gettext(
            "A hash is made of the digits 0 to 9 and the letters a to f. Twelve of them are enough."
        ),
    )

    def filter_hash(self, text: str) -> str:
        """As it was typed, or copied with the dots that shorten it."""
        return text.rstrip("….").lower()


class SeatsForm(ActionForm):
    """How many seats there are from now on."""

    seats = _matching(
        "[0-9]{1,9}",
        lazy_gettext("How many seats there are"),
        id="seats-count",
        otherwise=lazy_gettext("Please give the number of seats in digits, such as 12."),
    )


class LimitForm(ActionForm):
    """How many may wait at most; left empty, as many as come."""

    waiting_max = _matching(
        "[0-9]{0,6}",
        lazy_gettext("How many may wait"),
        id="waiting-max",
        otherwise=lazy_gettext("Please give a number in digits, such as 20, or leave it empty."),
    )


class ExtensionForm(ActionForm):
    """For how many hours from now a hold lasts."""

    hours = SelectField(lazy_gettext("Hold the seat for"), id="extension-hours", coerce=int)

    def offer(self, offer_hours: int) -> None:
        """Some lengths, up to that of an offer in this cohort."""
        lengths = sorted({hours for hours in LENGTHS if hours < offer_hours} | {offer_hours})
        self.hours.choices = [
            (hours, ngettext("%(num)s hour from now", "%(num)s hours from now", hours))
            for hours in lengths
        ]


class GrantForm(ActionForm):
    """Who is given a seat."""

    name = name_field(
        "grant", label=lazy_gettext("Name"), missing=lazy_gettext("Please say who gets the seat.")
    )
    email = email_field(
        "grant", missing=lazy_gettext("Please give the address that the welcome email goes to.")
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
