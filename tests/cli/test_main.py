"""The group: every command is in its help, and production's commands load nothing that is for trying out."""

from pathlib import Path

import pytest

from mentorhub.cli.main import COMMANDS
from tests.cli.conftest import Alone, Command, environment

FOR_TRYING_OUT = {"demo", "sandbox", "seed"}
PRODUCTION = """
upgrade
open-program a-rush --seats 2 --price-minor 700
audit
sign-out --everybody
erased nobody@example.org
token nobody@example.org
reconcile
serve
work
""".strip()
# Runs each line of its argument as a command, in one process, and prints what is loaded after it.
RUN_EACH = """
import os, signal, sys
from mentorhub.cli.main import main
from mentorhub.foundation.worker import Worker

def start_and_be_stopped(worker, start=Worker.start):
    start(worker)
    signal.raise_signal(signal.SIGTERM)

Worker.start = start_and_be_stopped
os.execv = lambda *_: sys.exit("became the server")
FOR_TRYING_OUT = ("mentorhub.demo", "mentorhub.stripe_sandbox", "mentorhub.cli.demo")
for line in sys.argv[1].splitlines():
    try:
        main(line.split())
    except SystemExit as end:
        loaded = [name for name in sys.modules if name.startswith(FOR_TRYING_OUT)]
        print("RAN", line.split()[0], end.code, len(loaded))
"""


def _run_each(alone: Alone, tmp_path: Path, lines: str) -> list[str]:
    """Per command: its name, its status, how many modules for trying out are loaded after it."""
    settings = environment(f"sqlite:///{tmp_path / 'hub.db'}")
    done = alone(lines, environment=settings, code=RUN_EACH)
    assert done.returncode == 0, done.stderr
    return [
        line.removeprefix("RAN ") for line in done.stdout.splitlines() if line.startswith("RAN ")
    ]


def test_no_command_of_production_loads_the_demo_or_the_sandbox(
    alone: Alone, tmp_path: Path
) -> None:
    assert {line.split()[0] for line in PRODUCTION.splitlines()} == set(COMMANDS) - FOR_TRYING_OUT
    assert _run_each(alone, tmp_path, PRODUCTION) == [
        "upgrade 0 0",
        "open-program 0 0",
        "audit 0 0",
        "sign-out 0 0",
        "erased 0 0",
        "token 1 0",  # there is no such account
        "reconcile 1 0",  # nobody answers for Stripe
        "serve became the server 0",
        "work 0 0",
    ]


def test_what_is_loaded_for_trying_out_would_be_seen(alone: Alone, tmp_path: Path) -> None:
    (ran,) = _run_each(alone, tmp_path, "seed --help")
    assert int(ran.removeprefix("seed 0 ")) > 3


def test_the_help_lists_every_command_with_its_line(command: Command) -> None:
    said = command("--help").stdout.partition("Commands:\n")[2].splitlines()
    listed = dict(line.split(maxsplit=1) for line in said)
    assert set(listed) == set(COMMANDS)
    assert listed["sandbox"] == "A stand-in Stripe on this machine; no real money."


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_how_it_is_used(command: Command, name: str) -> None:
    done = command(name, "--help")
    assert (done.exit_code, done.stdout.startswith(f"Usage: main {name} ")) == (0, True)


def test_a_command_that_there_is_not_is_answered_with_the_nearest(command: Command) -> None:
    done = command("awdit")
    assert done.exit_code == 2
    assert "No such command 'awdit'. Did you mean 'audit'?" in done.stderr
