"""How the pages are served: the server's options, what it holds at most, and a port of its own."""

import errno
import resource
import socket  # noqa: TID251 - checks that its own port is free

from mentorhub.foundation.config import SettingsError

THREADS = 32  # of each process: of a rush, most wait for one of them to allocate the seats for all
CONNECTIONS_MAX = 4096  # of each process; all beyond wait outside until one ends
SPARE_FILES = 256  # what a process opens besides connections: database, temporary files, logs
HEAD_SECONDS = 10  # so long a request's head may take, and an idle connection stay
HEAD_BYTES_MAX = 32 * 1024
STOP_SECONDS = 6  # whoever is still being answered then is cut off
RESPAWN_SECONDS = 0.5


def arguments(*, host: str, port: int, workers: int) -> list[str]:
    """What granian is started with; see `docs/security.md`, «Slow and half-sent requests»."""
    options = {
        "interface": "asginl",
        "host": host,
        "port": port,
        "workers": workers,
        "http": 1,
        "backlog": CONNECTIONS_MAX,
        "backpressure": connections_max(),
        "http1-header-read-timeout": HEAD_SECONDS * 1000,
        "http1-buffer-size": HEAD_BYTES_MAX,
        "workers-kill-timeout": STOP_SECONDS,
        "respawn-interval": RESPAWN_SECONDS,
    }
    named = [f"--{name}={value}" for name, value in options.items()]
    switches = ["--no-ws", "--respawn-failed-workers", "--factory"]
    return ["mentorhub.app:create_asgi_app", *switches, *named]


def connections_max() -> int:
    """As many as this process may open files for; `raise_file_limit` lets it open more."""
    allowed, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(1, min(CONNECTIONS_MAX, allowed - SPARE_FILES))


def raise_file_limit() -> None:
    """A shell's usual 1,024 open files would be fewer than the connections a process is to hold."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS_MAX + SPARE_FILES
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def refuse_taken(port: int, *, host: str = "127.0.0.1") -> None:
    """Raises `SettingsError` where the port cannot be had; a server would share it with another without a word."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise SettingsError(f"{host} is no address of this machine; check --host") from error
    family, kind, protocol, _name, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise SettingsError(_why(error, host=host, port=port)) from error


def _why(error: OSError, *, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; choose another with --port"
    return f"port {port} of {host} cannot be had: {error.strerror}"
