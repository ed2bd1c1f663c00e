"""The form of something given or received in a conversation."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import line
from mentorhub.workspace.forms.words import EFFORTS, GIVEN
from mentorhub.workspace.models.history import Participant
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction


class GiveForm(VersionedForm):
    """What it was, which way it went, and with whom of those who took part."""

    favour = RadioField(
        _l("Which way?"),
        id="give-favour",
        choices=GIVEN,
        validators=[InputRequired(_l("Please choose."))],
    )
    person = SelectField(_l("With whom?"), id="give-person")
    what = line(_l("What was it?"), "give-what", 300)
    effort = SelectField(
        _l("How much effort was it?"), id="give-effort", choices=EFFORTS, default="1"
    )

    def offer(self, participants: Sequence[Participant]) -> "GiveForm":
        """Those who took part, to choose from; returns itself."""
        self.person.choices = [(one.person.public_id, one.person.name) for one in participants]
        return self

    def given(self) -> Favour:
        """What was typed."""
        direction = Direction(self.favour.data)
        return Favour(direction, self.what.data or "", int(self.effort.data))


def by_field(favour: Favour, who: str) -> dict[str, str]:
    """What is stored, as the form's fields hold it."""
    return {
        "favour": favour.direction.value,
        "what": favour.what,
        "effort": str(favour.effort),
        "person": who,
    }
