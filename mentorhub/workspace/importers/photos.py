"""Pictures that came with a file's records: redrawn one at a time, and why one is not taken. No address is followed."""

from collections.abc import Iterable

from mentorhub.accounts.rules.profiles import PhotoRefused
from mentorhub.accounts.security.photos import redrawn
from mentorhub.workspace.importers.records import Record
from mentorhub.workspace.rules.photos import TOO_LARGE


def redrawn_photos(photos: Iterable[tuple[int, bytes]]) -> dict[int, bytes | None]:
    """By a row's number, its picture as it is stored, or None where the file is none.

    Slow, up to a second for each: call it outside of a transaction.
    """
    return {row: _redrawn(file) for row, file in photos}


def photo_reasons(record: Record) -> tuple[str, ...]:
    """Why the picture of a record was left out when its file was read."""
    return (TOO_LARGE,) if "photo" in record.cut else ()


def _redrawn(file: bytes) -> bytes | None:
    try:
        return redrawn(file)
    except PhotoRefused:
        return None
