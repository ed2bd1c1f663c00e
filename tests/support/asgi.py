"""An ASGI server for one request: what is sent in pieces, and what was answered."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mentorhub.web.asgi_bridge import Bridge

LOST = {"type": "http.disconnect"}


@dataclass
class Answer:
    """What came back: status, headers in lower case, and each piece of the body."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    pieces: list[bytes] = field(default_factory=list)
    is_whole: bool = False

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)

    async def take(self, message: dict[str, Any]) -> None:
        """ASGI's `send`."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], message["headers"]
            return
        self.pieces.append(message["body"])
        self.is_whole = not message.get("more_body", False)


def scope(method: str = "GET", path: str = "/", **headers: str) -> dict[str, Any]:
    """A request's head as granian tells it; `content_type="…"` is the header Content-Type."""
    target, _, query = path.partition("?")
    named = {"host": "localhost", **headers}
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": target,
        "raw_path": target.encode(),
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in named.items()
        ],
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.7", 50123),
    }


def sending(*pieces: bytes | dict[str, Any], ends: bool = True) -> Callable[[], Awaitable[Any]]:
    """ASGI's `receive`: these pieces one after the other; then nothing for ever, unless it `ends` with the last."""
    waiting = list(pieces)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        piece = waiting.pop(0)
        if isinstance(piece, dict):
            return piece
        return {"type": "http.request", "body": piece, "more_body": bool(waiting) or not ends}

    return receive


def ask(
    bridge: Bridge, head: dict[str, Any], *pieces: bytes | dict[str, Any], ends: bool = True
) -> Answer:
    """One request from its first to its last byte."""
    answer = Answer()
    asyncio.run(bridge(head, sending(*pieces, ends=ends), answer.take))
    return answer


def header(answer: Answer, name: str) -> Sequence[str]:
    """Every value of a header, in order."""
    return [value.decode() for key, value in answer.headers if key == name.encode()]
