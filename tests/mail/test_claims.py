"""Several workers on one outbox: each email goes out once, and no worker waits for another."""

import threading
from collections import Counter

from flask import Flask

from mentorhub.app import create_app
from mentorhub.foundation.database.sessions import transaction
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
