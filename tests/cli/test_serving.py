"""`mentorhub serve`, `work` and `sandbox` start, answer, and stop when asked."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests.cli.conftest import MAIN, environment


@pytest.mark.parametrize("words", [("serve", "--workers", "1"), ("work",), ("sandbox",)])
def test_a_server_starts_and_stops_when_asked(
    database_url: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    port = _free_port()
    where = () if words == ("work",) else ("--port", str(port))
    data = ("--data", str(tmp_path / "stripe")) if words == ("sandbox",) else ()
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *words, *where, *data],
        env=environment(database_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as started:
        assert started.stdout is not None
        try:
            assert started.stdout.readline(), "it ended at once"
            if words[0] == "serve":
                _wait_for(f"http://127.0.0.1:{port}/health/ready")
        finally:
            started.terminate()
            _end_in_time(started)
    assert started.returncode == 0


def _end_in_time(started: "subprocess.Popen[str]") -> None:
    """A server that does not stop when asked fails its test, and does not hold up all that follow."""
    try:
        started.wait(30)
    except subprocess.TimeoutExpired:
        started.kill()
        raise


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def _wait_for(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            assert requests.get(url, timeout=5).status_code == 200
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{url} never answered")
