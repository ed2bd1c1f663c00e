"""HTML in fewer bytes: where nothing that the request said can stand beside what is secret.

Who may send requests in somebody's name and watch how long the answers are could guess a secret character by character
(BREACH). So no answer to a form and none to a query is compressed; a page's token is masked again each time.
"""

import gzip
import io
import secrets

from flask import Flask, request
from werkzeug.wrappers import Response

LEVEL = 4  # more costs twice the time and saves a fiftieth
SMALLEST = 1024  # bytes; less fits into a packet as it is
PADDING_MAX = 64  # bytes, at random, so that answers of equal length reveal little


def init_app(app: Flask) -> None:
    """For every answer that may be; what is compressed already, or sent in pieces, is left alone."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The response, compressed where the browser takes it and BREACH gains nothing."""
    if not _may_be(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0:
        response.set_data(_gzip(response.get_data()))
        response.content_encoding = "gzip"
    return response


def _may_be(response: Response) -> bool:
    is_page = response.status_code == 200 and response.mimetype == "text/html"
    says_nothing = request.method == "GET" and not request.query_string
    is_whole = not response.is_streamed and not response.direct_passthrough
    is_plain = is_whole and not response.content_encoding and not response.get_etag()[0]
    return is_page and says_nothing and is_plain and len(response.get_data()) >= SMALLEST


def _gzip(text: bytes) -> bytes:
    """Under a file name of random length, which every browser skips: padding, as in "Heal the BREACH"."""
    out = io.BytesIO()
    name = "x" * (1 + secrets.randbelow(PADDING_MAX))
    with gzip.GzipFile(name, "wb", LEVEL, out, mtime=0) as file:
        file.write(text)
    return out.getvalue()
