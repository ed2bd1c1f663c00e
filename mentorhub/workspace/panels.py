"""What the notebook gives to slots: the data export, and what happens to it when an account is closed."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from flask import render_template, url_for
from flask_babel import gettext as _

from mentorhub.accounts.queries.closing import closing_at
from mentorhub.accounts.rules.closing import Consequence, erased_from
from mentorhub.foundation import clock
from mentorhub.foundation.data_export import (
    File,
    Record,
    Section,
    csv_pieces,
    json_pieces,
)
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.workspace.exporters.calendars import Entry, calendar_pieces
from mentorhub.workspace.exporters.vcards import vcard_pieces
from mentorhub.workspace.queries import data_export
from mentorhub.workspace.queries.account_closing import was_shared
from mentorhub.workspace.queries.cards import Asked, cards
from mentorhub.workspace.queries.meetings import meetings
from mentorhub.workspace.queries.notebook import has_workspace
from mentorhub.workspace.rules.cards import CardVersion
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.promises import PromiseState

FORMAT, VERSION = "mentorhub.notebook", 2  # raise the version when a name in it changes or goes
TABLES = {  # sections that are tables of their own, by the name of their file
    "people": "people",
    "person_details": "ways-to-reach-people",
    "person_addresses": "addresses",
    "person_affiliations": "where-people-work",
    "person_days": "days",
    "occasions": "occasions",
    "tags": "tags",
    "person_tags": "tagged-people",
    "interactions": "interactions",
    "participants": "who-took-part",
    "follow_ups": "follow-ups",
    "promises": "promises",
    "gives": "gives",
    "stage_changes": "stages",
    "pauses": "pauses",
    "looks": "looks",
}


def export(*, viewer: Viewer) -> list[File]:
    """The viewer's notebook; nothing for whoever has none."""
    notebook = data_export.own_notebook(viewer=viewer)
    if notebook is None:
        return []
    sections = data_export.notebook_sections(viewer=viewer)
    about = _about()
    return [
        File(
            "notebook/notebook.json",
            _("The whole notebook, exactly as it is stored; for software to read."),
            lambda: _whole(notebook, sections, viewer=viewer),
        ),
        *(_table(name, sections[name], about[name], viewer=viewer) for name in TABLES),
        *_for_other_programs(sections, viewer=viewer),
    ]


def _for_other_programs(sections: Mapping[str, Section], *, viewer: Viewer) -> Iterator[File]:
    """Files for address books and calendars, which import no empty ones."""
    if sections["people"].has_any(viewer=viewer):
        yield File(
            "notebook/people.vcf",
            _(
                "Your people as vCards with their pictures, which the address book of any phone or computer can import."
            ),
            lambda: vcard_pieces(cards(viewer=viewer, asked=Asked(has_photos=True))),
        )
        yield File(
            "notebook/people-4.0.vcf",
            _("The same in vCard's newer version, 4.0."),
            lambda: vcard_pieces(cards(viewer=viewer), version=CardVersion.FOUR),
        )
    with closing(_entries(sections, viewer=viewer)) as entries:
        has_entries = next(entries, None) is not None
    if has_entries:
        yield File(
            "notebook/calendar.ics",
            _(
                "Follow-ups and promises that are still open, and the days on which you met people; "
                "for any calendar."
            ),
            lambda: calendar_pieces(_entries(sections, viewer=viewer)),
        )


def _about() -> dict[str, str]:
    return {
        "people": _("Everybody in your notebook, and what you wrote about them."),
        "tags": _("Your own words for some of your people."),
        "person_tags": _("Who has which tag, and since when."),
        "person_details": _("How to reach each of your people, and what else you added."),
        "person_addresses": _("Their postal addresses."),
        "person_affiliations": _("Where they work or belong, as what, and since when."),
        "person_days": _("Birthdays and other days to think of them."),
        "occasions": _("Where you met people."),
        "interactions": _("Each conversation, with your note."),
        "participants": _("Who took part in each conversation, and what you noted about them."),
        "pauses": _("When the whole notebook rested."),
        "follow_ups": _("The days on which you planned to get in touch, and what happened."),
        "promises": _("What you promised to do, and what happened."),
        "gives": _("What you gave and what you were given."),
        "stage_changes": _("When a relationship moved on, and why."),
        "looks": _("Who opened something of your notebook, what, and when."),
    }


def _whole(notebook: Record, sections: Mapping[str, Section], *, viewer: Viewer) -> Iterator[bytes]:
    head = {"format": FORMAT, "version": VERSION, "notebook": notebook}
    return json_pieces(
        head, {name: section.records(viewer=viewer) for name, section in sections.items()}
    )


def _table(name: str, section: Section, about: str, *, viewer: Viewer) -> File:
    return File(
        f"notebook/{TABLES[name]}.csv",
        about,
        lambda: csv_pieces(section.columns, section.records(viewer=viewer)),
    )


def _entries(sections: Mapping[str, Section], *, viewer: Viewer) -> Generator[Entry, None, None]:
    for row in sections["follow_ups"].records(viewer=viewer):
        if row["state"] == FollowUpState.SCHEDULED:
            yield Entry(
                uid=_uid("follow-up", row["public_id"]),
                starts=row["due_on"],
                title=_("Reach out to %(name)s", name=row["person"]),
                note=row["reason"],
                known_at=row["created_at"],
            )
    for row in sections["promises"].records(viewer=viewer):
        if row["state"] == PromiseState.OPEN and row["due_on"]:
            yield Entry(
                uid=_uid("promise", row["public_id"]),
                starts=row["due_on"],
                title=_("Promised to %(name)s: %(what)s", name=row["person"], what=row["what"]),
                known_at=row["made_at"],
            )
    met = meetings(viewer=viewer).records(viewer=viewer)
    for key, rows in groupby(met, key=lambda row: (row["notebook"], row["name_key"])):
        together = list(rows)
        names = ", ".join(row["person"] for row in together if row["person"])
        yield Entry(
            uid=_uid("occasion", uuid5(NAMESPACE_URL, ":".join(key)).hex),
            starts=together[0]["on_date"],
            title=together[0]["name"],
            note=names,
            known_at=together[0]["opened_at"],
        )


def _uid(kind: str, key: str) -> str:
    return f"mentorhub-{kind}-{key}"


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:
    """The slot `closing_account`: the notebook stays for the grace period, unseen by others; or None."""
    viewer = USER(user_id)
    if not has_workspace(viewer=viewer):
        return None
    since = closing_at(viewer=viewer) or clock.now()
    html = render_template(
        "workspace/closing_account.html",
        until=erased_from(since),
        is_closing=is_closing,
        is_shared=was_shared(viewer=viewer),
        export=url_for("accounts.show_data") if is_closing else "",
    )
    return Consequence(html)
