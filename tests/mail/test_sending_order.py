"""Which mail goes first: what lets people in, then money, then seats, then the rest; each kind in the order it came."""

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest
from flask import Flask

from mentorhub.foundation import clock, due_work
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail import outbox, sending, smtp
from mentorhub.mail.kinds import Weight, all_kinds, rank_of
from tests.support import fake_smtp
from tests.support.outbox_reader import kept, plant, send_to

SEAT, MONEY, LINK, REST = (
    "enrolment.held",
    "enrolment.refunded",
    "accounts.sign_in_link",
    "programs.inquiry",
)


@pytest.fixture
def server(in_app: Flask) -> Iterator[fake_smtp.Server]:
    """A running mail server that the app sends to."""
    with fake_smtp.running() as running:
        send_to(in_app, running.url)
        yield running


def test_security_goes_before_money_before_seats_before_the_rest(server: fake_smtp.Server) -> None:
    now = clock.now()
    for kind, ago in itertools.product((REST, SEAT, MONEY, LINK), (1, 3, 2)):
        waiting = dt.timedelta(minutes=ago + (100 if kind == REST else 0))
        name = f"<{kind}.{ago}@localhost>"
        plant(message_id=name, kind=kind, rank=rank_of(kind), due_at=now - waiting)
    assert sending.send_due(limit=5) == 0
    assert server.message_ids == [
        f"<{kind}.{ago}@localhost>" for kind in (LINK, MONEY, SEAT, REST) for ago in (3, 2, 1)
    ]


def test_a_link_that_is_asked_for_after_a_rush_waits_for_one_batch_at_most(
    server: fake_smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        plant(message_id=f"<{number}@localhost>", kind=SEAT, rank=rank_of(SEAT))
    send = smtp.Connection.send

    def asked_meanwhile(self: smtp.Connection, message: object) -> None:
        if not server.mails:
            plant(message_id="<link@localhost>", kind=LINK, rank=rank_of(LINK))
        send(self, message)  # type: ignore[arg-type]

    monkeypatch.setattr(smtp.Connection, "send", asked_meanwhile)
    assert sending.send_due(limit=10) == 0
    assert server.message_ids.index("<link@localhost>") == 10
    assert len(set(server.message_ids)) == len(server.message_ids) == 61


def test_a_slow_server_keeps_a_link_waiting_for_seconds_not_for_its_batch(
    server: fake_smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH_SECONDS", 0)  # as if one email took them all
    for number in range(5):
        plant(message_id=f"<{number}@localhost>", kind=SEAT, rank=rank_of(SEAT))
    send = smtp.Connection.send

    def asked_meanwhile(self: smtp.Connection, message: object) -> None:
        if not server.mails:
            plant(message_id="<link@localhost>", kind=LINK, rank=rank_of(LINK))
        send(self, message)  # type: ignore[arg-type]

    monkeypatch.setattr(smtp.Connection, "send", asked_meanwhile)
    assert sending.send_due() == 0
    assert server.message_ids[:3] == ["<0@localhost>", "<link@localhost>", "<1@localhost>"]
    assert kept("<4@localhost>").attempts == 1


def test_a_run_of_the_periodic_task_ends_in_time_and_counts_the_rest(
    server: fake_smtp.Server,
) -> None:
    for number in range(7):
        plant(message_id=f"<{number}@localhost>")
    with due_work.within(due_work.Run(seconds=0)):
        assert sending.send_due(limit=3) == 4


def test_a_kind_that_is_queued_has_its_rank(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM) as session:
        outbox.queue(
            session,
            "accounts/emails/sign_in_link",
            to_name="Bríd",
            to_address="brid@example.org",
            subject="In",
            locale="en_GB",
            zone="UTC",
            now=clock.now(),
            fact_key="one",
        )
    with transaction(viewer=SYSTEM) as session:
        assert session.query(outbox.OutboxMail).one().rank == 0


def test_every_kind_has_the_rank_of_its_weight(in_app: Flask) -> None:
    ranks = {kind.weight: rank_of(kind.name) for kind in all_kinds().values()}
    order = (Weight.SECURITY, Weight.MONEY, Weight.SEAT, Weight.INQUIRY, Weight.WISH)
    assert [ranks[weight] for weight in (*order, Weight.OPTIONAL)] == [0, 1, 2, 3, 3, 3]
    assert rank_of("package.unknown") == 3
