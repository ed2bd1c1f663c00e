"""How large a picture of a person may be."""

from mentorhub.accounts.rules.profiles import PHOTO_BYTES_MAX
from mentorhub.workspace.rules import photos


def test_a_file_may_have_ten_megabytes_and_a_request_a_little_more() -> None:
    assert PHOTO_BYTES_MAX < photos.PHOTO_MAX == 10 * 1024 * 1024 < photos.REQUEST_MAX
