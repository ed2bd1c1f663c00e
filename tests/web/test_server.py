"""What the server makes of a request before the house sees it: lengths, doubled headers; asked over a bare socket."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ECHO = """
import json
def app(environ, start_response):
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = environ["wsgi.input"].read().decode()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The server that `mentorhub serve` starts, before an app that says what it was given."""
    folder: Path = tmp_path_factory.mktemp("echo")
    (folder / "echo.py").write_text(ECHO)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    options = ("--interface", "wsgi", "--port", str(free), "--workers", "1")
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "echo:app"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", free), 1).close()
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)
        yield free
    finally:
        process.terminate()
        process.wait(20)


def _ask(port: int, *lines: str, body: str = "") -> tuple[int, dict[str, str]]:
    """Status, and what the app was given; {} where it was given nothing."""
    request = "\r\n".join([*lines, "Connection: close", "", body])
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    head, _, said = answer.partition("\r\n\r\n")
    status = int(head.split(" ")[1])
    return status, json.loads(said) if status == 200 else {}


def test_transfer_encoding_goes_before_content_length(port: int) -> None:
    chunked = ("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Transfer-Encoding: chunked")
    status, told = _ask(
        port, *chunked, body="5\r\nhello\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n"
    )
    assert (status, told["body"]) == (200, "hello")
    assert "CONTENT_LENGTH" not in told


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: +5",),
        ("Content-Length: 5x",),
        ("Transfer-Encoding: identity, chunked, x",),
        ("X-Odd : 1",),
        ("X-Odd: a\0b",),
    ],
)
def test_what_two_servers_could_read_in_two_ways_is_refused(port: int, lines: tuple[str]) -> None:
    status, _told = _ask(port, "POST / HTTP/1.1", "Host: a", *lines, body="hello!")
    assert status == 400


def test_headers_told_twice_are_joined_in_their_order(port: int) -> None:
    hops = [f"X-Forwarded-For: 192.0.2.{number}" for number in (1, 2, 3)]
    _status, told = _ask(port, "GET / HTTP/1.1", "Host: a", "Host: b", *hops)
    assert told["HTTP_X_FORWARDED_FOR"].replace(" ", "") == "192.0.2.1,192.0.2.2,192.0.2.3"
    assert told["HTTP_HOST"] == "a,b"  # which the house answers 421: see test_hosts
