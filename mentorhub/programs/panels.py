"""What programs gives to the slot `export`: what the viewer asked practices from the address of their account."""

from flask_babel import gettext as _

from mentorhub.foundation.data_export import File, json_pieces
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.queries.data_export import inquiry_sections

FORMAT, VERSION = "mentorhub.inquiries", 1  # raise the version when a name in it changes or goes


def export(*, viewer: Viewer) -> list[File]:
    """The viewer's inquiries with their messages; nothing for a viewer who never asked anything."""
    sections = inquiry_sections(viewer=viewer)
    has_any = [section.has_any(viewer=viewer) for section in sections.values()]
    if not any(has_any):
        return []
    return [
        File(
            "programmes/inquiries.json",
            _("What you asked mentors from the pages of their programmes, and their answers."),
            lambda: json_pieces(
                {"format": FORMAT, "version": VERSION},
                {name: section.records(viewer=viewer) for name, section in sections.items()},
            ),
        )
    ]
