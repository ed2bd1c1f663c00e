"""A file that is written whole before its first byte is sent, so that a failure is a page and never half a file."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile

from flask import Response, send_file

IN_MEMORY_BYTES = 4 * 1024 * 1024  # what is larger waits on the disk


def whole_file(pieces: Iterable[bytes], *, mimetype: str, name: str = "") -> Response:
    """These pieces as the answer, which nobody stores; with a name as a download. `content_length` is its size."""
    made = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - it goes out as the answer
    try:
        made.writelines(pieces)
        length = made.tell()
    except BaseException:
        made.close()
        raise
    made.seek(0)
    answer = send_file(
        made, mimetype=mimetype, as_attachment=bool(name), download_name=name or None
    )
    answer.content_length = length
    answer.headers["Cache-Control"] = "no-store"
    return answer
