"""The ZIP: the same files at the same moment are the same bytes; a small one stays in memory, a large one does not."""

import datetime as dt
import os
import zipfile
from collections.abc import Iterator

import pytest

from mentorhub.accounts.exporters import archive as module
from mentorhub.accounts.exporters.archive import archive
from mentorhub.foundation.data_export import File

AT = dt.datetime(2026, 5, 7, 11, 30, 20, tzinfo=dt.timezone(dt.timedelta(hours=2)))
FILES = [
    File("README.txt", "this", lambda: [b"Hel", b"lo\n"]),
    File("people/å.csv", "that", lambda: (b"x" * 1000 for _ in range(300))),
]


def test_files_stand_in_their_order_dated_in_utc() -> None:
    with archive(FILES, at=AT) as made, zipfile.ZipFile(made) as opened:
        assert opened.namelist() == ["README.txt", "people/å.csv"]
        assert {entry.date_time for entry in opened.infolist()} == {(2026, 5, 7, 9, 30, 20)}
        assert {entry.external_attr >> 16 for entry in opened.infolist()} == {0o100600}
        assert opened.read("README.txt") == b"Hello\n"
        assert opened.getinfo("people/å.csv").compress_size < 3000


def test_pieces_of_any_size_stand_there_whole() -> None:
    pieces = [bytes([number % 251]) * number for number in (1, 0, 70_000, 65_536, 3)]
    with archive([File("a", "", lambda: pieces), File("none", "", lambda: [])], at=AT) as made:
        opened = zipfile.ZipFile(made)
        assert opened.read("a") == b"".join(pieces)
        assert opened.read("none") == b""


def test_the_same_files_at_the_same_moment_are_the_same_bytes() -> None:
    with archive(FILES, at=AT) as one, archive(FILES, at=AT) as other:
        assert one.seek(0) == other.seek(0) == 0
        assert one.read() == other.read()


def test_a_large_one_leaves_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IN_MEMORY_BYTES", 10_000)
    noise = File("noise", "", lambda: (os.urandom(1000) for _ in range(40)))
    with archive(FILES, at=AT) as small, archive([noise], at=AT) as large:
        assert (small._rolled, large._rolled) == (False, True)  # type: ignore[attr-defined]


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two files are named README.txt"):
        archive([FILES[0], FILES[0]], at=AT)


def test_a_file_that_fails_leaves_none_of_it() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError):
        archive([File("half.csv", "", pieces)], at=AT)
