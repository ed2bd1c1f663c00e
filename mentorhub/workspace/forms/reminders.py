"""Forms of what a morning email reminds of: what was said, and a day until which it is put off."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, ValidationError
from wtforms.validators import DataRequired

from mentorhub.workspace.forms.fields import NO_DAY, AheadField, DatedForm
from mentorhub.workspace.forms.follow_ups import CompletionForm


class SpokenForm(CompletionForm):
    """Somebody was in contact: whether it was answered has to be told, since nothing else ends this reminder."""

    is_two_way = RadioField(
        _l("Was it answered?"),
        id="done-two-way",
        choices=[("yes", _l("Yes, or we spoke")), ("no", _l("Not yet"))],
        default="yes",
    )


class KeptForm(DatedForm):
    """A promise was kept: there is nothing to fill in."""


class LaterForm(DatedForm):
    """The day until which it is put off."""

    until = AheadField(_l("Another day"), [DataRequired(NO_DAY)], id="later-until")

    def validate_until(self, field: Field) -> None:
        """Today is not later."""
        if field.data and field.data <= self.today:
            raise ValidationError(_("Please choose a day after today."))
