"""Reads of money: due work, and whose session an event or a return page speaks of."""

import datetime as dt

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.actions import events
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.queries.checkouts import checkout_of_session, unanswered_attempts
from mentorhub.payments.queries.events import checkout_named, checkout_of_event, due_events
from mentorhub.payments.queries.ledger import due_refunds
from tests.payments.test_actions_events import EVENT
from tests.support import factories
from tests.support.applicants import checkout_session, place_applicant
from tests.support.seatless import seatless_payment
from tests.support.stripe_client import StripeClient, signed

pytestmark = pytest.mark.usefixtures("in_app")


def _event_id() -> int:
    db.session.rollback()
    return db.session.scalars(select(StripeEvent.id)).one()


def test_an_event_finds_its_own_checkout_alone(stripe: StripeClient) -> None:
    checkout_id, session_id = checkout_session(place_applicant(factories.scene(), "ada"))
    event = {**EVENT, "data": {"object": {"id": session_id, "metadata": {"checkout": "abc"}}}}
    events.receive_event(*signed(event))
    assert checkout_of_event(_event_id(), viewer=SYSTEM) == checkout_id
    assert checkout_named(_event_id(), viewer=SYSTEM) == "abc"


def test_an_event_of_another_account_finds_nothing(stripe: StripeClient) -> None:
    _, session_id = checkout_session(place_applicant(factories.scene(), "ada"))
    event = {**EVENT, "account": "acct_other", "data": {"object": {"id": session_id}}}
    events.receive_event(*signed(event))
    assert checkout_of_event(_event_id(), viewer=SYSTEM) is None


@pytest.mark.parametrize("metadata", [None, {}, {"enrolment": "abc"}])
def test_what_names_no_checkout_is_none_of_ours(metadata: object) -> None:
    event = {**EVENT, "data": {"object": {"id": "cs_1", "metadata": metadata}}}
    events.receive_event(*signed(event))
    assert checkout_named(_event_id(), viewer=SYSTEM) == ""


def test_a_session_belongs_to_one_enrolment(stripe: StripeClient) -> None:
    scene = factories.scene(seats=2)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    checkout_id, session_id = checkout_session(ada)
    found = checkout_of_session
    assert found(session_id, ada, viewer=SYSTEM) == checkout_id
    assert found(session_id, ben, viewer=SYSTEM) is None
    assert found("", ada, viewer=SYSTEM) is None


def test_due_work_is_found(stripe: StripeClient) -> None:
    refund_id = seatless_payment(stripe)
    now = clock.now()
    assert due_refunds(viewer=SYSTEM, now=now, limit=5) == [refund_id]
    assert due_refunds(viewer=SYSTEM, now=now - dt.timedelta(days=1), limit=5) == []
    events.receive_event(*signed(EVENT))
    assert due_events(viewer=SYSTEM, now=clock.now(), limit=5) == [_event_id()]
    assert unanswered_attempts(viewer=SYSTEM, before=clock.now(), limit=5) == []
