"""The form of a pause: from which day until which, or open."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, ValidationError
from wtforms.validators import DataRequired, Optional

from mentorhub.foundation.errors import Refusal
from mentorhub.web import filters
from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import EARLIEST, NO_DAY, DatedForm, PastField
from mentorhub.workspace.rules.pauses import (
    LONGEST_AHEAD,
    PER_NOTEBOOK,
    EndsBeforeItBegins,
    Paused,
    PausesOverlap,
)


class AnyDayField(PastField):
    """A day of this life: one that has passed, or one of the next ten years."""

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data < EARLIEST:
            raise ValidationError(_("That is too long ago for this notebook."))
        if self.data and self.data > form.today + LONGEST_AHEAD:
            raise ValidationError(_("That is more than ten years from now."))


class PauseForm(VersionedForm, DatedForm):
    """The days of a pause."""

    from_on = AnyDayField(_l("First day"), [DataRequired(NO_DAY)], id="pause-from")
    until_on = AnyDayField(_l("Last day"), [Optional()], id="pause-until")

    @property
    def days(self) -> Paused:
        """What was typed, once it is valid."""
        return Paused(self.from_on.data, self.until_on.data)

    def refuse(self, refusal: Refusal) -> None:
        """Say beside its field what is wrong with these days."""
        field: DateField = self.from_on
        if isinstance(refusal, EndsBeforeItBegins):
            field = self.until_on
            words = _("The last day cannot be before the first.")
        elif isinstance(refusal, PausesOverlap):
            words = _overlap(refusal.other)
        else:
            words = _(
                "A notebook can have %(most)d pauses. Please remove one first.", most=PER_NOTEBOOK
            )
        field.errors = [*field.errors, words]


def _overlap(other: Paused) -> str:
    first = filters.day(other.from_on)
    if other.until_on is None:
        return str(
            _("You have a pause from %(first)s on already. Please change that one.", first=first)
        )
    return str(
        _(
            "You have a pause from %(first)s to %(last)s already. Please change that one, or choose other days.",
            first=first,
            last=filters.day(other.until_on),
        )
    )
