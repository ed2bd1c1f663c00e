"""A profile: themes, zones and places on offer, and what a photo may be."""

from functools import cache
from zoneinfo import available_timezones

from mentorhub.foundation.errors import Refusal

THEMES = ("", "light", "dark")  # '' follows the device
# How dates and money may be written; the words are English everywhere.
LOCALES = ("en_GB", "en_IE", "en_US", "en_CA", "en_AU", "en_NZ", "en_IN", "en_ZA")
CONTINENTS = frozenset(
    "Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split()
)

PHOTO_BYTES_MAX = 5 * 1024 * 1024  # of the file that is sent
PHOTO_REQUEST_MAX = 8 * 1024 * 1024  # bytes; above the file's limit, so that a message can be shown
PHOTO_PIXELS_MAX = 25_000_000
PHOTO_SCANS_MAX = 100  # of a JPEG; a progressive one from a camera or an editor has about ten
PHOTO_SIDE = 256  # pixels of the stored square
PHOTO_STORED_MAX = 100_000  # bytes of that square


class PhotoRefused(Refusal):
    """This file cannot be a photo; nothing was changed."""


class PhotoTooLarge(PhotoRefused):
    """More bytes than are taken."""


class PhotoTooManyPixels(PhotoRefused):
    """More pixels than are drawn."""


class PhotoUnreadable(PhotoRefused):
    """No JPEG, PNG or WebP picture, or a broken one."""


@cache
def zones() -> dict[str, tuple[str, ...]]:
    """The IANA zones on offer, by continent or ocean; '' holds UTC. Names like US/Eastern are aliases."""
    found: dict[str, list[str]] = {"": ["UTC"]}
    for name in sorted(_known()):
        continent, is_place, _city = name.partition("/")
        if is_place and continent in CONTINENTS:
            found.setdefault(continent, []).append(name)
    return {continent: tuple(names) for continent, names in found.items()}


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    return name in _known()


def refuse_large_photo(size_bytes: int, *, bytes_max: int = PHOTO_BYTES_MAX) -> None:
    """Raises `PhotoTooLarge`."""
    if size_bytes > bytes_max:
        raise PhotoTooLarge


def refuse_many_pixels(width: int, height: int) -> None:
    """Raises `PhotoTooManyPixels`; asked before a single one is decoded."""
    if width * height > PHOTO_PIXELS_MAX:
        raise PhotoTooManyPixels


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())  # looks through a few hundred files each time
