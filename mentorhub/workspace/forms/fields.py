"""What the notebook's forms are made of: lines, areas, past and future days."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    Form,
    HiddenField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import Length

from mentorhub.foundation.database.tables import new_public_id
from mentorhub.foundation.names import clean_name
from mentorhub.programs.forms.fields import one_line, several_lines

NO_DAY = _l("Please give the day as a date, such as 2026-05-07.")
NOTE_MAX = 20_000
MANY = 100  # values under one name
EARLIEST = dt.date(1900, 1, 1)
LATEST = dt.timedelta(days=3660)


def at_most(length: int) -> Length:
    """A bound, in plain words."""
    return Length(max=length, message=_l("Please keep this to %(max)d characters at most."))


def line(label: Any, html_id: str | None, length: int, *checks: Any) -> StringField:
    """One line of text, a name or any other; without an id of its own it takes the field's name."""
    return StringField(
        label, id=html_id, filters=[clean_name], validators=[*checks, at_most(length)]
    )


def area(label: Any, html_id: str) -> TextAreaField:
    """Several lines; long notes are welcome."""
    return TextAreaField(label, id=html_id, filters=[several_lines], validators=[at_most(NOTE_MAX)])


class ManyField(Field):
    """Several values under one name, in the order of the page. Empty ones stay: such lists stand beside each other."""

    data: list[str]

    def __init__(
        self,
        label: Any,
        html_id: str,
        length: int,
        *,
        read: Callable[[str], str | None] = clean_name,
        **of_the_form: Any,
    ) -> None:
        self.length, self.read = length, read
        super().__init__(label, id=html_id, **of_the_form)

    def process_data(self, value: Sequence[str] | None) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [self.read(value) or "" for value in valuelist]

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - WTForms passes it
        if len(self.data) > MANY:
            raise ValidationError(_("That is too much at once."))
        if any(len(value) > self.length for value in self.data):
            raise ValidationError(
                _("Please keep this to %(max)d characters at most.", max=self.length)
            )

    def named(self) -> list[str]:
        """What was typed, without the empty ones, each once."""
        return list(dict.fromkeys(filter(None, self.data)))


class ClockField(TimeField):
    """Hours and minutes of a day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(
                _("Please give the time as hours and minutes, such as 14:30.")
            ) from error


class PastField(DateField):
    """Today or an earlier day, on the owner's calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NO_DAY) from error

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data > form.today:
            raise ValidationError(_("This day is in the future. Choose today or an earlier one."))
        if self.data and self.data < EARLIEST:
            raise ValidationError(_("That is too long ago for this notebook."))


class AheadField(PastField):
    """Today or a day of the next ten years, on the owner's calendar; or the day that stands already (`form.kept`)."""

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data == getattr(form, "kept", None):
            return
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

    def begin_anew(self) -> None:
        """After `FormUsed`: say so, and take what was typed as another thing if it is sent once more."""
        self.key.raw_data, self.key.data = None, new_public_id()
        self.form_errors.append(
            _(
                "This form was saved before, with other words, and that stays as it is. What you see below is not "
                "saved yet. Save again to add it as well."
            )
        )
