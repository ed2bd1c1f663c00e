"""Several of a kind in one form: e-mails, phones, links, addresses, work, days; a row each, empty ones left out."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, FieldList, Form, FormField, SelectField, ValidationError
from wtforms.validators import Optional, Regexp

from mentorhub.programs.forms.fields import one_line
from mentorhub.workspace.forms.fields import at_most, line
from mentorhub.workspace.rules.details import MANY_MAX, PartialDate

_PARTIAL = re.compile(r"\d{4}(-\d{2}){0,2}")


def partial_day(_form: Form, field: Field) -> None:
    """Refuse what is neither a year nor a month nor a day of a calendar."""
    try:
        is_one = _PARTIAL.fullmatch(field.data or "") is not None
        dt.date.fromisoformat(f"{field.data}-01-01"[:10])
    except ValueError:
        is_one = False
    if not is_one:
        raise ValidationError(
            _("Please write a year, a month or a day, such as 2019, 2019-04 or 2019-04-30.")
        )


class Rows(FieldList):
    """A list of rows; what is empty, also in between, is no row."""

    def __init__(self, row: type[Form], label: Any = None, **more: Any) -> None:
        super().__init__(FormField(row), label, max_entries=MANY_MAX, **more)

    @property
    def data(self) -> list[dict[str, Any]]:
        """The rows in which something is written."""
        return [entry.data for entry in self.entries if any(entry.data.values())]

    def append_entry(self, data: Any = None) -> Field:
        """One more row; beyond the limit none."""
        return super().append_entry(data) if len(self.entries) < MANY_MAX else self.entries[-1]


class EmailRow(Form):
    """An address and what it is; the address is checked where it is new."""

    value = EmailField(_l("Email"), filters=[one_line], validators=[at_most(254)])
    label = line(_l("Which one, such as work"), None, 100)


class PhoneRow(Form):
    """A number as it is typed, and what it is."""

    value = line(_l("Phone"), None, 60)
    label = line(_l("Which one, such as work"), None, 100)


class LinkRow(Form):
    """A web address; one without a scheme gets the usual one."""

    value = line(_l("Web address"), None, 2000)
    label = line(_l("What it is, such as profile"), None, 100)

    def validate_value(self, field: Field) -> None:
        """Refuse what is no web address: no other kind of link is ever opened from here."""
        if not field.data:
            return
        written = field.data if "://" in field.data else f"https://{field.data}"
        try:
            parts = urlsplit(written)
            is_web = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
        except ValueError:
            is_web = False
        if not is_web or " " in written:
            raise ValidationError(_("Please give a web address, such as https://example.org/name."))
        field.data = written


class AddressRow(Form):
    """A postal address."""

    street = line(_l("Street"), None, 500)
    extended = line(_l("More of the address"), None, 500)
    po_box = line(_l("PO box"), None, 100)
    postal_code = line(_l("Postal code"), None, 40)
    city = line(_l("Town"), None, 200)
    region = line(_l("Region"), None, 200)
    country = line(_l("Country"), None, 100)
    label = line(_l("Which one, such as work"), None, 100)


class AffiliationRow(Form):
    """Where somebody works or belongs."""

    organization = line(_l("Company or organisation"), None, 300)
    title = line(_l("As what"), None, 300)
    department = line(_l("Department"), None, 300)
    since = line(_l("Since"), None, 10, Optional(), partial_day)
    until = line(_l("Until"), None, 10, Optional(), partial_day)

    def validate_organization(self, field: Field) -> None:
        """Refuse a role at nowhere."""
        if not field.data and any((self.title.data, self.since.data, self.until.data)):
            raise ValidationError(_("Please write where this is."))


class CustomRow(Form):
    """Something else, under a name of its owner's."""

    label = line(_l("What it is called"), None, 100)
    value = line(_l("What it says"), None, 500)

    def validate_label(self, field: Field) -> None:
        """Refuse a word without its name."""
        if self.value.data and not field.data:
            raise ValidationError(_("Please give it a name."))

    def validate_value(self, field: Field) -> None:
        """Refuse a name without a word."""
        if self.label.data and not field.data:
            raise ValidationError(_("Please write something here, or leave the name empty, too."))


def _months() -> list[tuple[str, str]]:
    locale = get_locale()
    names = locale.months["stand-alone"]["wide"] if locale else {}
    return [("", "–"), *((str(number), names.get(number, number)) for number in range(1, 13))]


class DayForm(Form):
    """A day of every year; its year may stay empty."""

    day = line(_l("Day"), None, 2, Optional(), Regexp(r"\d+$", message=_l("A number, please.")))
    month = SelectField(_l("Month"), choices=_months, default="")
    year = line(
        _l("Year, if you know it"),
        None,
        4,
        Optional(),
        Regexp(r"\d{4}$", message=_l("Four digits, please, or nothing.")),
    )

    def validate_month(self, _field: Field) -> None:
        """Refuse half a day, and one that no calendar has."""
        if not any((self.day.data, self.month.data, self.year.data)):
            return
        if not self.day.data or not self.month.data:
            raise ValidationError(_("Please give the day and the month."))
        if self.on is None:
            raise ValidationError(_("There is no such day."))

    @property
    def on(self) -> PartialDate | None:
        """The day; None where nothing was written, or no calendar has it."""
        try:
            year = int(self.year.data) if self.year.data else None
            return PartialDate.valid(int(self.month.data), int(self.day.data), year)
        except (TypeError, ValueError):
            return None


class EventRow(DayForm):
    """A named day."""

    label = line(_l("What day it is"), None, 100)

    def validate_label(self, field: Field) -> None:
        """Refuse a day without a name, and a name without its day."""
        has_day = any((self.day.data, self.month.data, self.year.data))
        if has_day and not field.data:
            raise ValidationError(_("Please give the day a name."))
        if field.data and not has_day:
            raise ValidationError(_("Please give the day and the month."))
