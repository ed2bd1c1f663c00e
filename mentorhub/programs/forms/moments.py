"""Days and times as people type them, read in a practice's zone; what clocks leap over or show twice is asked about."""

import datetime as dt
from typing import Any

from flask_babel import format_date, format_time
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, RadioField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import DateTimeLocalInput

from mentorhub.foundation.wall_times import after_the_leap, moments_of, on_the_wall

FORMAT = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2101)
FIRST, SECOND = "first", "second"


class DayField(DateField):
    """A day of this century, and a message that shows how one is written."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """As a browser sends it."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Please give a day, such as 2027-03-01.")) from None

    def pre_validate(self, form: BaseForm) -> None:
        """What is no day is said once."""
        super().pre_validate(form)
        if self.process_errors:
            raise StopValidation
        if self.data is None:
            raise StopValidation(_("Please give a day, such as 2027-03-01."))
        if self.data.year not in YEARS:
            raise StopValidation(_("Please give a day from 2000 to 2100."))


class MomentField(Field):
    """A time on the wall, which becomes the moment it stands for. `read_in` comes before showing and validating.

    A time that comes twice is asked about by a `which` beside it, the field of the same name with "_turn".
    """

    widget = DateTimeLocalInput()
    is_optional = False
    zone = "UTC"
    stored: dt.datetime | None = None

    def read_in(self, zone: str, *, stored: dt.datetime | None = None) -> None:
        """In which zone it is typed; what is stored stays to the second where its minute is typed again."""
        self.zone, self.stored = zone, stored

    @property
    def is_twice(self) -> bool:
        """Whether what it shows comes twice that day."""
        wall = self._wall()
        return wall is not None and len(moments_of(wall, zone=self.zone)) > 1

    data: dt.datetime | None

    def process_formdata(self, _valuelist: list[str]) -> None:
        """Read once the zone is known."""
        self.data = None

    def pre_validate(self, form: BaseForm) -> None:
        """The moment, or why there is none."""
        self.data = None
        typed = self._value().strip()
        if not typed and self.is_optional:
            return
        wall = self._wall()
        if wall is None or wall.year not in YEARS:
            raise StopValidation(_("Please give a day and a time, such as 2027-03-01 09:00."))
        self.data = self._moment(wall, str(form[f"{self.name}_turn"].data or ""))

    def _moment(self, wall: dt.datetime, turn: str) -> dt.datetime:
        found = moments_of(wall, zone=self.zone)
        if not found:
            raise StopValidation(_leapt_over(wall, self.zone))
        if len(found) > 1 and turn not in {FIRST, SECOND}:
            words = _(
                "Clocks go back that day, and this time comes twice. Please say below which one."
            )
            raise StopValidation(words)
        moment = found[-1 if turn == SECOND else 0]
        is_stored = self.stored and self.stored.replace(second=0, microsecond=0) == moment
        return self.stored if self.stored and is_stored else moment

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return on_the_wall(self.data, zone=self.zone).strftime(FORMAT) if self.data else ""

    def _wall(self) -> dt.datetime | None:
        """What it shows; with seconds or a space in place of the T, too, as some browsers send it."""
        try:
            typed = dt.datetime.fromisoformat(self._value().strip())
        except ValueError:
            return None
        return None if typed.tzinfo else typed.replace(second=0, microsecond=0)


class OptionalMomentField(MomentField):
    """As `MomentField`; left empty, it says nothing."""

    is_optional = True


def turn_field(html_id: str, label: Any = _l("Which of the two")) -> RadioField:
    """Beside a `MomentField`: which of the two moments is meant, where clocks are put back."""
    choices = [
        (FIRST, _l("the first, before clocks go back")),
        (SECOND, _l("the second, after clocks have gone back")),
    ]
    return RadioField(label, id=html_id, choices=choices, validate_choice=False)


def show_turn(moment: MomentField, turn: RadioField) -> None:
    """Choose in a form that nobody has sent which of the two the stored moment is."""
    if moment.data is not None and moment.is_twice and turn.raw_data is None:
        wall = on_the_wall(moment.data, zone=moment.zone).replace(second=0, microsecond=0)
        is_first = moment.data < moments_of(wall, zone=moment.zone)[1]
        turn.data = FIRST if is_first else SECOND


def _leapt_over(wall: dt.datetime, zone: str) -> str:
    instead = after_the_leap(wall, zone=zone)
    times = {
        "day": format_date(wall.date(), "long"),
        "time": format_time(wall.time(), "HH:mm", rebase=False),
        "instead": format_time(instead.time(), "HH:mm", rebase=False),
    }
    return str(
        _("Clocks go forward on %(day)s: there is no %(time)s. Did you mean %(instead)s?", **times)
    )
