"""What programs gives to the slot `export`: what the viewer asked practices from the address of their account."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from mentorhub.foundation.data_export import File, Section, json_pieces
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.queries.data_export import inquiry_sections, opening_sections

FORMAT, VERSION = "mentorhub.inquiries", 1  # raise the version when a name in it changes or goes
OPENINGS_FORMAT, OPENINGS_VERSION = "mentorhub.openings", 1


def export(*, viewer: Viewer) -> list[File]:
    """The viewer's inquiries with their messages, and of which openings they want to be told; nothing for neither."""
    return [
        *_file(
            "inquiries",
            _("What you asked mentors from the pages of their programmes, and their answers."),
            {"format": FORMAT, "version": VERSION},
            inquiry_sections(viewer=viewer),
            viewer=viewer,
        ),
        *_file(
            "openings",
            _("The programmes of which you wanted to be told when enrolment opens."),
            {"format": OPENINGS_FORMAT, "version": OPENINGS_VERSION},
            opening_sections(viewer=viewer),
            viewer=viewer,
        ),
    ]


def _file(
    name: str,
    about: str,
    head: Mapping[str, Any],
    sections: Mapping[str, Section],
    *,
    viewer: Viewer,
) -> list[File]:
    """None where it would hold nothing."""
    has_any = [section.has_any(viewer=viewer) for section in sections.values()]
    if not any(has_any):
        return []
    return [
        File(
            f"programmes/{name}.json",
            about,
            lambda: json_pieces(
                head, {one: section.records(viewer=viewer) for one, section in sections.items()}
            ),
        )
    ]
