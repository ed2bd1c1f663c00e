"""A cohort called off: nobody is seated any more, everybody is notified, everything goes back exactly once."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import arrivals, endings
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.line import endings as endings_line
from mentorhub.enrolment.line.locked import lock_cohort, lock_place
from mentorhub.enrolment.periodic.places import wind_up_cohorts
from mentorhub.enrolment.rules.refusals import CheckoutUnderway
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Refund
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    cohort,
    enrol,
    enrolment,
    journal_kinds,
    mails_to,
    place_applicant,
    states,
)
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _cancel(scene: Scene) -> None:
    endings.cancel_cohort(
        scene.cohort_id, reason="I have broken my leg.", viewer=USER(scene.mentor_id)
    )


def _amounts() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund.amount_minor).order_by(Refund.id)))


def test_a_cohort_called_off_says_so_once() -> None:
    scene = factories.scene()
    _cancel(scene)
    _cancel(scene)
    row = cohort(scene)
    assert (row.state.value, row.cancel_reason) == ("cancelled", "I have broken my leg.")
    assert row.cancelled_at is not None
    assert journal_kinds(scene) == ["cancelled"]
    assert_in_order()


def test_only_the_practice_calls_off() -> None:
    scene = factories.scene()
    for viewer in (USER(factories.user("other@example.org")), PUBLIC):
        with pytest.raises(NotFound):
            endings.cancel_cohort(scene.cohort_id, reason="No.", viewer=viewer)
    assert cohort(scene).state.value == "published"


def test_nobody_is_seated_or_offered_anything_any_more() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    dov = arrive(scene, "dov")
    _cancel(scene)
    endings.leave(ada)
    arrivals.allocate_cohort(scene.cohort_id)
    assert states(ada, ben, dov) == ["left", "waiting", "waiting"]
    assert enrolment(dov).place == 3
    assert mails_to("dov") == []
    with pytest.raises(NotFound):
        arrive(scene, "eve")
    assert_in_order()


def test_everybody_is_notified_and_gets_everything_back(stripe: StripeClient) -> None:
    scene = factories.scene(seats=2)
    ada, ben = enrol(stripe, scene, "ada"), place_applicant(scene, "ben")
    cleo, dov = place_applicant(scene, "cleo"), arrive(scene, "dov")
    _cancel(scene)
    assert wind_up_cohorts() == 0
    assert states(ada, ben, cleo, dov) == ["removed"] * 4
    assert {enrolment(one).end_reason for one in (ada, ben, cleo, dov)} == {"cohort_cancelled"}
    for name in ("ada", "ben", "cleo", "dov"):
        assert mails_to(name)[-1] == "enrolment.called_off"
    assert _amounts() == [64000]
    assert (cohort(scene).taken, cohort(scene).waiting) == (0, 0)
    assert_in_order()


def test_a_place_is_wound_up_once_and_only_where_the_cohort_is_off(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = enrol(stripe, scene, "ada")
    assert not endings.wind_up(ada)
    _cancel(scene)
    assert endings.wind_up(ada)
    assert not endings.wind_up(ada)
    assert _amounts() == [64000]
    assert mails_to("ada").count("enrolment.called_off") == 1


def test_who_has_completed_keeps_that(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = enrol(stripe, scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        endings_line.complete(lock_place(session, ada))
    _cancel(scene)
    assert wind_up_cohorts() == 0
    assert not endings.wind_up(ada)
    assert (states(ada), _amounts()) == (["completed"], [])
    assert_in_order()


def test_a_seat_that_can_be_paid_is_closed_at_stripe_first(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    _cancel(scene)
    with pytest.raises(CheckoutUnderway):
        endings.wind_up(ada)
    assert wind_up_cohorts() == 0
    assert stripe.session(session_id)["status"] == "expired"
    assert states(ada) == ["removed"]
    assert_in_order()


def test_a_seat_paid_at_the_last_moment_is_paid_back(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    _, session_id = checkout_session(ada)
    _cancel(scene)
    stripe.pay(session_id)
    assert wind_up_cohorts() == 1
    assert wind_up_cohorts() == 0
    assert (states(ada), _amounts()) == (["removed"], [64000])
    assert_in_order()


def test_money_that_comes_after_the_end_goes_back(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers.update(payment_status="unpaid", intent_status="processing")
    fulfil(checkout_id)
    _cancel(scene)
    wind_up_cohorts()
    assert (states(ada), _amounts()) == (["removed"], [])
    stripe_answers.clear()
    fulfil(checkout_id)
    assert (states(ada), _amounts()) == (["removed"], [64000])
    assert_in_order()


def test_who_let_the_seat_go_and_paid_late_is_not_enrolled(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Checkout, checkout_id).move("expire")
    endings.leave(ada)
    _cancel(scene)
    stripe.pay(session_id)
    fulfil(checkout_id)
    assert (states(ada), _amounts()) == (["left"], [64000])
    assert_in_order()


def test_a_hold_that_stripe_does_not_close_keeps_nobody_else_waiting(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> CheckoutSessionData:
        raise StripeUnavailable

    scene = factories.scene(seats=1)
    ada, ben, cleo = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
    checkout_session(ada)
    _cancel(scene)
    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "expire_session", silent)
        assert wind_up_cohorts() == 1
    assert states(ada, ben, cleo) == ["held", "removed", "removed"]
    assert wind_up_cohorts() == 0
    assert_in_order()


def test_who_submitted_in_the_moment_of_the_end_is_placed_and_notified() -> None:
    scene = factories.scene()
    ada = arrive(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        endings_line.cancel(lock_cohort(session, scene.cohort_id), reason="Ill.")
    assert states(ada) == ["arrived"]
    assert endings.wind_up(ada)
    assert (states(ada), enrolment(ada).place) == (["removed"], 1)
    assert mails_to("ada") == ["enrolment.called_off"]
    assert_in_order()
