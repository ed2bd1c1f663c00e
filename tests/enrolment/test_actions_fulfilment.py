"""What Stripe says of a checkout becomes exactly one of: seat, money on its way, or nothing."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    checkout_session,
    cohort,
    enrolment,
    journal_kinds,
    mails_to,
    place_applicant,
    states,
)
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _payments() -> list[Payment]:
    db.session.rollback()
    return list(db.session.scalars(select(Payment).order_by(Payment.id)))


def _refunds() -> list[Refund]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund).order_by(Refund.id)))


def test_a_paid_seat_is_enrolled_once_however_often_it_is_reported(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    for _ in range(3):
        fulfil(checkout_id)
    assert states(ada) == ["enrolled"]
    assert [payment.amount_minor for payment in _payments()] == [64000]
    assert mails_to("ada") == ["enrolment.held", "enrolment.enrolled"]
    mentorship = db.session.scalars(select(Mentorship)).one()
    assert (mentorship.mentor_id, mentorship.until_at) == (scene.mentor_id, None)
    assert journal_kinds(scene) == ["placed", "held", "enrolled"]
    assert_in_order()


def test_an_open_session_changes_nothing(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, _ = checkout_session(ada)
    fulfil(checkout_id)
    assert states(ada) == ["held"]


def test_an_expired_session_closes_its_checkout_and_keeps_the_hold(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.expire(session_id)
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada) == ["held"]
    assert close_checkout(checkout_id)
    assert_in_order()


def test_without_an_answer_nothing_changes(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)

    def nothing(*_: object, **__: object) -> CheckoutSessionData:
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "session", nothing)
        with pytest.raises(StripeUnavailable):
            fulfil(checkout_id)
    assert states(ada) == ["held"]


def test_an_attempt_whose_session_is_unknown_waits(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")

    def nothing(**_: object) -> CheckoutSessionData:
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "open_session", nothing)
        with pytest.raises(StripeUnavailable):
            open_checkout(ada)
    fulfil(db.session.scalars(select(Checkout.id)).one())
    assert states(ada) == ["held"]


def test_another_amount_gives_no_access_and_opens_a_finding(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers["amount_subtotal"] = 1
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada) == ["paying"]
    assert [finding.kind for finding in db.session.scalars(select(Finding))] == ["price_mismatch"]
    assert mails_to("ada") == ["enrolment.held"]
    assert_in_order()


def test_nothing_due_is_a_payment_of_nothing(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers.update(amount_total=0, payment_intent=None, payment_status="no_payment_required")
    fulfil(checkout_id)
    assert states(ada) == ["enrolled"]
    assert [payment.payment_intent for payment in _payments()] == [None]
    assert_in_order()


def test_a_delayed_payment_keeps_the_seat_then_enrols(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers.update(payment_status="unpaid", intent_status="processing")
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada) == ["paying"]
    assert enrolment(ada).held_until is None
    assert_in_order()
    stripe_answers.clear()
    fulfil(checkout_id)
    assert states(ada) == ["enrolled"]
    assert journal_kinds(scene) == ["placed", "held", "paying", "enrolled"]
    assert_in_order()


def test_a_delayed_payment_that_fails_frees_the_seat_once(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers.update(payment_status="unpaid", intent_status="requires_payment_method")
    fulfil(checkout_id)
    fulfil(checkout_id)
    assert states(ada, ben) == ["declined", "held"]
    assert mails_to("ada") == ["enrolment.held", "enrolment.declined"]
    assert cohort(scene).releases == 1
    assert_in_order()
