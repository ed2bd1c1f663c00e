"""The commands as an operator runs them: migrations, two server processes, a worker, SMTP, a stand-in Stripe."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.journeys.test_main_job import CARD
from tests.support import fake_smtp
from tests.support.person import Person
from tests.support.postgres import APP, OWNER, Cluster

COMMAND = Path(sys.executable).with_name("mentorhub")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(environment: dict[str, str], *arguments: str) -> Iterator[None]:
    process = subprocess.Popen([COMMAND, *arguments], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def _wait_for(url: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            if requests.get(url, timeout=2).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError(f"{url} did not answer")


def _until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def environment(postgres: Cluster) -> Iterator[dict[str, str]]:
    """An empty PostgreSQL database, and what the operator sets; the app's role may not alter tables."""
    postgres.create_database("production")
    yield {
        "PATH": os.environ["PATH"],
        "MENTORHUB_DATABASE_URL": postgres.url(APP, "production"),
        "MENTORHUB_SECRET_KEY": "a secret of thirty-two characters",
        "MENTORHUB_BASE_URL": f"http://localhost:{_free_port()}",
        "MENTORHUB_MAIL_URL": "smtp://127.0.0.1:9",
        "STRIPE_SECRET_KEY": "sk_test_production",
        "STRIPE_WEBHOOK_SECRET": "whsec_sandbox",
        "STRIPE_API_BASE": f"http://127.0.0.1:{_free_port()}",
        "OWNER_URL": postgres.url(OWNER, "production"),
    }
    postgres.drop_database("production")


@contextmanager
def _install(environment: dict[str, str], data: Path) -> Iterator[None]:
    """Stripe's stand-in, two server processes and a worker, each on what the environment says."""
    home, stripe = environment["MENTORHUB_BASE_URL"], environment["STRIPE_API_BASE"]
    port, stripe_port = home.rpartition(":")[2], stripe.rpartition(":")[2]
    events = f"http://127.0.0.1:{port}/stripe/events"
    sandbox = ("sandbox", "--port", stripe_port, "--data", str(data), "--deliver-to", events)
    with (
        _running(environment, *sandbox),
        _running(environment, "serve", "--port", port, "--workers", "2"),
        _running(environment, "work"),
    ):
        _wait_for(f"{home}/health/ready")
        yield


def _enrol_and_pay(home: str) -> None:
    ada = Person(home)
    ada.visit("/programs/quiet-letters")
    ada.send("/enrolments", name="Ada", email="ada@example.org")
    ada.send("/checkouts").send("/c/pay/", **CARD)
    assert ada.state == "enrolled"


def test_an_unmigrated_database_names_the_command(environment: dict[str, str]) -> None:
    refused = _run(environment, "audit")
    assert refused.returncode == 2
    assert refused.stderr.strip().endswith("run: mentorhub upgrade")


def test_from_an_empty_database_to_a_paid_seat(environment: dict[str, str], tmp_path: Path) -> None:
    as_owner = environment | {"MENTORHUB_DATABASE_URL": environment["OWNER_URL"]}
    assert _run(as_owner, "upgrade").returncode == 0
    seats = ("open-program", "quiet-letters", "--seats", "2", "--price-minor", "5000")
    opened = _run(environment, *seats)
    home = environment["MENTORHUB_BASE_URL"]
    assert f"{home}/programs/quiet-letters" in opened.stdout, opened.stderr
    with fake_smtp.running() as server:
        environment["MENTORHUB_MAIL_URL"] = server.url
        with _install(environment, tmp_path):
            _enrol_and_pay(home)
            _until(lambda: len(server.mails) == 2)
    assert [str(one["Subject"]) for one in server.mails] == [
        "Seat 1 is held for you",
        "Welcome, seat 1 is yours",
    ]
    audit = _run(environment, "audit")
    assert (audit.returncode, set(map(len, json.loads(audit.stdout).values()))) == (0, {0})
