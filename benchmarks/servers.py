"""The servers that are measured: `mentorhub serve` itself and the floors beside it, and how much memory they hold."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mentorhub.foundation.config import Settings
from mentorhub.web.server import arguments

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN_SECONDS = 120
PRODUCT = "from mentorhub.cli.main import main; main()"


@dataclass(frozen=True)
class Server:
    """A running server of several processes."""

    port: int
    pid: int

    def memory_mib(self) -> float:
        """Proportional set size of all its processes: what is shared is counted once."""
        return sum(_pss_kib(pid) for pid in _family(self.pid)) / 1024


@contextmanager
def product(settings: Settings, *, workers: int) -> Iterator[Server]:
    """`mentorhub serve`, as an operator starts it."""
    port = _free_port()
    serve = ["serve", "--port", str(port), "--workers", str(workers)]
    with _running(["-c", PRODUCT, *serve], settings, port=port) as one:
        yield one


@contextmanager
def floor(settings: Settings, factory: str, *, workers: int) -> Iterator[Server]:
    """`floors:create_asgi_floor` or `bare:create_asgi_bare_app`, on the same server and as many processes."""
    port = _free_port()
    _product, *options = arguments(host="127.0.0.1", port=port, workers=workers)
    with _running(["-m", "granian", f"benchmarks.{factory}", *options], settings, port=port) as one:
        yield one


@contextmanager
def _running(command: list[str], settings: Settings, *, port: int) -> Iterator[Server]:
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **_environment(settings)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "MENTORHUB_DATABASE_URL": settings.database_url,
        "MENTORHUB_SECRET_KEY": settings.secret_key,
        "MENTORHUB_BASE_URL": settings.base_url,
        "MENTORHUB_MAIL_URL": settings.mail_url,
        "STRIPE_SECRET_KEY": settings.stripe_secret_key,
        "STRIPE_WEBHOOK_SECRET": settings.stripe_webhook_secrets[0],
        "STRIPE_API_BASE": settings.stripe_api_base,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.sendall(b"GET /floor HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if connection.recv(9):
                    return
        except OSError:
            pass
        if time.monotonic() > until:
            raise RuntimeError("the server does not answer")
        time.sleep(0.1)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _pss_kib(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")))
