"""The form of a person's picture, and why one is not taken, in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from mentorhub.accounts.rules.profiles import PhotoRefused, PhotoTooLarge, PhotoTooManyPixels


class PersonPhotoForm(FlaskForm):
    """A picture from the owner's device."""

    photo = FileField(
        _l("A picture of them"),
        id="person-photo",
        validators=[FileRequired(_l("Please choose a picture first."))],
    )


def why_no_photo(refused: PhotoRefused) -> str:
    """Why a file cannot be the picture, and what would do."""
    if isinstance(refused, PhotoTooLarge):
        return str(_("This file is larger than 10 MB. A smaller copy of the picture will do."))
    if isinstance(refused, PhotoTooManyPixels):
        return str(_("This picture has more than 25 million pixels. A smaller copy of it will do."))
    return str(_("This is no JPEG, PNG or WebP picture, or it is broken. Please try another."))
