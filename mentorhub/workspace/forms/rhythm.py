"""Forms about rhythm: of one person, of all with a tag, waiting until a later day, and how many a day holds."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from mentorhub.programs.forms.programs import WholeNumberField
from mentorhub.workspace.forms.fields import NO_DAY, AheadField, DatedForm
from mentorhub.workspace.forms.words import TIERS, choices
from mentorhub.workspace.rules.rhythm import CADENCE_MAX, DAILY_MAX

BEYOND = _l("Please give a number from %(min)s to %(max)s.")


class DaysField(WholeNumberField):
    """A number of days, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([text for text in valuelist if text.strip()])


def _days(label: Any, html_id: str) -> DaysField:
    within = NumberRange(min=1, max=CADENCE_MAX, message=BEYOND)
    return DaysField(label, id=html_id, validators=[Optional(), within])


class RhythmForm(FlaskForm):
    """How often one means to be in touch with a person, and whether Today says so."""

    tier = SelectField(
        _l("How often you would like to be in touch"), id="rhythm-tier", choices=choices(TIERS)
    )
    days = _days(_l("Exactly, in days"), "rhythm-days")
    is_muted = BooleanField(_l("Mute: no reminders"), id="rhythm-muted")


class SnoozeForm(DatedForm):
    """The day from which a rhythm speaks of a person again."""

    until = AheadField(_l("Wait until"), [DataRequired(NO_DAY)], id="snooze-until")


class TagRhythmForm(FlaskForm):
    """How often one means to be in touch with everybody who has a tag."""

    days = _days(_l("Every so many days"), "tag-days")


class DailyForm(FlaskForm):
    """How many people Today names at most."""

    daily_max = WholeNumberField(
        _l("People a day, at most"),
        id="daily-max",
        validators=[
            InputRequired(_l("Please write a whole number, such as 5.")),
            NumberRange(min=1, max=DAILY_MAX, message=BEYOND),
        ],
    )
