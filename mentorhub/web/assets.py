"""Static files on the wire: WhiteNoise in front of the app answers for them, compressed, for good, without a cookie.

`url_for("static", filename=…)` gives the address with the content's hash; any other of the same file leads there.
"""

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask, redirect, url_for
from werkzeug.wrappers import Response
from werkzeug.wsgi import get_host
from whitenoise import WhiteNoise

from mentorhub.foundation.config import Settings
from mentorhub.foundation.errors import NotFound
from mentorhub.web.asset_build import Build, build_once, source_of
from mentorhub.web.hosts import name_in, names_of
from mentorhub.web.security_headers import headers_of_files

DAY = 24 * 60 * 60
YEAR = 365 * DAY
PREFIX = "/static/"
# What browsers ask for at the root, whatever the pages say.
AT_ROOT = {
    "/favicon.ico": "icons/favicon.ico",
    "/apple-touch-icon.png": "icons/apple-touch-icon.png",
}


class _Files(WhiteNoise):  # type: ignore[misc]
    FOREVER = YEAR  # what RFC 9111 calls for good, and what nobody caps


def init_app(app: Flask, settings: Settings) -> None:
    """Around the app as it is by now. Raises as `build_once`."""
    assert app.static_folder
    build = _build(Path(app.static_folder), settings.cache_folder)

    @app.url_defaults
    def by_content(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = build.names.get(values["filename"], values["filename"])

    def lead_on(filename: str) -> Response:  # named, since limits are found by a view's name
        return _lead_on(filename, names=build.names)

    app.view_functions["static"] = lead_on
    app.wsgi_app = _in_front(app.wsgi_app, build, settings)  # type: ignore[method-assign]


def _lead_on(filename: str, *, names: dict[str, str]) -> Response:
    """From the address of another release, or one without a hash, to the file as it is now."""
    source = source_of(filename)
    if source not in names:
        raise NotFound
    return redirect(url_for("static", filename=source))


def _in_front(app: Callable[..., Any], build: Build, settings: Settings) -> Callable[..., Any]:
    """The app with its files before it; a request for a foreign host goes past them, to be refused."""
    names, always = names_of(settings), headers_of_files(settings)

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in always.items():
            headers[name] = value

    files = _Files(
        app,
        str(build.root),
        PREFIX,
        max_age=DAY,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: url.startswith(PREFIX),
        add_headers_function=add_headers,
    )
    for address, source in AT_ROOT.items():
        files.add_file_to_dictionary(address, str(build.root / build.names[source]))

    def answer(environ: Any, start_response: Any) -> Any:
        is_ours = name_in(get_host(environ)) in names
        return (files if is_ours else app)(environ, start_response)

    return answer


def _build(source: Path, folder: str) -> Build:
    if folder:
        try:
            return build_once(source, Path(folder) / "static")
        except OSError:  # such as a home that may only be read
            pass
    return build_once(source, _passing_folder())


@functools.cache
def _passing_folder() -> Path:
    """A folder of this process, gone with it."""
    folder = tempfile.mkdtemp(prefix="mentorhub-static-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
