"""Each invariant of the line finds its breach. What the database forbids cannot even be planted."""

import pytest
from sqlalchemy import text

from mentorhub import audit
from mentorhub.enrolment.actions import arrivals, endings, seats
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    enrolment,
    place_applicant,
)
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _commit(sql: str) -> None:
    db.session.execute(text(sql))
    db.session.commit()


def _offenders(sentence: str) -> list[str]:
    db.session.rollback()
    return audit.invariants()[f"enrolment.{sentence}"](viewer=SYSTEM)


def test_a_line_in_order_offends_nobody(stripe: StripeClient) -> None:
    scene = factories.scene(seats=2)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    place_applicant(scene, "cleo")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    fulfil(checkout_id)
    endings.leave(ben)
    assert_in_order()


@pytest.mark.parametrize("counter", ["taken = taken - 1", "waiting = waiting + 1"])
def test_a_counter_that_lies_is_found(counter: str) -> None:
    scene = factories.scene(seats=2)
    place_applicant(scene, "ada")
    _commit(f"UPDATE cohort SET {counter}")
    assert len(_offenders("a_cohorts_counters_are_what_the_rows_say")) == 1


def test_a_place_out_of_order_is_found() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    _commit("UPDATE enrolment SET place = 9 WHERE place = 1")
    assert _offenders("places_follow_the_order_of_arrival") == [enrolment(ada).public_id]


def test_a_place_out_of_order_within_one_allocation_is_found() -> None:
    scene = factories.scene(seats=1)
    ada = arrive(scene, "ada")
    arrive(scene, "ben")
    arrivals.allocate_cohort(scene.cohort_id)
    assert _offenders("places_follow_the_order_of_arrival") == []
    _commit("UPDATE enrolment SET place = 9 WHERE place = 1")
    assert _offenders("places_follow_the_order_of_arrival") == [enrolment(ada).public_id]


def test_somebody_waiting_beside_a_free_seat_is_found() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ben = place_applicant(scene, "ben")
    _commit("UPDATE cohort SET seats = 2")
    assert _offenders("no_askable_place_waits_while_a_seat_is_free") == [enrolment(ben).public_id]


def test_who_passed_in_this_release_may_wait_beside_a_free_seat() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    endings.pass_offer(ben)
    assert _offenders("no_askable_place_waits_while_a_seat_is_free") == []


def test_a_cohort_that_was_called_off_offers_nothing() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    _commit("UPDATE cohort SET seats = 2, state = 'cancelled', cancelled_at = opens_at")
    assert _offenders("no_askable_place_waits_while_a_seat_is_free") == []


def test_a_seat_that_was_given_and_costs_something_is_found() -> None:
    scene = factories.scene(seats=1)
    gus = seats.grant_seat(scene.cohort_id, name="Gus", email="gus@example.org", viewer=SYSTEM)
    _commit(f"UPDATE enrolment SET granted_by = {scene.mentor_id}")
    assert _offenders("a_granted_seat_costs_nothing") == []
    _commit("UPDATE enrolment SET amount_minor = 1")
    assert _offenders("a_granted_seat_costs_nothing") == [enrolment(gus).public_id]


@pytest.mark.parametrize(
    "moved",
    [
        "state = 'waiting', seat_number = NULL, held_until = NULL",
        "state = 'left', seat_number = NULL, held_until = NULL",
        "state = 'arrived', seat_number = NULL, held_until = NULL, place = NULL",
    ],
)
def test_a_move_that_the_journal_does_not_have_is_found(moved: str) -> None:
    ada = place_applicant(factories.scene(seats=1), "ada")
    assert _offenders("a_journal_ends_with_each_enrolments_state") == []
    _commit(f"UPDATE enrolment SET {moved}")
    assert _offenders("a_journal_ends_with_each_enrolments_state") == [enrolment(ada).public_id]


def test_a_place_without_an_entry_is_found() -> None:
    ada = arrive(factories.scene(seats=1), "ada")
    assert _offenders("a_journal_ends_with_each_enrolments_state") == []
    _commit("UPDATE enrolment SET state = 'waiting', place = 1")
    assert _offenders("a_journal_ends_with_each_enrolments_state") == [enrolment(ada).public_id]


def _paid(stripe: StripeClient) -> int:
    ada = place_applicant(factories.scene(seats=1), "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    fulfil(checkout_id)
    return ada


def test_a_payment_without_seat_or_refund_is_found(stripe: StripeClient) -> None:
    _paid(stripe)
    _commit("UPDATE enrolment SET state = 'lapsed', seat_number = NULL")
    assert len(_offenders("a_first_payment_bought_a_seat_or_is_refunded")) == 1


def test_a_seat_bought_twice_is_found(stripe: StripeClient) -> None:
    _paid(stripe)
    _commit(
        "INSERT INTO checkout (practice_id, enrolment_id, price_id, attempt, state, stripe_account,"
        " stripe_session, url, amount_minor, currency, terms_version, consent, parameters, expires_at,"
        " created_at, discount_minor, promotion_code, application_fee_minor, public_id, id)"
        " SELECT practice_id, enrolment_id, price_id, 2, state, stripe_account, 'cs_two', url, amount_minor,"
        " currency, terms_version, consent, parameters, expires_at, created_at, 0, '', 0, 'second', 1000"
        " FROM checkout"
    )
    _commit(
        "INSERT INTO payment (practice_id, checkout_id, stripe_account, payment_intent,"
        " amount_minor, currency, payer_email, captured_at, application_fee_minor, public_id, id)"
        " SELECT practice_id, 1000, stripe_account, 'pi_two', amount_minor, currency, payer_email,"
        " captured_at, 0, 'twice', 1000 FROM payment"
    )
    assert _offenders("a_first_payment_bought_a_seat_or_is_refunded") == ["twice"]


def test_a_seat_that_was_never_paid_is_found(stripe: StripeClient) -> None:
    ada = _paid(stripe)
    _commit("DELETE FROM payment")
    assert _offenders("a_paid_seat_has_a_payment") == [enrolment(ada).public_id]


def test_a_freed_seat_that_can_still_be_paid_is_found(stripe: StripeClient) -> None:
    ada = place_applicant(factories.scene(seats=1), "ada")
    checkout_session(ada)
    _commit("UPDATE enrolment SET state = 'lapsed', seat_number = NULL, held_until = NULL")
    assert _offenders("a_freed_seat_has_no_payable_checkout") == [enrolment(ada).public_id]


def test_a_hold_shorter_than_its_checkout_is_found(stripe: StripeClient) -> None:
    ada = place_applicant(factories.scene(seats=1), "ada")
    checkout_session(ada)
    _commit("UPDATE enrolment SET held_until = arrived_at")
    assert _offenders("a_hold_lasts_as_long_as_its_checkout") == [enrolment(ada).public_id]


def test_a_head_that_is_not_the_last_entry_is_found() -> None:
    place_applicant(factories.scene(seats=1), "ada")
    _commit("UPDATE cohort SET journal_head = 'f'")
    assert len(_offenders("every_journal_is_one_unbroken_chain")) == 1


def test_an_entry_added_past_the_line_is_found() -> None:
    place_applicant(factories.scene(seats=1), "ada")
    _commit(
        "INSERT INTO line_entry (practice_id, cohort_id, number, kind, text, previous_hash, hash, at,"
        " id) SELECT practice_id, cohort_id, 9, 'held', '{}', 'x', 'y', at, 900 FROM line_entry"
        " WHERE number = 1"
    )
    offenders = _offenders("every_journal_is_one_unbroken_chain")
    assert any(one.startswith("entry 9 ") for one in offenders)


@pytest.mark.parametrize(
    "change",
    ["UPDATE line_entry SET text = 'x'", "DELETE FROM line_entry", "UPDATE line_entry SET at = at"],
)
def test_the_journal_refuses_change(change: str) -> None:
    place_applicant(factories.scene(seats=1), "ada")
    with pytest.raises(Exception, match=r"line_entry_is_immutable|immutable"):
        _commit(change)
    db.session.rollback()


def test_an_enrolled_seat_without_a_mentorship_is_found(stripe: StripeClient) -> None:
    ada = _paid(stripe)
    _commit("DELETE FROM mentorship")
    assert _offenders("an_enrolled_seat_has_one_current_mentorship") == [enrolment(ada).public_id]


def test_a_mentorship_that_outlives_its_seat_is_found(stripe: StripeClient) -> None:
    ada = _paid(stripe)
    _commit("UPDATE enrolment SET state = 'withdrawn', seat_number = NULL")
    assert _offenders("an_enrolled_seat_has_one_current_mentorship") == [enrolment(ada).public_id]


@pytest.mark.parametrize(
    ("breach", "constraint"),
    [
        ("UPDATE cohort SET seats = 0", "taken_never_exceeds_seats"),
        ("UPDATE enrolment SET seat_number = NULL", "seated_iff_numbered"),
        ("UPDATE enrolment SET held_until = NULL", "held_iff_deadline"),
        ("UPDATE enrolment SET place = NULL", "placed_iff_allocated"),
        (
            "UPDATE enrolment SET state = 'lost', seat_number = NULL, held_until = NULL",
            "state_is_known",
        ),
    ],
)
def test_the_database_forbids(breach: str, constraint: str) -> None:
    place_applicant(factories.scene(seats=1), "ada")
    with pytest.raises(Exception, match=constraint):
        _commit(breach)
    db.session.rollback()


@pytest.mark.parametrize(
    ("breach", "sentence"),
    [
        ("email_key = 'ben@example.org'", "every_applicants_key_is_made_of_their_address"),
        ("email = 'nowhere'", "every_applicants_key_is_made_of_their_address"),
        ("name = 'Ada \u202e'", "no_stored_name_holds_what_nobody_sees"),
    ],
)
def test_a_place_that_is_not_its_applicants_is_found(breach: str, sentence: str) -> None:
    ada = place_applicant(factories.scene(), "ada")
    _commit(f"UPDATE enrolment SET {breach}")
    assert _offenders(sentence) == [enrolment(ada).public_id]
