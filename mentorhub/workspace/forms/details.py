"""The form of all that is written about a person, and the way between its fields and `Details`."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FormField, SelectField, ValidationError

from mentorhub.accounts.forms.fields import could_exist
from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import line
from mentorhub.workspace.forms.people import PersonForm
from mentorhub.workspace.forms.rows import (
    AddressRow,
    AffiliationRow,
    CustomRow,
    DayForm,
    EmailRow,
    EventRow,
    LinkRow,
    PhoneRow,
    Rows,
)
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Details,
    Labelled,
    PartialDate,
    Precision,
)
from mentorhub.workspace.rules.rhythm import Tier

MANY = ("affiliations", "emails", "phones", "links", "addresses", "events", "customs")
NAME_PARTS = {
    "prefix": _l("Title, such as Dr"),
    "given_name": _l("First name"),
    "additional_name": _l("Middle names"),
    "family_name": _l("Family name"),
    "suffix": _l("After the name, such as Jr"),
    "nickname": _l("What friends say"),
    "pronunciation": _l("How it is said"),
}


class PersonDetailsForm(VersionedForm, PersonForm):
    """What is written about somebody, to be changed; knows which version was read.

    `known` are the e-mail addresses stored so far: one that an address book brought in stays, though no mail reach it.
    """

    known: Collection[str] = ()
    company = email = phone = note = None

    prefix = line(NAME_PARTS["prefix"], "person-prefix", 100)
    given_name = line(NAME_PARTS["given_name"], "person-given", 200)
    additional_name = line(NAME_PARTS["additional_name"], "person-additional", 200)
    family_name = line(NAME_PARTS["family_name"], "person-family", 200)
    suffix = line(NAME_PARTS["suffix"], "person-suffix", 100)
    nickname = line(NAME_PARTS["nickname"], "person-nickname", 200)
    pronunciation = line(NAME_PARTS["pronunciation"], "person-pronunciation", 200)
    affiliations = Rows(AffiliationRow, _l("Where they work or belong"), min_entries=1)
    emails = Rows(EmailRow, _l("Emails"), min_entries=1)
    phones = Rows(PhoneRow, _l("Phones"), min_entries=1)
    links = Rows(LinkRow, _l("Web addresses"))
    addresses = Rows(AddressRow, _l("Postal addresses"))
    birthday = FormField(DayForm, _l("Birthday"))
    events = Rows(EventRow, _l("Other days"))
    customs = Rows(CustomRow, _l("Anything else"))
    met_precision = SelectField(
        _l("How exactly you know it"),
        id="person-met-precision",
        choices=[
            (Precision.DAY.value, _l("To the day")),
            (Precision.MONTH.value, _l("Only the month")),
            (Precision.YEAR.value, _l("Only the year")),
        ],
        default=Precision.DAY.value,
    )
    met_how = line(_l("How you met"), "person-met-how", 500)
    met_through = line(_l("Through whom"), "person-met-through", 200)
    source_note = line(_l("Where you have these details from"), "person-source", 300)

    def validate_emails(self, field: Rows) -> None:
        """Refuse a new address that no mail could reach."""
        for row in field.entries:
            value = row.form.value
            if value.data and value.data not in self.known:
                try:
                    could_exist(row.form, value)
                except ValidationError as error:
                    value.errors = [*value.errors, str(error)]
                    raise

    def add_row(self, name: str) -> None:
        """One more empty row of this kind."""
        if name in MANY:
            self[name].append_entry()


def by_field(details: Details) -> dict[str, Any]:
    """What is stored, as the form's fields hold it."""
    many = {
        "affiliations": [asdict(one) for one in details.affiliations],
        **{
            name: [asdict(one) for one in getattr(details, name)]
            for name in ("emails", "phones", "links", "customs")
        },
        "addresses": [_address_row(one) for one in details.addresses],
        "events": [{"label": one.label} | _day(one.on) for one in details.events],
    }
    plain = {
        name: value
        for name, value in asdict(details).items()
        if name not in many and name not in {"cadence_days", "birthday"}
    }
    return plain | {
        "tier": details.tier.value,
        "met_precision": details.met_precision.value,
        "closeness": str(details.closeness or ""),
        "birthday": _day(details.birthday),
        **many,
    }


def details_in(form: PersonDetailsForm, *, before: Details) -> Details:
    """What was typed; what has no field here stays as it was `before`."""
    names = (*NAME_PARTS, "name", "headline", "occasion", "met_how", "met_through", "purpose")
    written: dict[str, Any] = {
        name: form[name].data or "" for name in (*names, "remember", "source_note")
    }
    return replace(
        before,
        **written,
        affiliations=tuple(Affiliation(**row) for row in form.affiliations.data),
        emails=tuple(_labelled(form.emails)),
        phones=tuple(_labelled(form.phones)),
        links=tuple(_labelled(form.links)),
        addresses=tuple(_address(row, before) for row in form.addresses.data),
        birthday=form.birthday.form.on,
        events=tuple(
            DatedEvent(row.form.label.data, row.form.on)
            for row in form.events.entries
            if row.form.label.data and row.form.on
        ),
        customs=tuple(Custom(**row) for row in form.customs.data),
        met_on=_met_on(form),
        met_precision=Precision(form.met_precision.data),
        tier=Tier(form.tier.data),
        closeness=int(form.closeness.data) if form.closeness.data else None,
    )


def new_details(form: PersonForm) -> Details:
    """What was typed about somebody new, of whom there is one of each at most."""
    company, email, phone = form.company.data, form.email.data, form.phone.data
    return Details(
        name=form.name.data,
        headline=form.headline.data or "",
        affiliations=(Affiliation(company),) if company else (),
        emails=(Labelled(email),) if email else (),
        phones=(Labelled(phone),) if phone else (),
        occasion=form.occasion.data or "",
        met_on=form.met_on.data,
        purpose=form.purpose.data or "",
        remember=form.remember.data or "",
        tier=Tier(form.tier.data),
        closeness=int(form.closeness.data) if form.closeness.data else None,
    )


def _labelled(field: Rows) -> list[Labelled]:
    """Each once; a word without a value is none."""
    found = [Labelled(row["value"], row["label"] or "") for row in field.data if row["value"]]
    return list({one.value.casefold(): one for one in reversed(found)}.values())[::-1]


def _address_row(address: Address) -> dict[str, str]:
    """By its parts; where only the whole is known, that stands for the street."""
    row = {part: value for part, value in asdict(address).items() if part != "formatted"}
    is_whole = address.formatted and not any(row[part] for part in row if part != "label")
    return row | ({"street": ", ".join(address.lines)} if is_whole else {})


def _address(row: dict[str, Any], before: Details) -> Address:
    """One that is shown as it was stays as it was, with what has no field here."""
    return next((one for one in before.addresses if _address_row(one) == row), Address(**row))


def _day(on: PartialDate | None) -> dict[str, str]:
    if on is None:
        return {"day": "", "month": "", "year": ""}
    return {"day": str(on.day), "month": str(on.month), "year": str(on.year or "")}


def _met_on(form: PersonDetailsForm) -> dt.date | None:
    """The first day of what is known."""
    on: dt.date | None = form.met_on.data
    if on is None or form.met_precision.data == Precision.DAY:
        return on
    return on.replace(day=1, month=on.month if form.met_precision.data == Precision.MONTH else 1)
