"""While a practice takes no payments, nobody loses a seat they could not pay for; then they have their time again."""

import datetime as dt

import pytest

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.periodic.places import extend_short_holds, lapse_holds, remind_of_offers
from mentorhub.enrolment.rules.refusals import PaymentsStopped
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
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
