"""A small HTTP/1.1 client, so that asking costs little beside answering: one keep-alive connection a visitor."""

import asyncio
import re
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlencode

HOST = "rush.example"  # the only one the install under measure answers for
CSRF = re.compile(rb'name="csrf_token"[^>]* value="([^"]+)"')
LENGTH = re.compile(rb"^content-length: *([0-9]+)", re.IGNORECASE | re.MULTILINE)
COOKIE = re.compile(rb"^set-cookie: *([^;\r\n]+)", re.IGNORECASE | re.MULTILINE)
LOCATION = re.compile(rb"^location: *([^\r\n]+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """An answer, and when it was asked for and had (seconds of one clock)."""

    status: int
    head: bytes
    body: bytes
    sent: float
    answered: float

    @property
    def location(self) -> str:
        """Where a redirect leads, without the host; '' for no redirect."""
        found = LOCATION.search(self.head)
        return found[1].decode().partition("#")[0] if found else ""

    @property
    def csrf(self) -> str:
        """The token of the page's first form; '' where it has none."""
        found = CSRF.search(self.body)
        return found[1].decode() if found else ""


class Browser(asyncio.Protocol):
    """One visitor's connection and cookies. Asks one thing at a time."""

    def __init__(self) -> None:
        self.cookies: dict[bytes, bytes] = {}
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._waiting: asyncio.Future[Answer] | None = None
        self._sent = 0.0

    async def open(self, port: int) -> "Browser":
        """Connect to this machine."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", port)
        return self

    async def get(self, path: str) -> Answer:
        """A page."""
        return await self._ask(f"GET {path} HTTP/1.1\r\n".encode(), b"")

    async def post(self, path: str, **fields: str) -> Answer:
        """A form."""
        head = (
            f"POST {path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n".encode()
        )
        return await self._ask(head, urlencode(fields).encode())

    def close(self) -> None:
        """Hang up; the cookies stay."""
        if self._transport is not None:
            self._transport.close()

    async def _ask(self, head: bytes, body: bytes) -> Answer:
        assert self._transport is not None
        self._waiting = asyncio.get_running_loop().create_future()
        lines = [head, f"Host: {HOST}\r\nAccept-Language: en-GB\r\n".encode()]
        if self.cookies:
            pairs = b"; ".join(name + b"=" + value for name, value in self.cookies.items())
            lines.append(b"Cookie: " + pairs + b"\r\n")
        if body:
            lines.append(b"Content-Length: %d\r\n" % len(body))
        self._sent = perf_counter()
        self._transport.write(b"".join([*lines, b"\r\n", body]))
        return await self._waiting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, gap, body = self._received.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if gap else None
        if length is None or len(body) < int(length[1]):
            return
        self._received = b""
        for pair in COOKIE.findall(head):
            name, _, value = pair.partition(b"=")
            self.cookies[name] = value
        self._answered(Answer(int(head[9:12]), head, body, self._sent, perf_counter()))

    def connection_lost(self, _error: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionError("the server hung up"))

    def _answered(self, answer: Answer) -> None:
        assert self._waiting is not None
        self._waiting.set_result(answer)
