"""Which messages one gets, and when."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from mentorhub.mail.kinds import MORNING_PARTS, Topic
from mentorhub.mail.morning_hours import MORNING, MorningChoice
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.preferences import Preferences
from mentorhub.mail.quiet_hours import DAY_MINUTES, QUIET, is_between

_TIMES = [f"{at // 60:02}:{at % 60:02}" for at in range(0, DAY_MINUTES, 30)]
HALF_HOURS = [(time, time) for time in _TIMES]
WORKING = "working"
PARTS = [
    (Topic.REACH.value, _l("Whom to get in touch with, and what was last said")),
    (Topic.PROMISES.value, _l("Promises that are due")),
    (Topic.DAYS.value, _l("Birthdays and other days of the week ahead")),
    (Topic.CHECK_IN.value, _l("This week’s check-in, while it is not written")),
]


class MessagesForm(FlaskForm):
    """Which optional mails one wants, and at which hours of one's own day."""

    wanted = SelectMultipleField(
        _l("Send me an email when"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    keeps_quiet = BooleanField(_l("Quiet hours"))
    quiet_from = SelectField(_l("From"), choices=HALF_HOURS)
    quiet_until = SelectField(_l("Until"), choices=HALF_HOURS)
    digest = SelectField(_l("When they are sent"))
    has_morning = BooleanField(_l("Morning email"))
    morning_at = SelectField(_l("Time"), choices=HALF_HOURS)
    morning_days = RadioField(
        _l("On which days?"), choices=[("all", _l("Every day")), (WORKING, _l("Monday to Friday"))]
    )
    morning_parts = SelectMultipleField(
        _l("What stands in it"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=PARTS,
    )

    @classmethod
    def of(
        cls, preferences: Preferences, *, topics: dict[str, str], morning: MailMorning | None
    ) -> "MessagesForm":
        """The form filled in with these preferences; `topics` are the values and labels to choose from.

        Without a `morning` the form has no such fields.
        """
        begins, ends = preferences.hours.quiet or QUIET
        digest = preferences.hours.digest
        form = cls(
            wanted=[topic for topic in topics if topic not in preferences.unwanted],
            keeps_quiet=preferences.hours.quiet is not None,
            quiet_from=_clock(begins),
            quiet_until=_clock(ends),
            digest="" if digest is None else _clock(digest),
            has_morning=Topic.MORNING not in preferences.unwanted,
            morning_at=_clock(morning.minutes if morning else MORNING),
            morning_days="all" if morning is None or morning.has_weekends else WORKING,
            morning_parts=[part for part in MORNING_PARTS if part not in preferences.unwanted],
        )
        if morning is None:
            for name in ("has_morning", "morning_at", "morning_days", "morning_parts"):
                del form[name]
        form.wanted.choices = list(topics.items())
        once = [(value, _("Once a day, at %(time)s", time=label)) for value, label in HALF_HOURS]
        form.digest.choices = [("", _("Immediately")), *once]
        return form

    @property
    def quiet(self) -> tuple[int, int] | None:
        """The chosen hours, in minutes after midnight."""
        if not self.keeps_quiet.data:
            return None
        return _minutes(self.quiet_from.data), _minutes(self.quiet_until.data)

    @property
    def digest_minutes(self) -> int | None:
        """The chosen hour, in minutes after midnight."""
        return _minutes(self.digest.data) if self.digest.data else None

    @property
    def morning(self) -> MorningChoice | None:
        """When the morning email goes; None where the form does not ask."""
        if self.morning_at is None:
            return None
        return MorningChoice(_minutes(self.morning_at.data), self.morning_days.data != WORKING)

    @property
    def topics(self) -> list[Topic]:
        """Every topic that is wanted."""
        chosen = [Topic(value) for value in self.wanted.data]
        if self.has_morning is None:
            return chosen
        parts = [Topic(value) for value in self.morning_parts.data]
        return [*chosen, *parts, *([Topic.MORNING] if self.has_morning.data else [])]

    def validate_morning_at(self, field: Field) -> None:
        """An hour at which nothing may be sent would never come."""
        quiet = self.quiet if self.has_morning.data else None
        if quiet and is_between(_minutes(field.data), quiet):
            raise ValidationError(
                _("This time lies in your quiet hours. Please choose one outside them.")
            )

    def validate_morning_parts(self, field: Field) -> None:
        """An email with nothing in it is none."""
        if self.has_morning.data and not field.data:
            raise ValidationError(
                _("Please choose at least one of these, or switch the morning email off.")
            )

    def validate_quiet_until(self, field: Field) -> None:
        """Hours that begin and end at once are none."""
        if self.keeps_quiet.data and field.data == self.quiet_from.data:
            raise ValidationError(
                _("Quiet hours need an end that differs from their beginning. Or switch them off.")
            )

    def validate_digest(self, field: Field) -> None:
        """An hour at which nothing may be sent would only move the mails to another."""
        if field.data and self.quiet and is_between(_minutes(field.data), self.quiet):
            raise ValidationError(
                _("This hour lies in your quiet hours. Please choose one outside them.")
            )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(clock: str) -> int:
    """Of one of the times on offer; another has its own message already."""
    return _TIMES.index(clock) * 30 if clock in _TIMES else 0
