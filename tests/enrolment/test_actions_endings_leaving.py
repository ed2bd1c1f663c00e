"""Leaving, passing and lapsing: the seat goes on in the same commit, and never while it can be paid."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.rules.refusals import CannotLeave, CheckoutUnderway
from mentorhub.enrolment.rules.states import offer_deadline
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.outbox import OutboxMail
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    cohort,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_a_seat_given_up_is_offered_to_the_next_at_once() -> None:
    scene = factories.scene(seats=1)
    ada, ben, cleo = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
    endings.leave(ada)
    assert states(ada, ben, cleo) == ["left", "held", "waiting"]
    offer = enrolment(ben)
    assert offer.offered_at is not None
    assert offer.held_until == offer_deadline(
        now=offer.offered_at, offer_hours=48, zone="Europe/Oslo"
    )
    assert mails_to("ben") == ["enrolment.waiting", "enrolment.offered"]
    assert journal_kinds(scene)[-2:] == ["left", "offered"]
    assert_in_order()


def test_leaving_twice_changes_nothing() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    endings.leave(ada)
    endings.leave(ada)
    assert journal_kinds(scene) == ["placed", "held", "left"]
    assert cohort(scene).releases == 1


def test_who_leaves_before_being_placed_had_a_place() -> None:
    scene = factories.scene(seats=1)
    ada = arrive(scene, "ada")
    endings.leave(ada)
    assert (states(ada), enrolment(ada).place) == (["left"], 1)
    assert_in_order()


def test_leaving_the_line_frees_no_seat() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ben = place_applicant(scene, "ben")
    endings.leave(ben)
    assert (cohort(scene).waiting, cohort(scene).releases) == (0, 0)
    assert_in_order()


def test_an_offer_passed_goes_on_and_the_place_is_kept() -> None:
    scene = factories.scene(seats=1)
    ada, ben, cleo = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
    endings.leave(ada)
    endings.pass_offer(ben)
    assert states(ben, cleo) == ["waiting", "held"]
    assert enrolment(ben).place == 2
    assert_in_order()


def test_who_passed_is_asked_again_at_the_next_release() -> None:
    scene = factories.scene(seats=1)
    ada, ben, cleo = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
    endings.leave(ada)
    endings.pass_offer(ben)
    endings.leave(cleo)
    assert states(ben) == ["held"]
    assert mails_to("ben") == ["enrolment.waiting", "enrolment.offered", "enrolment.offered"]
    assert_in_order()


def test_only_an_offer_can_be_passed() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    for one in (ada, ben):
        with pytest.raises(NotFound):
            endings.pass_offer(one)


def test_a_hold_lapses_at_its_deadline_and_not_before() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    assert not endings.lapse_hold(ada)
    pass_time(minutes=15, seconds=1)
    assert endings.lapse_hold(ada)
    assert not endings.lapse_hold(ada)
    assert states(ada, ben) == ["lapsed", "held"]
    assert mails_to("ada") == ["enrolment.held", "enrolment.lapsed"]
    assert_in_order()


def test_a_lapse_is_mailed_under_a_key_of_its_place_so_that_no_second_email_is_kept() -> None:
    ada = place_applicant(factories.scene(), "ada")
    pass_time(minutes=15, seconds=1)
    endings.lapse_hold(ada)
    lapsed = select(OutboxMail.fact_key).where(OutboxMail.kind == "enrolment.lapsed")
    assert db.session.scalars(lapsed).all() == [f"place {enrolment(ada).public_id} lapsed"]


def test_a_seat_that_can_be_paid_is_not_freed(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_id, _ = checkout_session(ada)
    with pytest.raises(CheckoutUnderway):
        endings.leave(ada)
    pass_time(hours=2)
    with pytest.raises(CheckoutUnderway):
        endings.lapse_hold(ada)
    assert close_checkout(checkout_id)
    assert endings.lapse_hold(ada)
    assert_in_order()


def test_an_offer_that_can_be_paid_is_not_passed(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    checkout_session(ben)
    with pytest.raises(CheckoutUnderway):
        endings.pass_offer(ben)


def test_an_enrolled_seat_is_not_left() -> None:
    scene = factories.scene()
    user_id = factories.user("amara@example.org")
    enrolment_id, _ = factories.enrolled(scene, user_id)
    with pytest.raises(CannotLeave):
        endings.leave(enrolment_id)
    assert not endings.lapse_hold(enrolment_id)


def test_an_unknown_place_is_not_found() -> None:
    with pytest.raises(NotFound):
        endings.leave(999)


def test_an_unanswered_offer_is_mentioned_once_more() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    assert not endings.remind_of_offer(ada)
    endings.leave(ada)
    assert endings.remind_of_offer(ben)
    assert not endings.remind_of_offer(ben)
    assert mails_to("ben") == ["enrolment.waiting", "enrolment.offered", "enrolment.reminder"]


def test_an_answered_or_ended_offer_is_not_mentioned() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    endings.pass_offer(ben)
    assert not endings.remind_of_offer(ben)
    cleo = place_applicant(scene, "cleo")
    endings.leave(cleo)
    pass_time(days=4)
    assert not endings.remind_of_offer(ben)


def test_a_new_offer_is_mentioned_again() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    endings.remind_of_offer(ben)
    endings.pass_offer(ben)
    endings.leave(place_applicant(scene, "cleo"))
    assert endings.remind_of_offer(ben)
