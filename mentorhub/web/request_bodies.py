"""A request's body, read whole in the event loop before a thread is taken: bounded in size, time and memory.

Whoever sends slowly, or half, holds a connection until the deadline and nothing else.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from mentorhub.foundation.errors import Busy

REFUSED = (
    "mentorhub.refused"  # in the environ of a request whose body was not taken: with which status
)
BODY_MAX = 8 * 1024 * 1024  # bytes, of any request; the app has lower limits of its own
# Files of contacts, each with what a form adds to it: the only ones that may be larger.
FORM_MAX = 1024 * 1024  # bytes, around a file
LARGER = dict.fromkeys(("/imports", "/api/v1/imports"), 64 * 1024 * 1024 + FORM_MAX)
FIRST_SECONDS = 10.0  # so long a body may take in any case,
BYTES_PER_SECOND = 32 * 1024  # and a second more for so many bytes that have come
FREE_BYTES = 64 * 1024  # so much of each body is always held: enough for every form
SHARED_BYTES = 144 * 1024 * 1024  # what is longer shares so much memory with all of its process

Receive = Callable[[], Awaitable[dict[str, Any]]]


def init_app(app: Flask) -> None:
    """A request whose body was not taken gets its page, and reaches no view."""

    def refuse() -> None:
        status = request.environ.get(REFUSED)
        if status == 413:
            raise RequestEntityTooLarge
        if status is not None:
            raise Busy

    app.before_request(refuse)


def file_max(path: str) -> int:
    """How large a file, or else a form, may be that is sent to this address, in bytes."""
    return (
        LARGER[path] - FORM_MAX if path in LARGER else int(current_app.config["MAX_CONTENT_LENGTH"])
    )


class BodyRefused(Exception):  # noqa: N818 - an answer, as refusals are
    """This body is not handed on. `status`: 400 cut or malformed, 408 too slow, 413 too large, 503 no memory for it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"body refused: {status}")
        self.status = status


@dataclass(eq=False)
class Memory:
    """What the long bodies of this process hold together, in bytes; used by one event loop only."""

    free: int = SHARED_BYTES

    def take(self, size: int) -> None:
        """Raises `BodyRefused` (503) where too much is held already."""
        if size > self.free:
            raise BodyRefused(503)
        self.free -= size

    def give_back(self, size: int) -> None:
        self.free += size


class Body:
    """One request's body. What it holds of the shared memory is given back by `release`."""

    def __init__(self, memory: Memory, *, path: str = "") -> None:
        self._memory = memory
        self._most = LARGER.get(path, BODY_MAX)
        self._held = bytearray()
        self._shared = 0

    async def read(self, receive: Receive, *, announced: int | None) -> bytes:
        """All of it. `announced`: its Content-Length in bytes; None where it comes in chunks.

        Raises `BodyRefused`; what was announced as too large is refused unread.
        """
        if announced is not None and announced > self._most:
            raise BodyRefused(413)
        began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(began + FIRST_SECONDS) as deadline:
                has_more = True
                while has_more:
                    has_more = self._add(await receive())
                    deadline.reschedule(began + FIRST_SECONDS + len(self._held) / BYTES_PER_SECOND)
        except TimeoutError:
            raise BodyRefused(408) from None
        if announced is not None and len(self._held) != announced:
            raise BodyRefused(400)
        return bytes(self._held)

    def release(self) -> None:
        """The request is over."""
        self._memory.give_back(self._shared)
        self._shared = 0

    def _add(self, message: dict[str, Any]) -> bool:
        """Whether more is to come."""
        if message["type"] != "http.request":  # the connection is gone
            raise BodyRefused(400)
        piece: bytes = message.get("body", b"")
        size = len(self._held) + len(piece)
        if size > self._most:
            raise BodyRefused(413)
        shared = max(0, size - FREE_BYTES) - self._shared
        self._memory.take(shared)
        self._shared += shared
        self._held += piece
        return bool(message.get("more_body", False))
