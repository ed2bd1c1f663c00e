"""Which messages one gets, and when."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from mentorhub.mail.preferences import Preferences
from mentorhub.mail.quiet_hours import DAY_MINUTES, QUIET, is_between

_TIMES = [f"{at // 60:02}:{at % 60:02}" for at in range(0, DAY_MINUTES, 30)]
HALF_HOURS = [(time, time) for time in _TIMES]


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

    @classmethod
    def of(cls, preferences: Preferences, *, topics: dict[str, str]) -> "MessagesForm":
        """The form filled in with these preferences; `topics` are the values and labels to choose from."""
        begins, ends = preferences.hours.quiet or QUIET
        digest = preferences.hours.digest
        form = cls(
            wanted=[topic for topic in topics if topic not in preferences.unwanted],
            keeps_quiet=preferences.hours.quiet is not None,
            quiet_from=_clock(begins),
            quiet_until=_clock(ends),
            digest="" if digest is None else _clock(digest),
        )
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
