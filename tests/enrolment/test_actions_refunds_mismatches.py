"""Paid, but not what was asked: staff accept the money, or send it back and the seat on."""

import pytest

from mentorhub.enrolment.actions import endings, refunds
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.checkouts import Checkout
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    checkout_session,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.dealing import open_findings, refund_rows
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def waiting(stripe: StripeClient, stripe_answers: dict[str, object]) -> tuple[Scene, int, int]:
    """(scene, ada, ben): Ada has paid the only seat, but Stripe tells of another price."""
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers["amount_subtotal"] = 100
    fulfil(checkout_id)
    assert states(ada, ben) == ["paying", "waiting"]
    assert open_findings() == ["price_mismatch"]
    return scene, ada, ben


def test_accepted_money_enrols(waiting: tuple[Scene, int, int]) -> None:
    scene, ada, ben = waiting
    refunds.accept_mismatch(ada, viewer=USER(scene.mentor_id))
    assert states(ada, ben) == ["enrolled", "waiting"]
    assert (open_findings(), refund_rows()) == ([], [])
    assert_in_order()


def test_refused_money_goes_back_and_the_seat_on(waiting: tuple[Scene, int, int]) -> None:
    scene, ada, ben = waiting
    refunds.refuse_mismatch(ada, viewer=USER(scene.mentor_id))
    assert states(ada, ben) == ["removed", "held"]
    assert refund_rows() == [("queued", 64000, "price_mismatch")]
    assert mails_to("ada")[-1] == "enrolment.money_back"
    assert open_findings() == []
    assert_in_order()


@pytest.mark.parametrize("action", [refunds.accept_mismatch, refunds.refuse_mismatch])
def test_it_is_decided_once(waiting: tuple[Scene, int, int], action: object) -> None:
    scene, ada, _ = waiting
    refunds.accept_mismatch(ada, viewer=USER(scene.mentor_id))
    with pytest.raises(NotFound):
        action(ada, viewer=USER(scene.mentor_id))  # type: ignore[operator]


@pytest.mark.parametrize("action", [refunds.accept_mismatch, refunds.refuse_mismatch])
def test_strangers_decide_nothing(waiting: tuple[Scene, int, int], action: object) -> None:
    _, ada, _ = waiting
    with pytest.raises(NotFound):
        action(ada, viewer=USER(factories.user("eve@example.org")))  # type: ignore[operator]


def test_for_a_place_that_has_ended_only_the_money_moves(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    _end(checkout_id, ada)
    stripe.pay(session_id)
    stripe_answers["amount_subtotal"] = 100
    fulfil(checkout_id)
    with pytest.raises(NotFound):
        refunds.accept_mismatch(ada, viewer=USER(scene.mentor_id))
    refunds.refuse_mismatch(ada, viewer=USER(scene.mentor_id))
    assert states(ada) == ["lapsed"]
    assert refund_rows() == [("queued", 64000, "price_mismatch")]
    assert_in_order()


def _end(checkout_id: int, enrolment_id: int) -> None:
    """The hold is gone although its session can be paid, as when our clock and Stripe's disagree."""
    db.session.rollback()
    db.session.get_one(Checkout, checkout_id).move("expire")
    db.session.commit()
    pass_time(hours=1)
    assert endings.lapse_hold(enrolment_id)
