"""`mentorhub serve` under what strangers and machines do to it: half-sent requests, a killed worker, a taken port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests

from tests.support import tmp_dirs

COMMAND = Path(sys.executable).with_name("mentorhub")
AT_ONCE_SECONDS = (
    2  # of a machine that has other things to do; the deadlines are five times as long
)
STARTS_WITHIN_SECONDS = 150
HALF = {
    "no body": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
    "half a body": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nemail=",
    "half a chunk": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nema",
    "half a head": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
}


@pytest.fixture(scope="module")
def environment(migrated_sqlite: Path) -> Iterator[dict[str, str]]:
    """What an operator sets, on a migrated SQLite database."""
    home = Path(tmp_dirs.folder()) / f"serving-{os.getpid()}"
    home.mkdir()
    shutil.copy(migrated_sqlite, home / "mentorhub.db")
    yield {
        "PATH": os.environ["PATH"],
        "MENTORHUB_DATABASE_URL": f"sqlite:///{home / 'mentorhub.db'}",
        "MENTORHUB_SECRET_KEY": "a secret of thirty-two characters",
        "MENTORHUB_BASE_URL": f"http://localhost:{_free_port()}",
        "MENTORHUB_MAIL_URL": "smtp://127.0.0.1:9",
        "STRIPE_SECRET_KEY": "sk_test_serving",
        "STRIPE_WEBHOOK_SECRET": "whsec_serving",
    }
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def install(environment: dict[str, str]) -> Iterator["_Install"]:
    """One server for all tests here, started again after a test that ended it."""
    made = _Install(environment)
    yield made
    made.stop()


@pytest.fixture
def server(install: "_Install") -> "_Server":
    """Two workers, serving."""
    return install.running()


class _Server:
    def __init__(self, environment: dict[str, str]) -> None:
        self.home = environment["MENTORHUB_BASE_URL"]
        self.port = int(self.home.rpartition(":")[2])
        command = [str(COMMAND), "serve", "--port", str(self.port), "--workers", "2"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)

    def workers(self) -> set[int]:
        pid = self.process.pid
        return {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


class _Install:
    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._server: _Server | None = None

    def running(self) -> _Server:
        if self._server is None or self._server.process.poll() is not None:
            self._server = _Server(self._environment)
            _until_answered(self._server.home)
        return self._server

    def stop(self) -> None:
        if self._server is not None:
            self._server.process.terminate()
            self._server.process.wait(20)


@contextmanager
def _half_sent(port: int, sent: bytes, *, count: int) -> Iterator[list[socket.socket]]:
    sockets = []
    try:
        for _ in range(count):
            sockets.append(socket.create_connection(("127.0.0.1", port), 10))
            sockets[-1].sendall(sent)
        yield sockets
    finally:
        for one in sockets:
            one.close()


def _answers_at_once(home: str) -> None:
    for page in ("/health/live", "/health/ready", "/sign-in") * 5:
        began = time.monotonic()
        answer = requests.get(home + page, timeout=AT_ONCE_SECONDS)
        assert (page, answer.status_code) in {(page, 200), ("/health/ready", 503)}
        assert time.monotonic() - began < AT_ONCE_SECONDS


def test_300_half_sent_requests_of_each_kind_keep_nobody_waiting_and_end(server: _Server) -> None:
    with ExitStack() as open_now:
        crowds = {
            kind: open_now.enter_context(_half_sent(server.port, sent, count=300))
            for kind, sent in HALF.items()
        }
        _answers_at_once(server.home)
        until = time.monotonic() + 20
        answers = {
            kind: {_all_of(one, until=until).partition(b"\r\n")[0] for one in crowd}
            for kind, crowd in crowds.items()
        }
    assert answers.pop("half a head") == {b""}
    assert set().union(*answers.values()) == {b"HTTP/1.1 408 Request Timeout"}


@pytest.mark.parametrize("kind", ["half a body", "half a chunk"])
def test_a_body_that_is_cut_is_no_request(server: _Server, kind: str) -> None:
    with _half_sent(server.port, HALF[kind], count=1) as (cut,):
        cut.shutdown(socket.SHUT_WR)
        assert _all_of(cut, until=time.monotonic() + 5).startswith(b"HTTP/1.1 400 ")


def test_what_is_too_large_gets_its_page(server: _Server) -> None:
    announced = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"
    with _half_sent(server.port, announced, count=1) as (large,):
        answer = _all_of(large, until=time.monotonic() + 5)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"Content-Security-Policy".lower() in answer
    assert b"What you sent is too large" in answer


def test_a_taken_port_is_refused_in_one_line(environment: dict[str, str], server: _Server) -> None:
    refused = subprocess.run(
        [COMMAND, "serve", "--port", str(server.port)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=STARTS_WITHIN_SECONDS,
    )
    assert refused.returncode == 2
    assert refused.stderr == f"mentorhub: port {server.port} is taken; choose another with --port\n"
    assert requests.get(f"{server.home}/health/live", timeout=5).status_code == 200


def test_a_worker_that_is_killed_comes_back_and_the_other_goes_on(server: _Server) -> None:
    before = server.workers()
    assert len(before) == 2
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    lost, until = 0, time.monotonic() + STARTS_WITHIN_SECONDS
    while len(server.workers() - {killed}) < 2:
        try:
            answer = requests.get(server.home + "/health/live", timeout=STARTS_WITHIN_SECONDS)
            assert answer.status_code == 200
        except requests.ConnectionError:
            lost += 1
        assert time.monotonic() < until
    assert lost <= 2  # what the killed one had taken
    _until_answered(server.home)
    assert server.process.poll() is None
    assert server.workers() > before - {killed}


def test_1400_half_sent_requests_keep_nobody_waiting_and_the_server_ends_when_told(
    server: _Server,
) -> None:
    with _half_sent(server.port, HALF["half a body"], count=1400):
        _answers_at_once(server.home)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0


def _all_of(connection: socket.socket, *, until: float) -> bytes:
    """What is received until the other side closes; b"" where it closed without a word."""
    connection.settimeout(max(0.1, until - time.monotonic()))
    try:
        return b"".join(iter(lambda: connection.recv(65536), b""))
    except ConnectionResetError:
        return b""


def _until_answered(home: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            if requests.get(f"{home}/health/live", timeout=2).status_code == 200:
                return
        except requests.RequestException:
            time.sleep(0.05)
        assert time.monotonic() < until


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
