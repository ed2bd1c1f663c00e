"""README.txt: what each file of a data export is, how to read it, what is left out and why; in plain words."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _

from mentorhub.foundation.data_export import File

NAME = "README.txt"
WIDTH = 78


def readme(files: Sequence[File], *, name: str, email: str, made: str) -> File:
    """The page that comes first. `made`: the time, formatted for its reader."""
    about = _("This page.")
    text = "\n".join(_lines(files, name=name, email=email, made=made)) + "\n"
    return File(NAME, about, lambda: [text.encode()])


def left_out() -> list[tuple[str, str]]:
    """What is not in the file, each with the reason; the page says the same."""
    keys = _(
        "Password, passkeys’ keys, the app’s secret and recovery codes. Nobody needs them to read "
        "your data, and a file is easily lost. Passkeys are listed by name."
    )
    others = _(
        "If you mentor or own a practice, this is your own account. Your mentees’ notebooks and "
        "pages are theirs, the line and its payments are the practice’s records, and neither is "
        "in here."
    )
    without = _(
        "A place that you took by name and email becomes your account’s when you open its emailed "
        "link; until then it stands on its own page only. Inquiries from another address than your "
        "account’s are on the page that the link in their emails opens."
    )
    mails = _(
        "They are in your mailbox, and some hold links that open something. When we wrote in the "
        "last 90 days, and about what kind of thing, is in here."
    )
    tries = _(
        "Wrong passwords and the like are counted under keyed hashes that name nobody, so that we "
        "could not find yours."
    )
    return [
        (_("What signs you in"), keys),
        (_("What belongs to others"), others),
        (_("Places and inquiries without an account"), without),
        (_("The text of our emails"), mails),
        (_("Counts of failed tries"), tries),
    ]


def _lines(files: Sequence[File], *, name: str, email: str, made: str) -> Iterator[str]:
    yield _("Your data from MentorHub")
    yield ""
    yield from _paragraph(
        _("Of %(name)s, %(email)s. Made %(made)s.", name=name, email=email, made=made)
    )
    yield from _paragraph(
        _(
            "This is yours. It is not locked in any way: keep it where you keep private papers, since "
            "it may hold what you wrote about other people."
        )
    )
    yield from _heading(_("The files"))
    for file in files:
        yield file.name
        yield from _paragraph(file.about, indent="    ")
    yield from _heading(_("How to read them"))
    for paragraph in _formats():
        yield from _paragraph(paragraph)
    yield from _heading(_("What is not in here, and why"))
    for what, why in left_out():
        yield what
        yield from _paragraph(why, indent="    ")


def _formats() -> Iterable[str]:
    yield _(
        "JSON (.json) holds everything exactly, for programs. “format” and “version” at its top name "
        "its shape. Moments are in UTC (2026-05-07T09:30:00Z), days are written 2026-05-07. Amounts "
        "named “amount_minor” are in the smallest unit of the currency, such as cents. “public_id” "
        "names a row; other rows point at it by that name."
    )
    yield _(
        "Tables (.csv) open in any spreadsheet; they are UTF-8, with commas. A text that a spreadsheet "
        "would take for a formula, such as one that begins with = or -, has an apostrophe before it, "
        "also behind a semicolon or in a new line; a phone number and the JSON have none."
    )
    yield _(
        "Address books (.vcf) are vCards 3.0. The whole name stands in one field, since only you "
        "know which part of it is the family’s."
    )
    yield _(
        "Calendars (.ics) can be imported; doing so twice changes entries instead of doubling them, "
        "where the calendar allows it."
    )


def _heading(words: str) -> Iterator[str]:
    yield words
    yield "-" * len(words)
    yield ""


def _paragraph(words: str, *, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(words, WIDTH, initial_indent=indent, subsequent_indent=indent)
    yield ""
