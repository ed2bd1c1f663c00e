"""A body is handed on whole or not at all: too slow, too large, cut, or more than this process has memory for."""

import asyncio

import pytest
from flask import Flask

from mentorhub.accounts.rules.profiles import PHOTO_REQUEST_MAX
from mentorhub.web import request_bodies
from mentorhub.web.errors import words
from mentorhub.web.request_bodies import BODY_MAX, FREE_BYTES, REFUSED, Body, BodyRefused, Memory
from tests.support.asgi import LOST, sending

MIB = 1024 * 1024


def _read(
    *pieces: object, announced: int | None, ends: bool = True, memory: Memory | None = None
) -> bytes:
    body = Body(memory or Memory())
    return asyncio.run(body.read(sending(*pieces, ends=ends), announced=announced))  # type: ignore[arg-type]


def _refused(*pieces: object, announced: int | None, ends: bool = True) -> int:
    with pytest.raises(BodyRefused) as refused:
        _read(*pieces, announced=announced, ends=ends)
    return refused.value.status


def test_a_body_comes_in_pieces_and_is_handed_on_whole() -> None:
    assert _read(b"name=", b"Ada", announced=8) == b"name=Ada"
    assert _read(b"name=", b"Ada", announced=None) == b"name=Ada"


@pytest.mark.parametrize("pieces", [(), (b"half",)])
def test_who_sends_no_more_is_refused_at_the_deadline(
    monkeypatch: pytest.MonkeyPatch, pieces: tuple[bytes, ...]
) -> None:
    monkeypatch.setattr(request_bodies, "FIRST_SECONDS", 0.05)
    for announced in (8, None):
        assert _refused(*pieces, announced=announced, ends=False) == 408


def test_a_large_body_has_a_second_more_for_every_32_kib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "FIRST_SECONDS", 0.1)
    large = b"x" * 64 * 1024

    async def slowly() -> dict[str, object]:
        await asyncio.sleep(0.15)
        return {"type": "http.request", "body": b"end", "more_body": False}

    async def receive() -> dict[str, object]:
        return await (first.pop() if first else slowly)()

    async def at_once() -> dict[str, object]:
        return {"type": "http.request", "body": large, "more_body": True}

    first = [at_once]
    assert len(asyncio.run(Body(Memory()).read(receive, announced=None))) == len(large) + 3


@pytest.mark.parametrize("announced", [8, None])
def test_a_connection_that_is_lost_is_a_cut_body(announced: int | None) -> None:
    assert _refused(b"half", LOST, announced=announced, ends=False) == 400


def test_a_body_of_another_length_than_announced_is_refused() -> None:
    assert _refused(b"half", announced=8) == 400


def test_what_is_announced_as_too_large_is_refused_unread() -> None:
    assert _refused(announced=BODY_MAX + 1, ends=False) == 413


def test_chunks_are_counted() -> None:
    assert len(_read(*[b"x" * MIB] * 8, announced=None)) == BODY_MAX
    assert _refused(*[b"x" * MIB] * 8, b"x", announced=None) == 413


def test_no_form_of_the_app_is_larger_than_what_is_read() -> None:
    assert PHOTO_REQUEST_MAX <= BODY_MAX


def test_long_bodies_share_memory_and_short_ones_need_none_of_it() -> None:
    memory = Memory(free=MIB)
    held = Body(memory)
    asyncio.run(held.read(sending(b"x" * (FREE_BYTES + MIB)), announced=None))
    assert memory.free == 0
    assert len(_read(b"x" * FREE_BYTES, announced=None, memory=memory)) == FREE_BYTES
    with pytest.raises(BodyRefused) as refused:
        _read(b"x" * (FREE_BYTES + 1), announced=None, memory=memory)
    assert refused.value.status == 503
    held.release()
    held.release()
    assert memory.free == MIB


@pytest.mark.parametrize(("status", "answered"), [(413, 413), (503, 503)])
def test_a_refused_body_gets_its_page_and_no_view(app: Flask, status: int, answered: int) -> None:
    reached = []
    app.add_url_rule("/reach", view_func=lambda: reached.append(1) or "", methods=["GET", "POST"])  # type: ignore[func-returns-value]
    for method in ("GET", "POST"):
        response = app.test_client().open(
            "/reach", method=method, environ_overrides={REFUSED: status}
        )
        assert (response.status_code, words(answered)[0] in response.text) == (answered, True)
    assert reached == []


def test_no_header_passes_for_a_refusal(app: Flask) -> None:
    response = app.test_client().get("/health/live", headers={"mentorhub.refused": "413"})
    assert response.status_code == 200
