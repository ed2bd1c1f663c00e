"""Pictures of an import's rows: redrawn one at a time; one that is none stops nothing."""

from mentorhub.workspace.importers.photos import photo_reasons, redrawn_photos
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.importers.records import PHOTO_MAX, Record
from mentorhub.workspace.rules.photos import TOO_LARGE
from tests.support import pictures


def test_each_picture_is_redrawn_and_a_broken_one_is_none() -> None:
    found = redrawn_photos([(1, pictures.from_a_camera()), (2, b"GIF89a"), (3, b"")])
    assert list(found) == [1, 2, 3] and found[2] is found[3] is None
    assert found[1] is not None and pictures.opened(found[1]).size == (256, 256)


def test_a_row_says_that_its_picture_was_too_large() -> None:
    huge = b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nPHOTO;ENCODING=b:" + b"A" * (2 * PHOTO_MAX)
    (record,) = read_file(huge + b"\nEND:VCARD\n").records
    assert (record.name, record.photo, photo_reasons(record)) == ("Ada", b"", (TOO_LARGE,))
    assert photo_reasons(Record(1)) == ()
