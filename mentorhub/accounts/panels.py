"""What this package gives to the slot `export`: the account itself, without anything that helps to sign in."""

from collections.abc import Callable

from flask_babel import gettext as _

from mentorhub.accounts.queries import data_export
from mentorhub.foundation.data_export import File, json_pieces
from mentorhub.foundation.database.viewers import Viewer

FORMAT, VERSION = "mentorhub.account", 1  # raise the version when a name in it changes or goes


def export(*, viewer: Viewer) -> list[File]:
    """The viewer's account."""
    return [file for files in FILES for file in files(viewer)]


def _account(viewer: Viewer) -> list[File]:
    account = data_export.own_account(viewer=viewer)
    sections = data_export.account_sections(viewer=viewer)
    about = _(
        "Your name, address and settings, the devices, passkeys and tokens you use, your roles, "
        "what you want emails about, and when we wrote to you."
    )
    return [
        File(
            "account/account.json",
            about,
            lambda: json_pieces(
                {"format": FORMAT, "version": VERSION, "account": account},
                {name: section.records(viewer=viewer) for name, section in sections.items()},
            ),
        )
    ]


def _photo(viewer: Viewer) -> list[File]:
    image = data_export.own_photo(viewer=viewer)
    return [File("account/photo.webp", _("Your photo."), lambda: [image])] if image else []


FILES: tuple[Callable[[Viewer], list[File]], ...] = (_account, _photo)
