"""What a practice writes of a cohort, and the window alone of one that is public; its prices are in `prices`."""

import datetime as dt
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from mentorhub.foundation.names import clean_name
from mentorhub.programs.forms.fields import several_lines
from mentorhub.programs.forms.moments import DayField, MomentField, show_turn, turn_field
from mentorhub.programs.forms.programs import number_field
from mentorhub.programs.rules.cohort_changes import (
    NAME_MAX,
    SEATS_MAX,
    WELCOME_MAX,
    WINDOW,
    CohortWords,
)
from mentorhub.programs.rules.cohorts import CLAIM_MINUTES, OFFER_HOURS
from mentorhub.web.versioned_forms import VersionedForm

_TOO_LONG = _l("Please shorten this to at most %(max)d characters.")


def _opening() -> MomentField:
    return MomentField(_l("Enrolment opens"), id="opens_at")


def _closing() -> MomentField:
    return MomentField(_l("Enrolment closes"), id="closes_at")


class HasMoments(VersionedForm):
    """A form with a window, or without where that is kept."""

    def read_in(self, zone: str, stored: CohortWords | None) -> None:
        """The practice's zone, before it is shown or validated."""
        for name in sorted(WINDOW & set(self._fields)):
            self[name].read_in(zone, stored=getattr(stored, name, None))
            show_turn(self[name], self[f"{name}_turn"])


class WindowForm(HasMoments):
    """When enrolment opens and closes; `version` is that of the two moments."""

    opens_at = _opening()
    opens_at_turn = turn_field("opens_at_turn")
    closes_at = _closing()
    closes_at_turn = turn_field("closes_at_turn")

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """Both, once it is valid."""
        assert self.opens_at.data is not None and self.closes_at.data is not None
        return self.opens_at.data, self.closes_at.data


class CohortForm(HasMoments):
    """All that a practice writes of a cohort; `version` is that of `Cohort.written`. What is kept is taken out."""

    name = StringField(
        _l("Name"),
        id="name",
        filters=[clean_name],
        validators=[
            DataRequired(_l("Please give it a name.")),
            Length(max=NAME_MAX, message=_TOO_LONG),
        ],
    )
    mentor = SelectField(_l("Mentor"), id="mentor")
    seats = number_field(_l("Seats"), range(SEATS_MAX + 1), html_id="seats")
    opens_at = _opening()
    opens_at_turn = turn_field("opens_at_turn")
    closes_at = _closing()
    closes_at_turn = turn_field("closes_at_turn")
    starts_on = DayField(_l("First day"), id="starts_on")
    ends_on = DayField(_l("Last day"), id="ends_on")
    claim_minutes = number_field(
        _l("Minutes to pay or confirm"), CLAIM_MINUTES, html_id="claim_minutes"
    )
    offer_hours = number_field(_l("Hours to take up an offer"), OFFER_HOURS, html_id="offer_hours")
    welcome_md = TextAreaField(
        _l("Words of welcome"),
        id="welcome_md",
        filters=[several_lines],
        validators=[Length(max=WELCOME_MAX, message=_TOO_LONG)],
    )

    def offer_mentors(self, mentors: tuple[tuple[str, str], ...]) -> None:
        """Who can be chosen; whoever mentors it now stays on offer."""
        self.mentor.choices = list(mentors)

    def keep(self, fields: frozenset[str]) -> None:
        """Take out what changes no more."""
        for name in fields:
            delattr(self, name)
            if name in WINDOW:
                delattr(self, f"{name}_turn")

    def words(self, stored: CohortWords | None = None) -> CohortWords:
        """What was typed, and what is stored of whatever was taken out."""
        typed: dict[str, Any] = {
            name: self[name].data
            for name in CohortWords.__dataclass_fields__
            if name in self._fields
        }
        return replace(stored, **typed) if stored else CohortWords(**typed)
