"""The rush: so many visitors at once, each with a connection, cookies and an address of their own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

from benchmarks.http import Answer, Browser
from benchmarks.measures import Arrival

T = TypeVar("T")


@dataclass(frozen=True)
class Reader:
    """Somebody who has the page open: their browser and the form's token."""

    browser: Browser
    email: str
    csrf: str


def journey(
    port: int, slug: str, *, visitors: int, concurrency: int
) -> tuple[list[Arrival], float]:
    """Page, submission, own place, for each visitor; what was submitted, and the seconds that all of it took."""

    async def visit(number: int) -> Arrival:
        reader = await _open_page(port, f"/programs/{slug}", f"{slug}-{number}@example.org")
        answer = await _submit_form(reader, f"/programs/{slug}/enrolments")
        _expect(await reader.browser.get(answer.location), 200)
        reader.browser.close()
        return Arrival(reader.email, answer.sent, answer.answered)

    began = perf_counter()
    arrivals = asyncio.run(_crowd(range(visitors), visit, concurrency))
    return arrivals, perf_counter() - began


def submissions(
    port: int, page: str, action: str, *, visitors: int, concurrency: int, name: str
) -> list[Arrival]:
    """Only the submission, by visitors who have the page open already."""

    async def read(number: int) -> Reader:
        reader = await _open_page(port, page, f"{name}-{number}@example.org")
        reader.browser.close()
        return reader

    async def submit_form(reader: Reader) -> Arrival:
        answer = await _submit_form(
            Reader(await reader.browser.open(port), reader.email, reader.csrf), action
        )
        reader.browser.close()
        return Arrival(reader.email, answer.sent, answer.answered)

    async def both() -> list[Arrival]:
        readers = await _crowd(range(visitors), read, concurrency)
        return await _crowd(readers, submit_form, concurrency)

    return asyncio.run(both())


async def _open_page(port: int, path: str, email: str) -> Reader:
    browser = await Browser().open(port)
    page = _expect(await browser.get(path), 200)
    return Reader(browser, email, page.csrf)


async def _submit_form(reader: Reader, action: str) -> Answer:
    fields = {"csrf_token": reader.csrf, "name": "A Visitor", "email": reader.email}
    return _expect(await reader.browser.post(action, **fields), 303)


def _expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise RuntimeError(f"{answer.status} instead of {status}: {answer.body[:2000]!r}")
    return answer


async def _crowd(
    everybody: Iterable[object], come: Callable[..., Awaitable[T]], concurrency: int
) -> list[T]:
    """Have each of them come, so many at a time."""
    waiting = iter(everybody)
    came: list[T] = []

    async def one_after_another() -> None:
        for each in waiting:
            came.append(await come(each))

    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(one_after_another())
    return came
