"""A file goes out whole, or not at all."""

from collections.abc import Iterator

import pytest
from flask import Flask

from mentorhub.web import downloads
from mentorhub.web.downloads import whole_file


@pytest.mark.parametrize("in_memory", [1, downloads.IN_MEMORY_BYTES])
def test_a_file_says_its_size_and_is_not_stored(
    app: Flask, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(downloads, "IN_MEMORY_BYTES", in_memory)
    with app.test_request_context():
        answer = whole_file([b"one ", b"two"], mimetype="text/csv", name="two.csv")
        answer.direct_passthrough = False  # as a test's client reads it
        assert (answer.content_length, answer.get_data()) == (7, b"one two")
        answer.close()
    assert answer.headers["Content-Disposition"] == "attachment; filename=two.csv"
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_name_it_is_no_download(app: Flask) -> None:
    with app.test_request_context():
        answer = whole_file([], mimetype="text/vcard")
        answer.close()
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    assert answer.content_length == 0


def test_what_cannot_be_written_whole_is_not_sent(app: Flask) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ValueError

    with app.test_request_context(), pytest.raises(ValueError):
        whole_file(broken(), mimetype="text/csv")
