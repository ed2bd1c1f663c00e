"""The demo in one process: it makes its history once, stores it, reopens, and stops on a signal."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests
from flask import Flask, request
from werkzeug.serving import make_server

from mentorhub.demo import serve
from mentorhub.demo.stories import offers
from mentorhub.demo.stories.nadia import NADIA
from mentorhub.foundation.config import SettingsError
from mentorhub.web.server import refuse_taken

SECONDS = 5
MAIN = "from mentorhub.cli.main import main; main()"


@pytest.fixture
def port() -> int:
    """A free port with a free one after it."""
    for first in range(20_000 + os.getpid() % 20_000, 60_000, 2):
        try:
            refuse_taken(first)
            refuse_taken(first + 1)
        except SettingsError:
            continue
        return first
    raise AssertionError("no two free ports in a row")


@pytest.fixture
def data(seeded_sqlite: Path, tmp_path: Path) -> Path:
    """A folder as an earlier run of the demo left it."""
    folder = tmp_path / "demo"
    serve.prepare(folder)
    shutil.copy(seeded_sqlite, folder / serve.DATABASE)
    (folder / serve.DIARY).write_text(serve.COMPLETE)
    return folder


def _seats(port: int, slug: str) -> dict[str, object]:
    answer: dict[str, object] = requests.get(
        f"http://localhost:{port}/programs/{slug}/seats.json", timeout=SECONDS
    ).json()
    return answer


def test_a_second_start_still_has_the_data_and_reopens_the_third_programme(
    data: Path, port: int
) -> None:
    serve.prepare(data)
    with serve.running(port=port, data=data):
        assert _seats(port, offers.POWER_NETWORKING.slug)["free"] == 3
        assert _seats(port, offers.SOON.slug)["state"] == "scheduled"
        ready = requests.get(f"http://localhost:{port}/health/ready", timeout=SECONDS)
        assert ready.status_code == 200


def test_stripes_stand_in_answers_on_the_next_port(data: Path, port: int) -> None:
    with serve.running(port=port, data=data):
        clock = requests.get(f"http://127.0.0.1:{port + 1}/_sandbox/clock", timeout=SECONDS)
        assert clock.ok


def test_the_first_start_makes_the_history_and_a_signal_ends_it(tmp_path: Path, port: int) -> None:
    command = [sys.executable, "-c", MAIN, "demo", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--data", str(tmp_path / "demo")], stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        said = ""
        try:
            while "Ctrl-C" not in said:
                line = started.stdout.readline()
                assert line, said
                said += line
            assert _seats(port, offers.LETTERS.slug)["waiting"] == 4
        finally:
            started.terminate()
            started.wait(15)
    assert started.returncode == 0
    for fact in (
        f"http://localhost:{port}",
        "/demo/mailbox",
        "4242",
        "amara@example.org",
        NADIA.email,
        "passphrase",
    ):
        assert fact in said


def test_half_a_request_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve._QuietHandler, "timeout", 0.2)
    app = Flask("reader")
    app.add_url_rule("/", view_func=_read, methods=["POST"])
    server = make_server(serve.HOST, 0, app, request_handler=serve._QuietHandler)
    thread = threading.Thread(target=server.handle_request, daemon=True)
    thread.start()
    with socket.create_connection((serve.HOST, server.server_port), SECONDS) as half:
        half.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
        assert b" 200 " not in half.recv(1000)
    thread.join(SECONDS)
    assert not thread.is_alive()
    server.server_close()


def _read() -> bytes:
    return request.get_data()


def test_a_fresh_start_deletes_only_what_the_demo_made(data: Path) -> None:
    (data / "note.txt").write_text("mine")
    serve.prepare(data, is_fresh=True)
    assert sorted(each.name for each in data.iterdir()) == [serve.DIARY, "note.txt"]
    assert (data / serve.DIARY).read_text().strip() == serve.BEGUN


def test_an_incomplete_history_starts_again(data: Path) -> None:
    (data / serve.DIARY).write_text(serve.BEGUN)
    serve.prepare(data)
    assert not (data / serve.DATABASE).exists()


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / serve.DATABASE).write_text("not the demo's")
    with pytest.raises(SettingsError, match="not the demo's"):
        serve.prepare(tmp_path, is_fresh=True)
    assert (tmp_path / serve.DATABASE).read_text() == "not the demo's"


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = serve.settings_of(port=8000, data=tmp_path).secret_key
    assert serve.settings_of(port=8000, data=tmp_path).secret_key == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / serve.KEY).stat().st_mode) == 0o600
