"""What pages cost: milliseconds, statements, KiB; beside a floor, the smallest page to whoever is signed in."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event

FLOOR = "/account/password"


@dataclass
class Asked:
    """What one request asked of the database: how many statements, and the seconds until their answers."""

    queries: int = 0
    seconds: float = 0
    _since: list[float] = field(default_factory=list)

    def begin(self, *_cursor: Any) -> None:
        """A statement goes out."""
        self._since.append(time.perf_counter())

    def end(self, *_cursor: Any) -> None:
        """Its answer is there."""
        self.queries += 1
        self.seconds += time.perf_counter() - self._since.pop()


@dataclass(frozen=True)
class Got:
    """One answer: seconds until it was there, its KiB, and what it asked of the database."""

    seconds: float
    kib: float
    asked: Asked


def figures(
    client: FlaskClient, engine: Engine, path: str, small: str, *, requests: int
) -> dict[str, float]:
    """Of a page, and how many statements the same page asks of a small practice or notebook."""
    found = of_paths(client, engine, [path] * (requests + 1))
    return found | {"queries_of_few": got(client, engine, small).asked.queries}


def of_paths(client: FlaskClient, engine: Engine, paths: Sequence[str]) -> dict[str, float]:
    """Each path and the floor in turn, so that both meet the same machine; the first of them fills caches."""
    turns = [(got(client, engine, path), got(client, engine, FLOOR)) for path in paths][1:]
    page, floor = (p95([turn[side].seconds for turn in turns]) for side in (0, 1))
    pages = [page for page, _floor in turns]
    return {
        "p95_ms": round(page * 1000, 1),
        "sql_ms": round(median(each.asked.seconds for each in pages) * 1000, 1),
        "outside_sql_ms": round(
            median(each.seconds - each.asked.seconds for each in pages) * 1000, 1
        ),
        "queries": max(each.asked.queries for each in pages),
        "kib": round(max(each.kib for each in pages), 1),
        "of_floor": round(page / floor, 2),
    }


def got(client: FlaskClient, engine: Engine, path: str) -> Got:
    """The answer to this path, which is a page."""
    with _asking(engine) as asked:
        began = time.perf_counter()
        answer = client.get(path)
        seconds = time.perf_counter() - began
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return Got(seconds, len(answer.data) / 1024, asked)


def p95(seconds: Sequence[float]) -> float:
    """The longest but for the five longest of a hundred."""
    return sorted(seconds)[min(len(seconds) * 95 // 100, len(seconds) - 1)]


@contextmanager
def _asking(engine: Engine) -> Iterator[Asked]:
    asked = Asked()
    event.listen(engine, "before_cursor_execute", asked.begin)
    event.listen(engine, "after_cursor_execute", asked.end)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", asked.begin)
        event.remove(engine, "after_cursor_execute", asked.end)
