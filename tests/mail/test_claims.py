"""Several workers on one outbox: each email goes out once, and no worker waits for another."""

import dataclasses
import threading
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail import claims, sending
from mentorhub.mail.outbox import OutboxMail
from tests.conftest import dispose, settings_for
from tests.support import fake_smtp
from tests.support.outbox_reader import kept, plant, send_to

MAILS, WORKERS = 40, 4


def test_four_workers_share_without_doubling(app: Flask) -> None:
    errors: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                while sending.send_due(limit=3):
                    continue
        except BaseException as error:
            errors.append(error)

    with fake_smtp.running() as server:
        with app.app_context():
            send_to(app, server.url)
            for number in range(MAILS):
                plant(message_id=f"<{number}@localhost>")
        workers = [threading.Thread(target=work) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(30)
        assert errors == []
        counted = Counter(server.message_ids)
        assert set(counted.values()) == {1}
        assert len(counted) == MAILS


@pytest.mark.database
def test_the_mark_of_one_email_tells_whether_the_next_is_ours_as_it_is(in_app: Flask) -> None:
    for number in range(3):
        plant(message_id=f"<{number}@localhost>")
    first, second, third = claims.claim(limit=3)
    assert claims.mark_sent(first, following=second)
    clock.advance(claims.CLAIM * 0.6)
    assert not claims.mark_sent(second, following=third)  # half over: `is_ours` renews it
    assert claims.is_ours(third)
    assert claims.mark_sent(second, following=third)
    assert not claims.mark_sent(second, following=dataclasses.replace(third, claim="another's"))
    assert not claims.mark_sent(third)
    ends = [kept(f"<{number}@localhost>") for number in range(3)]
    assert [(end.claim, end.claimed_until, end.last_error) for end in ends] == [("", None, "")] * 3
    now = clock.now()
    assert all(end.sent_at and now - end.sent_at < claims.CLAIM for end in ends)


@pytest.mark.database
def test_each_email_more_costs_one_commit_of_two_statements(in_app: Flask) -> None:
    def statements(mails: int) -> list[str]:
        for number in range(mails):
            plant(message_id=f"<{mails}.{number}@localhost>")
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            sent.append(statement.partition(" ")[0])

        def commit(_connection: Any) -> None:
            sent.append("COMMIT")

        event.listen(db.engine, "before_cursor_execute", note)
        event.listen(db.engine, "commit", commit)
        try:
            sending.send_due()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
            event.remove(db.engine, "commit", commit)
        return sent

    with fake_smtp.running() as server:
        send_to(in_app, server.url)
        few, many = Counter(statements(2)), Counter(statements(12))
        assert len(server.raw) == 14
    more = {verb: many[verb] - few[verb] for verb in ("SELECT", "UPDATE", "COMMIT")}
    assert more == {"SELECT": 10, "UPDATE": 10, "COMMIT": 10}


def test_rows_that_another_worker_holds_are_passed_by(postgres_url: str) -> None:
    """On PostgreSQL in any run: SQLite's writers take turns, so nobody holds a row there."""
    app = create_app(settings_for(postgres_url))
    seen: list[int] = []

    def claim() -> None:
        with app.app_context():
            seen.extend(mail.id for mail in claims.claim(limit=5))

    with app.app_context():
        for number in range(2):
            plant(message_id=f"<{number}@localhost>")
        held, free = kept("<0@localhost>").id, kept("<1@localhost>").id
        with transaction(viewer=SYSTEM) as session:
            session.get_one(OutboxMail, held, with_for_update=True)
            other = threading.Thread(target=claim)
            other.start()
            other.join(10)
    assert seen == [free]
    dispose(app)


def test_no_plan_of_postgresql_claims_more_than_asked_for(postgres_url: str) -> None:
    """One that runs the search for due rows once per row would: each time it passes by what it has locked."""
    app = create_app(settings_for(postgres_url))

    def once_per_row(connection: Connection) -> None:
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "bitmapscan"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")

    with app.app_context():
        for number in range(30):
            plant(message_id=f"<{number}@localhost>")
        event.listen(db.engine, "begin", once_per_row)
        assert len(claims.claim(limit=4)) == 4
    dispose(app)
