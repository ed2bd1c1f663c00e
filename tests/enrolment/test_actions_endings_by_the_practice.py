"""The practice ends a place: with the money it chooses, never more than is left, never a seat that can be paid."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.rules.refusals import (
    CheckoutUnderway,
    MoneyOnItsWay,
    PlaceEnded,
    RefundExceeds,
)
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.periodic import send_refunds
from mentorhub.payments.rules.refunds import DisputeState
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


def _staff(scene: Scene) -> Viewer:
    return USER(scene.mentor_id)


def _remove(scene: Scene, enrolment_id: int, refund_minor: int | None = None) -> None:
    endings.remove(
        enrolment_id, reason="We spoke.", refund_minor=refund_minor, viewer=_staff(scene)
    )


def _amounts() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund.amount_minor).order_by(Refund.id)))


def _dispute(state: DisputeState) -> None:
    with transaction(viewer=SYSTEM) as session:
        payment = session.scalars(select(Payment)).one()
        dispute = Dispute(
            practice_id=payment.practice_id,
            payment_id=payment.id,
            stripe_dispute="du_1",
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            opened_at=clock.now(),
        )
        dispute.state = state
        session.add(dispute)


def test_a_removed_seat_goes_on_and_everything_goes_back(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    ben = place_applicant(scene, "ben")
    _remove(scene, ada)
    assert states(ada, ben) == ["removed", "held"]
    assert enrolment(ada).end_reason == "by_practice"
    assert journal_kinds(scene)[-2:] == ["removed", "offered"]
    assert mails_to("ada")[-1] == "enrolment.removed"
    refund = db.session.scalars(select(Refund)).one()
    assert (refund.amount_minor, refund.reason) == (64000, "removed")
    assert refund.requested_by_id == scene.mentor_id
    send_refunds()
    assert_in_order()


def test_removing_twice_changes_nothing(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    _remove(scene, ada)
    _remove(scene, ada)
    assert _amounts() == [64000]
    assert journal_kinds(scene).count("removed") == 1


@pytest.mark.parametrize(("chosen", "sent"), [(0, []), (1, [1]), (64000, [64000])])
def test_the_practice_chooses_what_goes_back(
    stripe: StripeClient, chosen: int, sent: list[int]
) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    _remove(scene, ada, chosen)
    assert _amounts() == sent


@pytest.mark.parametrize("chosen", [-1, 64001])
def test_no_more_goes_back_than_is_left(stripe: StripeClient, chosen: int) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    with pytest.raises(RefundExceeds) as refusal:
        _remove(scene, ada, chosen)
    assert refusal.value.left_minor == 64000
    assert (states(ada), _amounts()) == (["enrolled"], [])


def test_a_place_in_line_is_removed_without_money() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ben, cleo = place_applicant(scene, "ben"), arrive(scene, "cleo")
    _remove(scene, cleo)
    _remove(scene, ben)
    assert states(ben, cleo) == ["removed", "removed"]
    assert (cohort(scene).waiting, cohort(scene).releases) == (0, 0)
    assert_in_order()


def test_a_held_seat_is_removed_once_its_checkout_is_closed(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    checkout_id, _ = checkout_session(ada)
    with pytest.raises(CheckoutUnderway):
        _remove(scene, ada)
    assert close_checkout(checkout_id)
    _remove(scene, ada)
    assert states(ada, ben) == ["removed", "held"]
    assert_in_order()


def test_money_on_its_way_is_waited_for(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers.update(payment_status="unpaid", intent_status="processing")
    fulfil(checkout_id)
    assert states(ada) == ["paying"]
    with pytest.raises(MoneyOnItsWay):
        _remove(scene, ada)


def test_a_place_that_has_ended_is_not_removed() -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    endings.leave(ada)
    with pytest.raises(PlaceEnded):
        _remove(scene, ada)


def test_only_the_practice_removes() -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    for viewer in (USER(factories.user("other@example.org")), PUBLIC):
        with pytest.raises(NotFound):
            endings.remove(ada, reason="No.", refund_minor=None, viewer=viewer)
    with pytest.raises(NotFound):
        endings.remove(999, reason="No.", refund_minor=None, viewer=_staff(scene))
    assert states(ada) == ["held"]


@pytest.mark.parametrize(("state", "findings"), [("open", ["refund_disputed"]), ("lost", [])])
def test_what_the_bank_has_taken_back_does_not_go_back_twice(
    stripe: StripeClient, state: str, findings: list[str]
) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    _dispute(DisputeState(state))
    with pytest.raises(RefundExceeds) as refusal:
        _remove(scene, ada, 1)
    assert refusal.value.left_minor == 0
    _remove(scene, ada)
    assert (states(ada), _amounts()) == (["removed"], [])
    assert db.session.scalars(select(Finding.kind)).all() == findings


def test_a_dispute_that_was_won_holds_no_money_back(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    _dispute(DisputeState.WON)
    _remove(scene, ada)
    assert _amounts() == [64000]


def test_a_refund_that_failed_is_still_to_be_sent_back(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        payment = session.scalars(select(Payment)).one()
        payment.send_back(64000, reason="goodwill", now=clock.now()).move("fail")
    _remove(scene, ada)
    assert _amounts() == [64000, 64000]
