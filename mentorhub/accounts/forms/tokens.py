"""The form of a new token for the API."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from mentorhub.accounts.rules.tokens import LIFETIME, LIFETIMES, NAME_MAX, Scope
from mentorhub.foundation.names import clean_name

DATE = "date"


class LastDayField(DateField):
    """A day, or nothing; what is no day is said in plain words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """As the library's, but that an empty field is none."""
        if not any(valuelist):
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Please give the day as a date, such as 2026-05-07.")) from error


class TokenForm(FlaskForm):
    """What it is for, what it may do, and until when."""

    name = StringField(
        _l("What is it for?"),
        filters=[clean_name],
        validators=[
            DataRequired(_l("Please give it a name, so that you know it again.")),
            Length(max=NAME_MAX, message=_l("Please shorten this; 100 characters at most.")),
        ],
    )
    scopes = RadioField(
        _l("What may it do?"),
        choices=[
            (Scope.READ.value, _l("Read your notebook")),
            (f"{Scope.READ} {Scope.WRITE}", _l("Read and change your notebook")),
        ],
        default=Scope.READ.value,
    )
    lasts = SelectField(_l("How long?"), default=str(LIFETIME))
    last_day = LastDayField(_l("Its last day, if you choose a date"))

    def __init__(self, *, today: dt.date) -> None:
        self.today = today
        super().__init__()
        days = [(str(one), ngettext("%(num)d day", "%(num)d days", one)) for one in LIFETIMES]
        self.lasts.choices = [*days, (DATE, _("Until a date"))]

    def validate_last_day(self, field: Field) -> None:
        """Refuse a date that is missing, past or more than a year away, where one was chosen."""
        if self.lasts.data != DATE or field.errors:
            return
        if field.data is None:
            raise ValidationError(_("Please choose its last day."))
        if field.data < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later one."))
        if field.data > self.today + dt.timedelta(days=365):
            raise ValidationError(_("A token lasts a year at most."))

    def expires_at(self, *, now: dt.datetime, zone: str) -> dt.datetime:
        """When it expires: so many days from now, or at the end of the day that was chosen, in this IANA zone."""
        if self.lasts.data != DATE:
            return now + dt.timedelta(days=int(self.lasts.data))
        last_day: dt.date = self.last_day.data
        after = last_day + dt.timedelta(days=1)
        midnight = dt.datetime.combine(after, dt.time.min, tzinfo=ZoneInfo(zone))
        return midnight.astimezone(dt.UTC)
