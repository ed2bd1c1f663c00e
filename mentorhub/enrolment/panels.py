"""What enrolment offers to slots: the form that takes a seat, places in the data export and in account closing."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from mentorhub.accounts import guards
from mentorhub.accounts.queries.closing import closing_at
from mentorhub.accounts.rules.closing import Consequence
from mentorhub.enrolment.queries import account_closing, data_export
from mentorhub.enrolment.queries.account_closing import closing_places, given_up_since
from mentorhub.enrolment.queries.managed import managed_place
from mentorhub.enrolment.queries.rehearsals import was_rehearsed
from mentorhub.foundation import clock
from mentorhub.foundation.data_export import (
    File,
    Record,
    Section,
    csv_pieces,
    json_pieces,
)
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.foundation.money import from_minor
from mentorhub.programs.queries.setup import Setup
from mentorhub.programs.rules.setup import SetupItem, SetupStep, Step

FORMAT, VERSION = "mentorhub.places", 1  # raise the version when a name in it changes or goes


def enrolling(*, page: Any, form: Any = None, action: str = "") -> str:
    """The slot `enrolling` of the public page; `form` is a refused one, with what was typed.

    `action`: where it is sent to in a rehearsal.
    """
    return render_template("enrolment/enrolling.html", page=page, form=form, action=action)


def setup_step(*, found: Setup, viewer: Viewer) -> SetupStep:
    """The slot `setup`: trying the programme before anybody else sees it, once there is a cohort to try."""
    if not found.cohort_id:
        practice = found.practice.public_id
        first = url_for("programs.show_setup", practice=practice, _anchor=Step.COHORT.value)
        item = SetupItem(_("a rehearsal"), first, is_there=False, is_needed=False)
        line = _("Possible once there is a cohort with a price.")
        return SetupStep(Step.REHEARSAL, line, "", (item,))
    url = url_for("enrolment.show_rehearsal", public_id=found.cohort_id)
    was = was_rehearsed(found.program_id, viewer=viewer)
    line = _("Enrol in a rehearsal that only your practice sees, and look at every email.")
    if was:
        line = _("You have gone the whole way once. Try it again whenever you change something.")
    item = SetupItem(_("a rehearsal"), url, is_there=was, is_needed=False)
    return SetupStep(Step.REHEARSAL, line, url, (item,))


def enrolled(*, enrolment_id: int) -> str:
    """The slot `enrolled` of an inquiry: a link to the seat its visitor has taken; nothing for who may not open it."""
    public_id = managed_place(enrolment_id, viewer=guards.viewer())
    if public_id is None:
        return ""
    at = url_for("enrolment.show_applicant", public_id=public_id)
    return Markup('<a href="{}">{}</a>').format(at, _("See the seat"))


def export(*, viewer: Viewer) -> list[File]:
    """The slot `export`: the viewer's places and their money; nothing for whoever has had none."""
    if not data_export.has_place(viewer=viewer):
        return []
    sections = data_export.place_sections(viewer=viewer)
    return [
        File(
            "programmes/places.json",
            _(
                "Your places in programmes, every entry of the waiting list’s journal that is about them, "
                "and all that was paid, is still to be paid, or went back."
            ),
            lambda: json_pieces(
                {"format": FORMAT, "version": VERSION},
                {name: section.records(viewer=viewer) for name, section in sections.items()},
            ),
        ),
        _table("payments", sections["payments"], _("What you paid, and when."), viewer=viewer),
        _table("refunds", sections["refunds"], _("What went back to you."), viewer=viewer),
    ]


def _table(name: str, section: Section, about: str, *, viewer: Viewer) -> File:
    return File(
        f"programmes/{name}.csv",
        about,
        lambda: csv_pieces(
            ["amount", *section.columns], _spelled_out(section.records(viewer=viewer))
        ),
    )


def _spelled_out(records: Iterator[Record]) -> Iterator[Record]:
    """With the amount as people write it, beside that in minor units."""
    for record in records:
        amount = from_minor(record["amount_minor"], record["currency"])
        yield {"amount": str(amount), **record}


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:
    """The slot `closing_account`: each seat and place by name, and what a mentor has to do before.

    Afterwards, which of them were lost, and which are still there.
    """
    viewer, now = USER(user_id), clock.now()
    since = None if is_closing else closing_at(viewer=viewer)
    places = closing_places(viewer=viewer, now=now)
    gone = given_up_since(viewer=viewer, since=since) if since else []
    mentoring = account_closing.mentoring(viewer=viewer, now=now) if is_closing else []
    if not (places or gone or mentoring):
        return None
    html = render_template(
        "enrolment/closing_account.html",
        places=places,
        gone=gone,
        mentoring=mentoring,
        is_closing=is_closing,
    )
    return Consequence(html, is_refusal=bool(mentoring))
