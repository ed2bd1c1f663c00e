"""Forms and words of imports: the file, how it is read, what its columns mean, what is done with its people."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, SelectField, ValidationError

from mentorhub.foundation.errors import Refusal
from mentorhub.workspace.forms.fields import line
from mentorhub.workspace.forms.tags import why_not
from mentorhub.workspace.forms.words import TIERS, choices
from mentorhub.workspace.importers import records
from mentorhub.workspace.importers.charsets import NAMES
from mentorhub.workspace.importers.columns import Field as ColumnField
from mentorhub.workspace.importers.records import Format, Problem
from mentorhub.workspace.matching.reasons import Reason
from mentorhub.workspace.rules import photos, tags
from mentorhub.workspace.rules.imports import Choice, ImportState, Outcome
from mentorhub.workspace.rules.rhythm import Tier

FORMATS: Mapping[StrEnum, Any] = {
    Format.LINKEDIN_CSV: _l("LinkedIn connections"),
    Format.LINKEDIN_ZIP: _l("LinkedIn connections, from the ZIP"),
    Format.GOOGLE_CSV: _l("Google Contacts"),
    Format.GOOGLE_CSV_OLD: _l("Google Contacts, the older table"),
    Format.OUTLOOK_CSV: _l("Outlook"),
    Format.OUTLOOK_CSV_CLASSIC: _l("Outlook, the classic table"),
    Format.THUNDERBIRD_CSV: _l("Thunderbird"),
    Format.LDIF: _l("LDIF, as Thunderbird writes it"),
    Format.VCARD: _l("vCards"),
    Format.MENTORHUB_CSV: _l("A table from a notebook here"),
    Format.CSV: _l("A table"),
}
STATES: Mapping[StrEnum, Any] = {
    ImportState.PREVIEWED: _l("Waiting for you"),
    ImportState.APPLYING: _l("Coming in"),
    ImportState.APPLIED: _l("Done"),
    ImportState.UNDOING: _l("Being taken back"),
    ImportState.UNDONE: _l("Taken back"),
    ImportState.FAILING: _l("Being taken back"),
    ImportState.FAILED: _l("Did not work"),
}
OUTCOMES: Mapping[StrEnum, Any] = {
    Outcome.NEW: _l("New"),
    Outcome.UPDATE: _l("Already here"),
    Outcome.DOUBLE: _l("Perhaps already here"),
    Outcome.UNUSABLE: _l("Cannot be used"),
}
CHOICES: Mapping[StrEnum, Any] = {
    Choice.ADD: _l("Add as a new person"),
    Choice.UPDATE: _l("Add to the person who is here"),
    Choice.SKIP: _l("Leave out"),
}
REASONS: Mapping[str, Any] = {
    Problem.NAMELESS.value: _l("no name, company or email"),
    Problem.CUT_OFF.value: _l("the file ends in the middle of it"),
    Problem.GROUP.value: _l("a list of people, not a person"),
    Problem.NOT_A_PERSON.value: _l("not a person"),
    Problem.TOO_LONG.value: _l("far longer than any person’s"),
    photos.UNREADABLE: _l("the picture cannot be read and was left out"),
    photos.TOO_LARGE: _l("the picture is larger than 2 MB and was left out"),
    "removed": _l("asked to be removed from your notebook"),
    Reason.SAME_PROFILE.value: _l("the same profile"),
    Reason.SAME_EMAIL.value: _l("the same email"),
    Reason.SAME_PHONE.value: _l("the same phone number"),
    Reason.SAME_NAME.value: _l("the same name"),
    Reason.SPELLED_OTHERWISE.value: _l("the same name in another spelling"),
    Reason.SHORT_FORM.value: _l("a short form of the name"),
    Reason.SIMILAR_NAME.value: _l("a similar name"),
    Reason.PART_OF_NAME.value: _l("a part of the name"),
    Reason.SAME_BIRTHDAY.value: _l("the same birthday"),
    Reason.SAME_ORGANIZATION.value: _l("the same organisation"),
}
FIELDS: Mapping[StrEnum, Any] = {
    ColumnField.NAME: _l("Name"),
    ColumnField.GIVEN_NAME: _l("First name"),
    ColumnField.FAMILY_NAME: _l("Family name"),
    ColumnField.ADDITIONAL_NAME: _l("Middle names"),
    ColumnField.PREFIX: _l("Title before the name"),
    ColumnField.SUFFIX: _l("After the name"),
    ColumnField.NICKNAME: _l("Nickname"),
    ColumnField.PRONUNCIATION: _l("How it is said"),
    ColumnField.EMAIL: _l("Email"),
    ColumnField.PHONE: _l("Phone"),
    ColumnField.LINK: _l("Web address"),
    ColumnField.ORGANIZATION: _l("Company or organisation"),
    ColumnField.TITLE: _l("What they do there"),
    ColumnField.DEPARTMENT: _l("Department"),
    ColumnField.ADDRESS: _l("Postal address"),
    ColumnField.STREET: _l("Street"),
    ColumnField.CITY: _l("Town"),
    ColumnField.REGION: _l("Region"),
    ColumnField.POSTAL_CODE: _l("Postal code"),
    ColumnField.COUNTRY: _l("Country"),
    ColumnField.BIRTHDAY: _l("Birthday"),
    ColumnField.EVENT: _l("Another day of every year"),
    ColumnField.MET_ON: _l("When you met"),
    ColumnField.OCCASION: _l("Where you met"),
    ColumnField.MET_HOW: _l("How you met"),
    ColumnField.MET_THROUGH: _l("Who brought you together"),
    ColumnField.PURPOSE: _l("Why stay in touch"),
    ColumnField.HEADLINE: _l("What they do"),
    ColumnField.SOURCE_NOTE: _l("Where the details come from"),
    ColumnField.NOTE: _l("Worth remembering"),
    ColumnField.TAGS: _l("Tags"),
    ColumnField.CUSTOM: _l("Keep under its own name"),
    ColumnField.IGNORE: _l("Leave out"),
}


UNREADABLE: Mapping[type[records.Unreadable], Any] = {
    records.FileEmpty: _l("This file is empty. Please choose another one."),
    records.FileTooBig: _l(
        "This file is too large; %(most)d MB at most. Please divide it into smaller ones."
    ),
    records.TooManyRecords: _l(
        "There are more than %(most)d people in this file. Please divide it into smaller ones."
    ),
    records.ZipTooBig: _l(
        "What is packed in this ZIP is too large; %(most)d MB at most. Please unpack it, and send the file of "
        "contacts in it."
    ),
    records.TooManyMembers: _l(
        "There are more than %(most)d files in this ZIP. Please unpack it, and send the file of contacts in it."
    ),
    records.ZipEncrypted: _l(
        "This ZIP asks for a password. Please unpack it, and send the file of contacts in it."
    ),
    records.NoConnections: _l(
        "There is no Connections.csv in this ZIP. Ask LinkedIn for “Connections”, or send the file of contacts itself."
    ),
    records.ZipBroken: _l("This ZIP cannot be opened. Please download it again."),
}
OTHER = _l(
    "This does not look like a file of contacts. Export one as CSV or vCard (.vcf), and send that."
)


class ImportForm(FlaskForm):
    """A file of contacts."""

    file = FileField(
        _l("Your file"),
        id="import-file",
        validators=[FileRequired(_l("Please choose a file first."))],
    )


class ReadingForm(FlaskForm):
    """How a file is read, where its content was taken for something else."""

    encoding = SelectField(
        _l("Characters"),
        id="import-encoding",
        choices=[("", _l("Found by itself")), *((n, n) for n in NAMES)],
    )
    day_first = SelectField(
        _l("Dates such as 4/5/2024"),
        id="import-dates",
        choices=[("", _l("Found by themselves")), ("yes", _l("4 May")), ("no", _l("5 April"))],
    )


class ApplyForm(FlaskForm):
    """What is done with everybody of a file who is taken in."""

    tag = line(_l("A tag for all of them"), "import-tag", 100)
    occasion = line(_l("Where you met them"), "import-occasion", 200)
    tier = SelectField(
        _l("How often you would like to be in touch"),
        id="import-tier",
        choices=choices(TIERS),
        default=Tier.OFF.value,
    )
    takes_file = BooleanField(
        _l("Where the file says otherwise than my notebook, take the file’s words"),
        id="import-takes-file",
    )

    def validate_tag(self, field: Field) -> None:
        """Refuse what is no tag."""
        try:
            field.data = tags.tag_name(field.data) if field.data else ""
        except Refusal as refusal:
            raise ValidationError(why_not(refusal)) from refusal


class ChoicesForm(FlaskForm):
    """What is to become of rows, or what columns are: a list of choices, each one of those that were offered."""

    def refuse(self) -> "ChoicesForm":
        """Say that one of them was not offered; returns itself."""
        self.form_errors.append(
            _("Please choose one of the answers everywhere. Nothing was changed.")
        )
        return self


def why_unreadable(refusal: records.Unreadable) -> str:
    """Why a file cannot be taken, in plain words, and what to do next."""
    words = next((said for kind, said in UNREADABLE.items() if isinstance(refusal, kind)), OTHER)
    most = getattr(refusal, "most", 0)
    if isinstance(refusal, records.FileTooBig):
        most //= 1024**2
    if isinstance(refusal, records.ZipTooBig):
        most //= 1000**2
    return str(words) % {"most": most} if most else str(words)


def reasons_in(text: str) -> list[str]:
    """Why a row is what it is, in words."""
    return [str(REASONS[code]) for code in text.split(",") if code in REASONS]


def mapping_in(asked: Sequence[str], *, columns: int) -> list[ColumnField] | None:
    """What each of so many columns was chosen to be; None where one has no answer, or one that was not offered."""
    if len(asked) != columns or not set(asked) <= set(ColumnField):
        return None
    return [ColumnField(one) for one in asked]


def choices_in(sent: Mapping[str, str]) -> dict[int, Choice] | None:
    """What was chosen for each row, by its number; None where an answer was not offered."""
    rows = {name: value for name, value in sent.items() if name.startswith("row-")}
    if not set(rows.values()) <= set(Choice) or not all(name[4:13].isdecimal() for name in rows):
        return None
    return {int(name[4:13]): Choice(value) for name, value in rows.items()}
