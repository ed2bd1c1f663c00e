"""Emails that wait for the worker: plans of tests that pass a week."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from tests.support.outbox_reader import plant
from tests.support.stripe_client import StripeClient

Expected = Callable[[], None]


def mail(_: StripeClient) -> tuple[Counter[str], Expected]:
    """Three emails wait, and each goes once."""
    for number in range(3):
        plant(message_id=f"<{number}@localhost>")
    return Counter(), lambda: _assert_all_sent(3)


def mail_pruning(_: StripeClient) -> tuple[Counter[str], Expected]:
    """One email passes its thirtieth day meanwhile."""
    plant(sent_at=clock.now() - dt.timedelta(days=25))

    def blank() -> None:
        assert db.session.scalars(select(OutboxMail.subject)).all() == [""]

    return Counter(), blank


def _assert_all_sent(count: int) -> None:
    rows = db.session.execute(select(OutboxMail.sent_at, OutboxMail.attempts)).all()
    assert [(sent_at is not None, attempts) for sent_at, attempts in rows] == [(True, 1)] * count
