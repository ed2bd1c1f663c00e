"""Forms of a follow-up: set, corrected, done with a line about what was said."""

import datetime as dt

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, ValidationError
from wtforms.validators import DataRequired, Optional

from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import NO_DAY, AheadField, DatedForm, line
from mentorhub.workspace.forms.words import KINDS, choices
from mentorhub.workspace.rules.conversations import Conversation
from mentorhub.workspace.rules.warmth import Kind


class FollowUpForm(DatedForm):
    """A day on which to reach out, and why."""

    due_on = AheadField(_l("Which day?"), [DataRequired(NO_DAY)], id="follow-up-on")
    reason = line(_l("What for?"), "follow-up-reason", 300)


class FollowUpChangeForm(VersionedForm, FollowUpForm):
    """One that is set, to be corrected; `kept` is the day it is set for, which may have passed."""

    kept: dt.date | None = None


class CompletionForm(DatedForm):
    """It was done; a line about what was said, which may stay empty."""

    note = line(_l("What was said?"), "done-note", 500)
    kind = RadioField(
        _l("How did you speak?"), id="done-kind", choices=choices(KINDS), default=Kind.MESSAGE.value
    )
    is_two_way = RadioField(
        _l("Was it answered?"),
        id="done-two-way",
        choices=[("yes", _l("Yes, or we spoke")), ("no", _l("Not yet"))],
        validators=[Optional()],
    )

    def validate_note(self, field: Field) -> None:
        """Refuse words without whether they were answered: only then they count."""
        if field.data and not self.is_two_way.data:
            raise ValidationError(
                _l("Please say below whether it was answered, so that it can stand in the history.")
            )

    def said(self) -> Conversation | None:
        """What was said, today; None where nothing was told."""
        if not self.is_two_way.data:
            return None
        return Conversation(
            Kind(self.kind.data),
            self.today,
            is_two_way=self.is_two_way.data == "yes",
            note=self.note.data or "",
        )
