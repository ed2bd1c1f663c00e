"""Two actions at one row, one after the other: the second already waits for it when the first decides."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM

T = TypeVar("T")
SECONDS_TO_MEET = 20  # a busy machine starts a thread late; one that waits is seen at once
_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@contextmanager
def before(app: Flask, second: Callable[[], object], take: Callable[[Session], T]) -> Iterator[T]:
    """What the first has taken, while the second waits for it; both have ended, without an error, afterwards."""
    failures = list[Exception]()

    def run() -> None:
        with app.app_context():
            try:
                second()
            except Exception as error:
                failures.append(error)

    thread = threading.Thread(target=run)
    with app.app_context():
        with transaction(viewer=SYSTEM) as session:
            taken = take(session)
            thread.start()
            deadline = time.monotonic() + SECONDS_TO_MEET
            while not session.scalar(_WAITING):
                assert time.monotonic() < deadline, "the second does not wait for the first"
            yield taken
        thread.join(60)
        db.session.rollback()
    assert failures == []
