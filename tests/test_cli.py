"""The `mentorhub` command: what it says, where it stops and with which status."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result
from flask import Flask

from mentorhub.cli import main
from mentorhub.foundation import revisions
from mentorhub.foundation.database import SYSTEM, db, transaction
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests import scenes

MAIN = "from mentorhub.cli import main; main()"
Command = Callable[..., Result]


def _environment(database_url: str, stripe: str = "http://127.0.0.1:9") -> dict[str, str]:
    return {
        "MENTORHUB_DATABASE_URL": database_url,
        "MENTORHUB_SECRET_KEY": "a secret key for tests, 32 bytes or more",
        "MENTORHUB_BASE_URL": "http://localhost:8000",
        "MENTORHUB_MAIL_URL": "smtp://127.0.0.1:9",
        "STRIPE_SECRET_KEY": "sk_test_sandbox",
        "STRIPE_WEBHOOK_SECRET": "whsec_sandbox",
        "STRIPE_API_BASE": stripe,
    }


@pytest.fixture
def command(database_url: str) -> Command:
    """Runs a command in this process, on the run's database unless told otherwise."""

    def run(*words: str, **changed: str) -> Result:
        environment = {**_environment(database_url), **changed}
        return CliRunner().invoke(main, words, env=environment)

    return run


@pytest.fixture
def unmigrated(tmp_path: Path) -> str:
    """The address of an empty database."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def alone() -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Runs a command as the shell does, with nothing else in its environment."""

    def run(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", MAIN, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    yield run


def _plant_a_breach(app: Flask) -> None:
    """A cohort that counts a seat nobody has."""
    with app.app_context():
        cohort_id = scenes.scene().cohort_id
        with transaction(viewer=SYSTEM) as session:
            breach = f"UPDATE cohort SET taken = 1 WHERE id = {cohort_id}"
            session.connection().exec_driver_sql(breach)
        db.session.remove()


def test_a_missing_setting_is_one_line_and_status_2(
    alone: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = alone("serve", environment={})
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "mentorhub: MENTORHUB_DATABASE_URL is not set; see README.md, «Settings»"
    ]


@pytest.mark.parametrize("words", ["serve", "work", "audit", "seed"])
def test_an_unmigrated_database_names_the_command(
    command: Command, unmigrated: str, words: str
) -> None:
    done = command(words, MENTORHUB_DATABASE_URL=unmigrated)
    assert done.exit_code == 2
    assert done.stderr == "mentorhub: the database is not up to date; run: mentorhub upgrade\n"


def test_a_database_that_does_not_answer_is_one_line(command: Command) -> None:
    done = command("audit", MENTORHUB_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert done.exit_code == 2
    assert done.stderr.startswith("mentorhub: the database does not answer: ")
    assert len(done.stderr.splitlines()) == 1


def test_upgrade_brings_a_database_up_to_date(command: Command, unmigrated: str) -> None:
    done = command("upgrade", MENTORHUB_DATABASE_URL=unmigrated)
    assert done.exit_code == 0
    assert revisions.newest_revision() in done.output
    assert command("audit", MENTORHUB_DATABASE_URL=unmigrated).exit_code == 0


def test_an_audit_in_order_lists_every_sentence(command: Command) -> None:
    done = command("audit")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert len(found) > 20
    assert set(map(tuple, found.values())) == {()}


def test_an_audit_with_an_offender_has_status_1(
    app: Flask,
    database_url: str,
    alone: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    _plant_a_breach(app)
    done = alone("audit", environment=_environment(database_url))
    assert done.returncode == 1
    assert any(json.loads(done.stdout).values())


def test_open_program_prints_an_address_that_answers(command: Command, app: Flask) -> None:
    done = command("open-program", "a-rush", "--seats", "2", "--price-minor", "700")
    assert done.output == "http://localhost:8000/programs/a-rush\n"
    seats = app.test_client().get("/programs/a-rush/seats.json").get_json()
    assert seats == {"seats": 2, "taken": 0, "free": 2, "waiting": 0, "state": "open"}


def test_open_program_refuses_a_taken_address(command: Command) -> None:
    words = ("open-program", "a-rush", "--seats", "2", "--price-minor", "0", "--currency", "nok")
    assert command(*words).exit_code == 0
    again = command(*words)
    assert again.exit_code == 1
    assert again.stderr == "Error: this address is taken; choose another SLUG\n"


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (("A Rush", "--seats", "2", "--price-minor", "0"), "lower-case"),
        (("a-rush", "--seats", "2", "--price-minor", "1"), "Stripe cannot take"),
        (("a-rush", "--seats", "0", "--price-minor", "0"), "--seats"),
        (("a-rush", "--seats", "2", "--price-minor", "-5"), "--price-minor"),
        (("a", "--seats", "2", "--price-minor", "0", "--owner-name", "\u200b"), "can be seen"),
    ],
)
def test_open_program_says_what_is_wrong(
    command: Command, words: tuple[str, ...], fact: str
) -> None:
    done = command("open-program", *words)
    assert done.exit_code in {1, 2}
    assert fact in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_seed_wants_a_sandbox(command: Command) -> None:
    done = command("seed")
    assert done.exit_code == 2
    assert "mentorhub sandbox" in done.stderr


def test_seed_wants_an_empty_database(
    command: Command, app: Flask, stripe_server: RunningSandbox
) -> None:
    with app.app_context():
        scenes.user("somebody@example.org")
    done = command("seed", STRIPE_API_BASE=stripe_server.url)
    assert done.exit_code == 2
    assert "not empty" in done.stderr


def test_the_demo_says_which_port_is_taken(
    command: Command, stripe_server: RunningSandbox, tmp_path: Path
) -> None:
    taken = stripe_server.url.rpartition(":")[2]
    done = command("demo", "--port", taken, "--data", str(tmp_path))
    assert done.exit_code == 2
    assert done.stderr == f"mentorhub: port {taken} is taken; choose another with --port\n"


def test_the_sandbox_says_that_its_port_is_taken(
    command: Command, stripe_server: RunningSandbox, tmp_path: Path
) -> None:
    taken = stripe_server.url.rpartition(":")[2]
    done = command("sandbox", "--port", taken, "--data", str(tmp_path))
    assert (done.exit_code, "is taken" in done.stderr) == (2, True)


@pytest.mark.parametrize("words", [("serve", "--workers", "1"), ("work",), ("sandbox",)])
def test_a_server_starts_and_stops_when_asked(
    database_url: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    port = _free_port()
    where = () if words == ("work",) else ("--port", str(port))
    data = ("--data", str(tmp_path / "stripe")) if words == ("sandbox",) else ()
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *words, *where, *data],
        env=_environment(database_url),
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
    for _attempt in range(100):
        try:
            assert requests.get(url, timeout=5).status_code == 200
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} never answered")
