"""Runs of the `mentorhub` command: in this process, or alone as the shell does it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentorhub.cli.main import main

MAIN = "from mentorhub.cli.main import main; main()"
Command = Callable[..., Result]
Alone = Callable[..., subprocess.CompletedProcess[str]]


def environment(database_url: str, stripe: str = "http://127.0.0.1:9") -> dict[str, str]:
    """Every setting that has no default; nobody answers for mail, nor for Stripe unless given."""
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
        return CliRunner().invoke(main, words, env={**environment(database_url), **changed})

    return run


@pytest.fixture
def unmigrated(tmp_path: Path) -> str:
    """The address of an empty database."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def alone() -> Alone:
    """Runs a command as the shell does, with nothing else in its environment; or other code, likewise."""

    def run(
        *words: str, environment: dict[str, str], code: str = MAIN
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
