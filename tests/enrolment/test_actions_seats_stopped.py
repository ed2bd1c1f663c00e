"""While a practice takes no payments, nobody loses a seat they could not pay for; then they have their time again."""

import datetime as dt

import pytest

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.enrolment.actions import endings, seats
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.ended_checkouts import give_up_checkout
from mentorhub.enrolment.periodic.places import extend_short_holds, lapse_holds, remind_of_offers
from mentorhub.enrolment.rules.refusals import PaymentsStopped
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.rules.checkouts import CheckoutState
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    checkout_session,
    checkouts,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.factories import Scene
from tests.support.stripe_accounts import own_account
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def scene() -> Scene:
    """One seat, on a practice's own account."""
    made = factories.scene(seats=1)
    own_account(made.practice_id)
    return made


def _stop(scene: Scene) -> None:
    with transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Practice, scene.practice_id)
        practice.stop_payments(clock.now())
        practice.stripe_state = StripeState.BLOCKED


def _resume(scene: Scene) -> None:
    with transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Practice, scene.practice_id)
        practice.stripe_state = StripeState.READY
        practice.resume_payments(clock.now())


def test_no_payment_page_opens_and_the_hold_goes_on(scene: Scene) -> None:
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    _stop(scene)
    with pytest.raises(PaymentsStopped):
        open_checkout(ada)
    assert checkouts() == []
    pass_time(hours=5)
    assert lapse_holds() == 0
    assert states(ada, ben) == ["held", "waiting"]


def test_once_it_can_be_paid_the_whole_time_begins_anew(scene: Scene) -> None:
    ada = place_applicant(scene, "ada")
    _stop(scene)
    pass_time(hours=5)
    _resume(scene)
    lapse_holds()  # before the time was given back
    assert states(ada) == ["held"]
    assert extend_short_holds() == 0
    until = enrolment(ada).held_until
    assert until is not None
    assert dt.timedelta(minutes=14) < until - clock.now() <= dt.timedelta(minutes=15)
    assert journal_kinds(scene)[-1] == "hold_extended"
    assert mails_to("ada")[-1] == "enrolment.hold_extended"
    extend_short_holds()
    assert journal_kinds(scene).count("hold_extended") == 1
    pass_time(minutes=16)
    lapse_holds()
    assert states(ada) == ["lapsed"]


def test_an_offer_has_its_hours_again_and_its_reminder_waits(scene: Scene) -> None:
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    pass_time(minutes=16)
    lapse_holds()
    assert states(ada, ben) == ["lapsed", "held"]
    _stop(scene)
    pass_time(hours=47)
    remind_of_offers()
    assert "enrolment.reminder" not in mails_to("ben")
    pass_time(hours=20)
    lapse_holds()
    assert states(ben) == ["held"]
    _resume(scene)
    extend_short_holds()
    until = enrolment(ben).held_until
    assert until is not None
    assert until - clock.now() > dt.timedelta(hours=47)


def test_a_hold_with_time_enough_is_left_as_it_is(scene: Scene) -> None:
    _stop(scene)
    pass_time(minutes=1)
    _resume(scene)
    ada = place_applicant(scene, "ada")
    until = enrolment(ada).held_until
    extend_short_holds()
    assert enrolment(ada).held_until == until
    assert "hold_extended" not in journal_kinds(scene)


def test_a_seat_that_costs_nothing_lapses_as_ever() -> None:
    free = factories.scene(seats=1, price_minor=0)
    own_account(free.practice_id)
    ada = place_applicant(free, "ada")
    _stop(free)
    pass_time(minutes=16)
    lapse_holds()
    assert states(ada) == ["lapsed"]


def test_people_take_places_and_seats_in_their_order_all_the_same(scene: Scene) -> None:
    _stop(scene)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    assert states(ada, ben) == ["held", "waiting"]


def test_all_of_it_is_sound() -> None:
    made = factories.scene(seats=1)
    place_applicant(made, "ada")
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, made.practice_id).stop_payments(clock.now())
    pass_time(hours=5)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, made.practice_id).resume_payments(clock.now())
    extend_short_holds()
    assert_in_order()


def test_a_hold_that_was_cut_short_does_not_lapse_before_it_has_its_time_again(
    scene: Scene,
) -> None:
    ada = place_applicant(scene, "ada")
    _stop(scene)
    pass_time(hours=30)
    assert not endings.lapse_hold(ada)
    _resume(scene)
    assert not endings.lapse_hold(ada)
    assert seats.extend_short_hold(ada)
    assert not seats.extend_short_hold(ada)
    assert states(ada) == ["held"]


def test_a_page_that_can_still_be_paid_is_not_given_up(scene: Scene, stripe: StripeClient) -> None:
    with transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Practice, scene.practice_id)
        practice.stripe_account, practice.stripe_state = "", StripeState.PLATFORM
    checkout_id, _session_id = checkout_session(place_applicant(scene, "ada"))
    give_up_checkout(checkout_id)
    assert [one.state for one in checkouts()] == [CheckoutState.OPEN]
