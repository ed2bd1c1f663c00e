"""What enrolment offers to slots: the form that takes a seat, and what a mentee takes away of their places."""

from collections.abc import Iterator
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from mentorhub.enrolment.queries import takeaway
from mentorhub.foundation.database import Viewer
from mentorhub.foundation.money import from_minor
from mentorhub.foundation.takeaway import File, Record, Section, csv_pieces, json_pieces

FORMAT, VERSION = "mentorhub.places", 1  # raise the version when a name in it changes or goes


def enrolling(*, page: Any, form: Any = None) -> str:
    """The slot `enrolling` of the public page; `form` is a refused one, with what was typed."""
    return render_template("enrolment/enrolling.html", page=page, form=form)


def export(*, viewer: Viewer) -> list[File]:
    """The slot `export`: the viewer's places and their money; nothing for whoever has had none."""
    if not takeaway.has_place(viewer=viewer):
        return []
    sections = takeaway.place_sections(viewer=viewer)
    return [
        File(
            "programmes/places.json",
            _(
                "Your places in programmes, every entry of the line’s journal that is about them, "
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
