"""`mentorhub demo`, `sandbox` and `seed`: what each refuses to begin on."""

from pathlib import Path

from flask import Flask

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.cli.conftest import Command
from tests.support import factories


def test_seed_wants_a_sandbox(command: Command) -> None:
    done = command("seed")
    assert done.exit_code == 2
    assert "mentorhub sandbox" in done.stderr


def test_seed_wants_an_empty_database(
    command: Command, app: Flask, stripe_server: RunningSandbox
) -> None:
    with app.app_context():
        factories.user("somebody@example.org")
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
