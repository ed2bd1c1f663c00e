"""The notebook's forms, and the words for what can be chosen in them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from mentorhub.accounts.forms import could_exist
from mentorhub.foundation.database import new_public_id
from mentorhub.programs.forms import one_line, several_lines
from mentorhub.workspace.rules import stages
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Direction, Visibility
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind

STAGES: Mapping[StrEnum, Any] = {
    Stage.CAPTURED: _l("Captured"),
    Stage.AWARE: _l("Aware"),
    Stage.EXPLORING: _l("Exploring"),
    Stage.GROWING: _l("Growing"),
    Stage.TRUSTED: _l("Trusted"),
    Stage.DORMANT: _l("Dormant"),
    Stage.CLOSED: _l("Closed"),
}
KINDS: Mapping[StrEnum, Any] = {
    Kind.MESSAGE: _l("Message"),
    Kind.CALL: _l("Call"),
    Kind.VIDEO: _l("Video call"),
    Kind.IN_PERSON: _l("In person"),
    Kind.EVENT: _l("At an event"),
}
TIERS: Mapping[StrEnum, Any] = {
    Tier.INNER: _l("Every week"),
    Tier.CLOSE: _l("Every month"),
    Tier.ACTIVE: _l("Every three months"),
    Tier.NETWORK: _l("Every five months"),
    Tier.YEARLY: _l("Once a year"),
    Tier.OFF: _l("No rhythm"),
}
VISIBILITIES: Mapping[StrEnum, Any] = {
    Visibility.HIDDEN: _l("Nothing of this person"),
    Visibility.INITIALS: _l("Initials, stage and dates"),
    Visibility.NAMED: _l("Name and company too"),
}
NO_DAY = _l("Please give the day as a date, such as 2026-05-07.")
NOTE_MAX = 20_000
EARLIEST = dt.date(1900, 1, 1)
LATEST = dt.timedelta(days=3660)


def choices(words: Mapping[StrEnum, Any], of: Iterable[StrEnum] | None = None) -> list[Any]:
    """What a field offers, in the words' order or that of `of`."""
    return [(key.value, words[key]) for key in (of or words)]


def at_most(letters: int) -> Length:
    """A bound, in plain words."""
    return Length(max=letters, message=_l("Please keep this to %(max)d letters at most."))


def line(label: Any, html_id: str, letters: int, *checks: Any) -> StringField:
    """One line of text."""
    return StringField(
        label, id=html_id, filters=[one_line], validators=[*checks, at_most(letters)]
    )


def area(label: Any, html_id: str) -> TextAreaField:
    """Several lines; long notes are welcome."""
    return TextAreaField(label, id=html_id, filters=[several_lines], validators=[at_most(NOTE_MAX)])


class PastField(DateField):
    """A day that has come, on the owner's calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NO_DAY) from error

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data > form.today:
            raise ValidationError(_("This day has not come yet."))
        if self.data and self.data < EARLIEST:
            raise ValidationError(_("That is too long ago for this notebook."))


class AheadField(PastField):
    """Today or a day of the next ten years, on the owner's calendar."""

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data < form.today:
            raise ValidationError(_("This day has passed. Choose today or a later one."))
        if self.data and self.data > form.today + LATEST:
            raise ValidationError(_("That is more than ten years from now."))


class DatedForm(FlaskForm):
    """A form that knows which day it is for its owner, and is acted on once (`key`)."""

    key = HiddenField(default=new_public_id, filters=[one_line], validators=[at_most(22)])

    def __init__(self, *, today: dt.date, **values: Any) -> None:
        self.today = today
        super().__init__(**values)


class PersonForm(DatedForm):
    """Somebody new, or what is written about somebody; only the name is needed."""

    name = line(
        _l("Who did you meet?"), "person-name", 200, DataRequired(_l("Please write a name."))
    )
    note = area(_l("What did you talk about?"), "person-note")
    occasion = line(_l("Where you met"), "person-occasion", 200)
    met_on = PastField(_l("When you met"), [Optional()], id="person-met")
    purpose = line(_l("Why you would like to stay in touch"), "person-purpose", 500)
    headline = line(_l("What they do"), "person-headline", 200)
    company = line(_l("Company"), "person-company", 200)
    email = EmailField(
        _l("E-mail"), id="person-email", filters=[one_line], validators=[Optional(), could_exist]
    )
    phone = line(_l("Phone"), "person-phone", 60)
    remember = area(_l("Worth remembering"), "person-remember")
    tier = SelectField(
        _l("How often you would like to be in touch"),
        id="person-tier",
        choices=choices(TIERS),
        default=Tier.ACTIVE.value,
    )
    closeness = SelectField(
        _l("How close you feel"),
        id="person-closeness",
        choices=[
            ("", _l("Not said")),
            ("1", _l("1, barely acquainted")),
            *((str(number), str(number)) for number in range(2, 7)),
            ("7", _l("7, very close")),
        ],
        default="",
    )


class NamesForm(FlaskForm):
    """The first names of an empty notebook, one on each line."""

    names = TextAreaField(
        _l("Whom did you meet in the last year, and still think about now and then?"),
        id="first-names",
        filters=[several_lines],
        validators=[DataRequired(_l("One name is enough.")), at_most(4000)],
    )


class InteractionForm(DatedForm):
    """A conversation or a try at one, with or without a favour."""

    note = area(_l("What did you talk about?"), "log-note")
    kind = RadioField(
        _l("How did you speak?"), id="log-kind", choices=choices(KINDS), default=Kind.MESSAGE.value
    )
    is_two_way = BooleanField(_l("They answered, or you spoke"), id="log-two-way", default=True)
    on_date = PastField(_l("When"), id="log-on")
    began = RadioField(
        _l("Who took the first step?"),
        id="log-began",
        choices=[(Began.ME.value, _l("I did")), (Began.THEM.value, _l("They did"))],
        default=Began.ME.value,
    )
    favour = RadioField(
        _l("Was something given?"),
        id="log-favour",
        choices=[
            ("", _l("Nothing special")),
            (Direction.GAVE.value, _l("I gave")),
            (Direction.RECEIVED.value, _l("I received")),
        ],
        default="",
    )
    what = line(_l("What was it?"), "log-what", 300)
    effort = SelectField(
        _l("How much effort was it?"),
        id="log-effort",
        choices=[("1", _l("Little")), ("2", _l("Some")), ("3", _l("Much"))],
        default="1",
    )


class FollowUpForm(DatedForm):
    """A day on which to reach out, and why."""

    due_on = AheadField(_l("Which day?"), [DataRequired(NO_DAY)], id="follow-up-on")
    reason = line(_l("What for?"), "follow-up-reason", 300)


class PromiseForm(DatedForm):
    """Something one said one would do."""

    what = line(
        _l("What did you say you would do?"),
        "promise-what",
        300,
        DataRequired(_l("Please write what it is.")),
    )
    by = AheadField(_l("Until when?"), [Optional()], id="promise-by")


class StageForm(FlaskForm):
    """A move of the stage, confirmed by its owner; closing needs a reason."""

    stage = SelectField(_l("Move to"), id="stage-to", choices=choices(STAGES))
    reason = line(_l("Why?"), "stage-reason", 500)

    def offer(self, present: Stage) -> "StageForm":
        """Leave only the stages that may follow the present one; returns itself."""
        self.stage.choices = choices(STAGES, stages.moves_from(present))
        return self

    def validate_reason(self, field: Field) -> None:
        """Refuse closing without a reason."""
        if self.stage.data == Stage.CLOSED and not field.data:
            raise ValidationError(_("Closing asks for a reason, for your later self."))


class VisibilityForm(FlaskForm):
    """How a person appears to the mentor."""

    visibility = RadioField(
        _l("What your mentor sees"), id="visibility", choices=choices(VISIBILITIES)
    )
