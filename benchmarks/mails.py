"""`python -m benchmarks.mails`: an outbox full of mails to a local server: the rate, its cost, how a link fares."""

import argparse
import json
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.installs import database, settings_for
from mentorhub.app import opened
from mentorhub.foundation import clock, schema
from mentorhub.foundation.config import Settings, extension
from mentorhub.foundation.database.sessions import leave_database, reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.worker import Worker
from mentorhub.mail import outbox
from mentorhub.mail.message import Message, OutgoingMail, message_of
from mentorhub.mail.outbox import OutboxMail
from mentorhub.schedule import PERIODIC_TASKS

DONE_WITHIN_SECONDS = 300
ALL = select(OutboxMail).order_by(OutboxMail.id)
TAKES_ALL = """
import threading
from tests.support import fake_smtp
with fake_smtp.running() as server:
    print(server.url, flush=True)
    threading.Event().wait()
"""


def measure(settings: Settings, *, mails: int) -> dict[str, Any]:
    """Seats' mails by the thousand, a link to sign in asked for when half of them are sent, and the worker at work.

    Afterwards the same messages, ready-made, go over one connection without a database: the floor.
    """
    with opened(settings):
        for start in range(0, mails, 1000):
            _queue(range(start, min(start + 1000, mails)))
        jobs = extension("jobs")
        jobs.take([task for task in PERIODIC_TASKS if task.name == "mail"])
        worker = Worker(jobs)
        worker.start()
        _wait_until(lambda: _sent() > 0)
        with _measured() as cost:
            before = _sent()
            _wait_until(lambda: _sent() >= mails / 2)
            asked_at = _ask_for_link()
            _wait_until(lambda: _sent() > mails)
        worker.stop()
        with reading(viewer=SYSTEM) as session:
            link_sent_at = session.scalars(
                select(OutboxMail.sent_at).where(OutboxMail.kind == "accounts.sign_in_link")
            ).one()
            messages = [message_of(OutgoingMail.of(row)) for row in session.scalars(ALL)]
    floor = _sent_bare(messages, settings.mail_url)
    sent = mails + 1 - before
    rate, floor_rate = sent / cost.seconds, len(messages) / floor.seconds
    return {
        "mails": mails,
        "seconds": round(cost.seconds, 1),
        "mails_per_second": round(rate),
        "cpu_ms_per_mail": round(cost.cpu_seconds / sent * 1000, 2),
        "floor_mails_per_second": round(floor_rate),
        "floor_cpu_ms_per_mail": round(floor.cpu_seconds / len(messages) * 1000, 2),
        "of_the_floor": round(rate / floor_rate, 2),
        "link_asked_for_at_mail": mails // 2,
        "link_sent_after_seconds": round((link_sent_at - asked_at).total_seconds(), 2),
    }


@dataclass
class Cost:
    """What something took, by the clock and of this process's processors."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0


@contextmanager
def _measured() -> Iterator[Cost]:
    """What is done inside; the cost is known afterwards."""
    cost, begun, cpu_begun = Cost(), time.monotonic(), time.process_time()
    yield cost
    cost.seconds, cost.cpu_seconds = time.monotonic() - begun, time.process_time() - cpu_begun


def _sent_bare(messages: Iterable[Message], url: str) -> Cost:
    """What it costs to hand these over, and nothing else."""
    with smtplib.SMTP(url.removeprefix("smtp://")) as server, _measured() as cost:
        for each in messages:
            server.sendmail(each.sender, each.recipient, each.octets)
    return cost


def _queue(numbers: range) -> None:
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        for number in numbers:
            outbox.queue(
                session,
                "enrolment/emails/link",
                to_name="Amara Nwosu",
                to_address=f"person{number}@example.org",
                subject="The link to your place",
                locale="en_GB",
                zone="Europe/Oslo",
                now=now,
                fact_key=f"rush {number}",
                enrolment={
                    "name": "Amara",
                    "place": 7,
                    "practice": {"name": "Halvorsen & Friends"},
                },
                program={"title": "Power networking"},
                entry=None,
                link="https://mentors.example.org/places/x",
            )


def _ask_for_link() -> Any:
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        outbox.queue(
            session,
            "accounts/emails/sign_in_link",
            to_name="Bríd Ní Mhurchú",
            to_address="brid@example.org",
            subject="Your link to sign in",
            locale="en_GB",
            zone="Europe/Oslo",
            now=now,
            fact_key="link",
            link="https://mentors.example.org/sign-in/link/x",
            minutes=20,
        )
    return now


def _sent() -> int:
    leave_database()  # on SQLite an open read would see the same for ever
    with reading(viewer=SYSTEM) as session:
        return session.scalar(select(func.count(OutboxMail.sent_at))) or 0


def _wait_until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + DONE_WITHIN_SECONDS
    while not is_so():
        if time.monotonic() > ends:
            raise TimeoutError("the mails were not sent")
        time.sleep(0.25)


@contextmanager
def _mail_server() -> Iterator[str]:
    """A process of its own that takes every mail: its address."""
    command = [sys.executable, "-c", TAKES_ALL]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


@contextmanager
def _sqlite() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(f"sqlite:///{Path(folder) / 'mails.db'}")
        with opened(settings):
            schema.upgrade(settings)
        yield settings


@contextmanager
def _postgresql() -> Iterator[Settings]:
    with database() as (_cluster, settings):
        yield settings


def main() -> None:
    """Measure on both databases, or on one; prints one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=3000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    stores: dict[str, AbstractContextManager[Settings]] = {}
    if options.database != "postgresql":
        stores["sqlite"] = _sqlite()
    if options.database != "sqlite":
        stores["postgresql"] = _postgresql()
    found = {}
    for name, store in stores.items():
        with store as settings, _mail_server() as url:
            found[name] = measure(replace(settings, mail_url=url), mails=options.mails)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
