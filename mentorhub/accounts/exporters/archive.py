"""Files as one ZIP, written piece by piece; in memory while it is small, in a nameless file of the machine's after."""

import datetime as dt
import stat
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mentorhub.foundation.takeaway import File

IN_MEMORY_BYTES = 4 * 1024 * 1024


def archive(files: Iterable[File], *, at: dt.datetime) -> IO[bytes]:
    """A ZIP of these files in their order, all dated `at` (UTC), open at its end; whoever closes it ends it.

    The same files at the same moment make the same bytes. Raises `ValueError` for two of one name.
    """
    spool = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - it goes out as the answer
    try:
        with ZipFile(spool, "w", ZIP_DEFLATED) as made:
            names: set[str] = set()
            for file in files:
                if file.name in names:
                    raise ValueError(f"two files are named {file.name}")
                names.add(file.name)
                _write(made, file, at=at)
    except BaseException:
        spool.close()
        raise
    return spool


def _write(made: ZipFile, file: File, *, at: dt.datetime) -> None:
    entry = ZipInfo(file.name, date_time=at.astimezone(dt.UTC).timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    with made.open(entry, "w") as written:
        for piece in file.pieces():
            written.write(piece)
