"""What the server makes of a request before the install sees it, asked over a bare socket; its options and its port."""

import json
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorhub.foundation.config import SettingsError
from mentorhub.web import server
from mentorhub.web.server import HEAD_BYTES_MAX

ECHO = """
import json
def app(environ, start_response):
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = environ["wsgi.input"].read().decode()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]

def create():
    from mentorhub.web.asgi_bridge import Bridge
    return Bridge(app, threads=2)
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The server that `mentorhub serve` starts, before an app that says what it was given."""
    folder: Path = tmp_path_factory.mktemp("echo")
    (folder / "echo.py").write_text(ECHO)
    free = _free_port()
    _app, *options = server.arguments(host="127.0.0.1", port=free, workers=1)
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "echo:create", *options],
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
        return free


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
    assert told["CONTENT_LENGTH"] == "5"  # as many as came


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: +5",),
        ("Content-Length: 5x",),
        ("Transfer-Encoding: identity, chunked, x",),
        ("X-Odd : 1",),
        ("Content-Length: 1_0",),
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
    assert told["HTTP_HOST"] == "a,b"  # which the install answers 421: see test_hosts


def test_a_header_is_not_given_by_another_name(port: int) -> None:
    _status, told = _ask(port, "GET / HTTP/1.1", "Host: a", "X_Forwarded_For: 192.0.2.1")
    assert "HTTP_X_FORWARDED_FOR" not in told


def test_a_head_without_an_end_is_cut_at_its_size(port: int) -> None:
    status, told = _ask(port, "GET / HTTP/1.1", "Host: a", f"X-Long: {'x' * 2 * HEAD_BYTES_MAX}")
    assert (status, told) == (431, {})


def test_more_connections_than_open_files_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (1024, 1024))
    assert server.connections_max() == 1024 - server.SPARE_FILES
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (100_000, 100_000))
    assert server.connections_max() == server.CONNECTIONS_MAX


@pytest.mark.parametrize(
    ("limits", "raised"),
    [
        ((1024, 100_000), (server.CONNECTIONS_MAX + server.SPARE_FILES, 100_000)),
        ((1024, 2048), (2048, 2048)),
        ((1024, resource.RLIM_INFINITY), (4352, resource.RLIM_INFINITY)),
        ((8192, 8192), None),
    ],
)
def test_the_limit_of_open_files_is_raised_as_far_as_needed_and_allowed(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], raised: tuple[int, int] | None
) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, wanted: told.append(wanted))
    server.raise_file_limit()
    assert told == ([raised] if raised else [])


def test_a_taken_port_is_refused_also_one_that_would_be_shared() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        for host in ("127.0.0.1", "localhost", "0.0.0.0"):
            with pytest.raises(SettingsError, match=f"port {number} is taken"):
                server.refuse_taken(number, host=host)


def test_a_port_may_be_ones_own_again() -> None:
    server.refuse_taken(_free_port())


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "300.1.1.1"])
def test_a_host_that_is_not_this_machines_is_named(host: str) -> None:
    with pytest.raises(SettingsError, match=host):
        server.refuse_taken(_free_port(), host=host)
