"""Stripe's answer beside a checkout that moves on at the same moment: it waits for the row, and writes over nothing."""

import threading
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from mentorhub.enrolment.actions import checkouts, ended_checkouts
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import checkout_session, place_applicant
from tests.support.stripe_client import StripeClient

WAITS_FOR_US = text(
    "SELECT count(*) FROM pg_locks"
    " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


@pytest.fixture
def context(racing: Flask, stripe: StripeClient) -> tuple[int, CheckoutSessionData]:
    """(a checkout's id, what Stripe says of its session)."""
    with racing.app_context():
        checkout_id, session_id = checkout_session(place_applicant(factories.scene(), "ada"))
        return checkout_id, stripe_sessions.session(session_id, account="")


def _state(checkout_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Checkout, checkout_id).state.value


def _until_waited_for(session: Session) -> None:
    until = time.monotonic() + 20
    while not session.scalar(WAITS_FOR_US):
        assert time.monotonic() < until, "nobody waits for the row"
        time.sleep(0.01)


def _beside(app: Flask, action: Callable[[], object], *, before: str, then: str) -> str:
    """`action` begins while somebody moves the row from `before` to `then`; the state that is left."""
    failures: list[Exception] = []

    def act() -> None:
        with app.app_context():
            try:
                action()
            except Exception as error:
                failures.append(error)

    with app.app_context():
        with transaction(viewer=SYSTEM) as session:
            session.execute(update(Checkout).values(state=before))
        thread = threading.Thread(target=act)
        with transaction(viewer=SYSTEM) as session:
            session.execute(update(Checkout).values(state=then))
            thread.start()
            _until_waited_for(session)
        thread.join(10)
        assert failures == []
        return _state(db.session.scalars(select(Checkout.id)).one())


def test_a_late_answer_opens_nothing_that_was_closed_meanwhile(
    racing: Flask, context: tuple[int, CheckoutSessionData]
) -> None:
    def answered() -> None:
        checkouts._store_session(*context)

    assert _beside(racing, answered, before="attempted", then="expired") == "expired"


def test_a_late_refusal_abandons_nothing_that_was_opened_meanwhile(
    racing: Flask, context: tuple[int, CheckoutSessionData]
) -> None:
    def refused() -> None:
        checkouts._abandon(context[0])

    assert _beside(racing, refused, before="attempted", then="open") == "open"


def test_a_page_that_is_closed_is_not_closed_over_what_it_became_meanwhile(
    racing: Flask, context: tuple[int, CheckoutSessionData]
) -> None:
    def closed() -> None:
        assert ended_checkouts.close_checkout(context[0])

    assert _beside(racing, closed, before="open", then="completed") == "completed"
