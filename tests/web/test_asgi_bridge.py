"""The bridge: what the app is given, in which thread, and how its answer goes out to fast and slow readers."""

import asyncio
import io
import threading
from collections.abc import Callable, Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.web import asgi_bridge, request_bodies
from mentorhub.web.asgi_bridge import PIECE_BYTES, Bridge, environ_of
from tests.support import factories
from tests.support.asgi import Answer, ask, header, scope, sending
from tests.support.forms import token_on
from tests.support.zip_reader import ARCHIVES, PAGE

MIB = 1024 * 1024
EMAIL = "amara@example.org"


class _App:
    """A WSGI app that notes what it was given; answers `chunks`."""

    def __init__(self, chunks: Callable[[], Any] = lambda: [b"ok"]) -> None:
        self.given: list[dict[str, Any]] = []
        self.threads: list[str] = []
        self.closed = 0
        self._chunks = chunks

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.given.append({**environ, "body": environ["wsgi.input"].read()})
        self.threads.append(threading.current_thread().name)
        start_response("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return _Closing(self, self._chunks())


class _Closing:
    def __init__(self, app: _App, chunks: Any) -> None:
        self._app, self._chunks = app, iter(chunks)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        one: bytes = next(self._chunks)
        return one

    def close(self) -> None:
        self._app.closed += 1


def test_a_request_without_a_body_is_not_waited_for() -> None:
    app = _App()
    answer = ask(Bridge(app, threads=1), scope(), ends=False)
    assert (answer.status, answer.body, answer.is_whole, app.closed) == (200, b"ok", True, 1)
    assert header(answer, "set-cookie") == ["a=1", "b=2"]


def test_a_form_is_given_whole_with_its_length() -> None:
    app = _App()
    head = scope("POST", "/form?a=1", content_length="8", content_type="text/plain")
    ask(Bridge(app, threads=1), head, b"name=", b"Ada")
    given = app.given[0]
    assert (given["body"], given["CONTENT_LENGTH"], given["CONTENT_TYPE"]) == (
        b"name=Ada",
        "8",
        "text/plain",
    )
    assert (given["REQUEST_METHOD"], given["PATH_INFO"], given["QUERY_STRING"]) == (
        "POST",
        "/form",
        "a=1",
    )
    assert (given["REMOTE_ADDR"], given["HTTP_HOST"]) == ("192.0.2.7", "localhost")


def test_what_came_in_chunks_has_the_length_it_had() -> None:
    app = _App()
    ask(Bridge(app, threads=1), scope("POST", transfer_encoding="chunked"), b"name=", b"Ada")
    assert (app.given[0]["body"], app.given[0]["CONTENT_LENGTH"]) == (b"name=Ada", "8")
    assert "HTTP_TRANSFER_ENCODING" not in app.given[0]


@pytest.mark.parametrize("status", [400, 408])
def test_half_a_request_is_answered_without_the_app(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(request_bodies, "FIRST_SECONDS", 0.05)
    app = _App()
    head = scope("POST", content_length="8")
    answer = ask(Bridge(app, threads=1), head, b"half", ends=status == 400)
    assert (answer.status, app.given, app.threads) == (status, [], [])
    assert header(answer, "connection") == ["close"]


def test_many_who_send_nothing_hold_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "FIRST_SECONDS", 0.5)
    app = _App()

    async def crowd() -> tuple[Answer, list[Answer]]:
        bridge, answers = Bridge(app, threads=1), [Answer() for _ in range(50)]
        head = scope("POST", content_length="8")
        waiting = [
            asyncio.ensure_future(bridge(head, sending(ends=False), answer.take))
            for answer in answers
        ]
        await asyncio.sleep(0)
        other = Answer()
        await asyncio.wait_for(bridge(scope(), sending(), other.take), 0.4)
        assert not any(answer.status for answer in answers)
        await asyncio.gather(*waiting)
        return other, answers

    other, answers = asyncio.run(crowd())
    assert other.status == 200
    assert {answer.status for answer in answers} == {408}
    assert len(app.given) == 1


def test_a_long_answer_goes_out_piece_by_piece() -> None:
    app = _App(lambda: (b"x" * 8192 for _ in range(20)))
    answer = ask(Bridge(app, threads=1), scope())
    assert [len(piece) for piece in answer.pieces] == [PIECE_BYTES, PIECE_BYTES, 4 * 8192]
    assert (answer.is_whole, app.closed) == (True, 1)


def test_a_slow_reader_holds_no_thread() -> None:
    app = _App(lambda: (b"x" * PIECE_BYTES for _ in range(3)))

    async def reading() -> None:
        bridge, slow, may_go_on = Bridge(app, threads=1), Answer(), asyncio.Event()

        async def take(message: dict[str, Any]) -> None:
            if message.get("body"):
                await may_go_on.wait()
            await slow.take(message)

        waiting = asyncio.ensure_future(bridge(scope(), sending(), take))
        while not slow.status:
            await asyncio.sleep(0.01)
        other = Answer()
        await asyncio.wait_for(bridge(scope(path="/other"), sending(), other.take), 5)
        assert [other.is_whole, slow.is_whole] == [True, False]
        may_go_on.set()
        await waiting
        assert [slow.is_whole, len(slow.body)] == [True, 3 * PIECE_BYTES]

    asyncio.run(reading())
    assert app.closed == 2


def test_who_reads_no_more_is_let_go_and_the_answer_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi_bridge, "PIECE_SECONDS", 0.05)
    app = _App(lambda: (b"x" * PIECE_BYTES for _ in range(3)))

    async def take(message: dict[str, Any]) -> None:
        if message.get("body"):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        asyncio.run(Bridge(app, threads=1)(scope(), sending(), take))
    assert app.closed == 1


def test_an_answer_that_breaks_is_closed() -> None:
    app = _App(lambda: (b"x" * (1 // number) for number in (1, 0)))
    with pytest.raises(ZeroDivisionError):
        ask(Bridge(app, threads=1), scope())
    assert app.closed == 1


def test_the_memory_of_a_long_body_is_given_back() -> None:
    bridge = Bridge(_App(), threads=1)
    before = bridge._memory.free
    ask(bridge, scope("POST", content_length=str(MIB)), b"x" * MIB)
    assert bridge._memory.free == before


def test_a_header_with_an_underscore_is_nobodys() -> None:
    head = scope(x_forwarded_for="192.0.2.1")
    head["headers"].append((b"x_forwarded_for", b"198.51.100.1"))
    head["headers"].append((b"x-forwarded-for", b"192.0.2.2"))
    assert environ_of(head, b"")["HTTP_X_FORWARDED_FOR"] == "192.0.2.1,192.0.2.2"


def test_a_path_is_given_by_its_bytes() -> None:
    head = scope(path="/a%2Fb%ff%C3%A9?x=%20")
    environ = environ_of(head, b"")
    assert environ["PATH_INFO"].encode("latin1") == b"/a/b\xff\xc3\xa9"
    assert environ["QUERY_STRING"] == "x=%20"


def test_only_http_is_spoken() -> None:
    with pytest.raises(ValueError, match="HTTP only"):
        ask(Bridge(_App(), threads=1), {"type": "websocket"})


def test_my_data_comes_whole_over_the_bridge(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user(EMAIL, "Amara Nwosu")
    factories.sign_in(client, EMAIL)
    form = f"csrf_token={token_on(client, PAGE)}".encode()
    session = client.get_cookie("mentorhub")
    assert session is not None
    head = scope(
        "POST",
        ARCHIVES,
        cookie=f"mentorhub={session.value}",
        content_length=str(len(form)),
        content_type="application/x-www-form-urlencoded",
    )
    answer = ask(Bridge(app.wsgi_app, threads=1), head, form)
    assert (answer.status, header(answer, "content-type")) == (200, ["application/zip"])
    assert header(answer, "content-length") == [str(len(answer.body))]
    with ZipFile(io.BytesIO(answer.body)) as opened:
        assert opened.testzip() is None
        assert "account/account.json" in opened.namelist()
