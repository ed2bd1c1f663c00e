"""The WSGI app behind an ASGI server: a request takes a thread only once it is there as a whole.

Nor does a slow reader hold one: a long answer is produced piece by piece.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from mentorhub.web.request_bodies import REFUSED, Body, BodyRefused, Memory, Receive

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PIECE_BYTES = 64 * 1024
PIECE_SECONDS = 60.0  # a reader who takes longer over one piece has gone
PLAIN = {400: b"The request was cut off.\n", 408: b"The request took too long to arrive.\n"}

Headers = list[tuple[bytes, bytes]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Headers
    beginning: bytes
    rest: Iterator[bytes] | None  # None where `beginning` is all of it
    close: Callable[[], None]


class Bridge:
    """An ASGI application, HTTP only; one per process."""

    def __init__(self, app: "WSGIApplication", *, threads: int) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._memory = Memory()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request; what the client sends is read whole before the app starts."""
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']}: HTTP only")
        body = Body(self._memory, path=scope["path"])
        try:
            sent, refused = b"", 0
            try:
                if (announced := announced_length(scope["headers"])) != 0:
                    sent = await body.read(receive, announced=announced)
            except BodyRefused as refusal:
                refused = refusal.status
            if refused in PLAIN:
                await _send_plain(send, refused)
                return
            await self._answer(scope, send, sent=sent, refused=refused)
        finally:
            body.release()

    async def _answer(
        self, scope: dict[str, Any], send: Send, *, sent: bytes, refused: int
    ) -> None:
        run = asyncio.get_running_loop().run_in_executor
        answer = await run(self._pool, self._begin, scope, sent, refused)
        headers = [*answer.headers, (b"connection", b"close")] if refused else answer.headers
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        await send(start)
        if answer.rest is None:
            await send({"type": "http.response.body", "body": answer.beginning})
            return
        try:
            piece, has_more = answer.beginning, True
            while has_more:
                async with asyncio.timeout(PIECE_SECONDS):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece, has_more = await run(self._pool, _piece, answer.rest)
            await send({"type": "http.response.body", "body": piece})
        finally:
            await run(self._pool, answer.close)

    def _begin(self, scope: dict[str, Any], sent: bytes, refused: int) -> _Answer:
        """In a thread: call the app, and take the beginning of what it answers."""
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            started[:] = status, headers

        chunks = self._app(environ_of(scope, sent, refused=refused), start_response)
        close = getattr(chunks, "close", _nothing)
        is_open = False
        try:
            rest = iter(chunks)
            beginning, is_open = _piece(rest)
        finally:
            if not is_open:
                close()
        status, headers = started
        lines = [(name.lower().encode("latin1"), one.encode("latin1")) for name, one in headers]
        return _Answer(int(status[:3]), lines, beginning, rest if is_open else None, close)


def announced_length(headers: Headers) -> int | None:
    """The body's length in bytes; None where it is not announced. 0: there is none.

    The server has refused lengths that are no numbers, and those given twice; chunks take precedence over a length.
    """
    length = 0
    for name, value in headers:
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            length = int(value)
    return length


def environ_of(scope: dict[str, Any], sent: bytes, *, refused: int = 0) -> dict[str, Any]:
    """PEP 3333's environ. A header with an underscore is dropped: it would pass for one with a hyphen."""
    server, client = scope.get("server") or ("", 0), scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(sent),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key = "HTTP_" + name.decode("latin1").upper().replace("-", "_")
        text = value.decode("latin1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    if "HTTP_CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE")
    if environ.pop("HTTP_CONTENT_LENGTH", None) or sent:
        environ["CONTENT_LENGTH"] = str(len(sent))  # as it has come, also where it came in chunks
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if refused:
        environ[REFUSED] = refused
    return environ


def _piece(chunks: Iterator[bytes]) -> tuple[bytes, bool]:
    """Some of what is to come, and whether there may be more."""
    taken, size = [], 0
    for chunk in chunks:
        taken.append(chunk)
        size += len(chunk)
        if size >= PIECE_BYTES:
            return b"".join(taken), True
    return b"".join(taken), False


async def _send_plain(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": PLAIN[status]})


def _nothing() -> None:
    return None
