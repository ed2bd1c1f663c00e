"""What the line decides by is read after its lock was taken; a free seat goes to the first of its own line by place."""

import json

import pytest
from sqlalchemy import Connection, Table, select, text, update

from mentorhub.enrolment.actions import seats
from mentorhub.enrolment.line import allocation
from mentorhub.enrolment.line import endings as endings_line
from mentorhub.enrolment.line.allocation import allocate
from mentorhub.enrolment.line.locked import lock_cohort, lock_place
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.queries.checkouts import money_of_place
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import Model, db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.payments.models.ledger import Payment
from mentorhub.programs.models.cohorts import Cohort
from tests.support import factories
from tests.support.applicants import (
    arrive,
    cohort,
    enrolment,
    journal_kinds,
    place_applicant,
    states,
)
from tests.support.dealing import deal
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _elsewhere(connection: Connection, model: type[Model], id_: int, **fields: object) -> None:
    """Another process has changed a row: what this one has read of it says nothing of that."""
    table = model.__table__
    assert isinstance(table, Table)
    connection.execute(update(table).where(table.c.id == id_).values(**fields))


def test_a_cohort_is_as_it_is_under_its_lock() -> None:
    scene = factories.scene()
    with transaction(viewer=SYSTEM) as session:
        known = session.get_one(Cohort, scene.cohort_id)
        _elsewhere(session.connection(), Cohort, known.id, claim_minutes=77)
        assert known.claim_minutes != 77
        lock_cohort(session, known.id)
        assert known.claim_minutes == 77


def test_an_enrolment_is_as_it_is_under_its_cohorts_lock() -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        row, of = session.get_one(Enrolment, ada), session.get_one(Cohort, scene.cohort_id)
        _elsewhere(session.connection(), Enrolment, ada, locale="nb_NO")
        _elsewhere(session.connection(), Cohort, of.id, offer_hours=77)
        assert (row.locale, of.offer_hours) != ("nb_NO", 77)
        place = lock_place(session, ada)
        assert (place.cohort, place.enrolment) == (of, row)
        assert (row.locale, of.offer_hours) == ("nb_NO", 77)


@pytest.mark.parametrize("is_asked_for", [True, False])
def test_who_is_placed_and_where_is_read_again(*, is_asked_for: bool) -> None:
    scene = factories.scene(seats=1)
    ada = arrive(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        row, of = session.get_one(Enrolment, ada), session.get_one(Cohort, scene.cohort_id)
        _elsewhere(session.connection(), Enrolment, ada, locale="nb_NO")
        _elsewhere(session.connection(), Cohort, of.id, last_place=41)
        if is_asked_for:
            allocation.allocate_due(session, of.id)
        else:
            allocation.allocate(lock_cohort(session, of.id))
        assert (row.locale, row.place) == ("nb_NO", 42)


def test_what_was_paid_is_read_again(stripe: StripeClient) -> None:
    found = deal(stripe)
    with transaction(viewer=SYSTEM) as session:
        payment = session.get_one(Payment, found.payment_id)
        assert payment.kept_minor == 64000
        _elsewhere(session.connection(), Payment, payment.id, amount_minor=5)
        assert money_of_place(session, found.ada).left_minor == 5


def test_a_free_seat_goes_by_place_and_to_its_own_line_only() -> None:
    scene = factories.scene(seats=1)
    other = factories.program(scene.practice_id, scene.mentor_id, slug="second", seats=1)
    place_applicant(other, "olga")
    first_there = place_applicant(
        other, "otto"
    )  # has waited longest, and has the lower place, elsewhere
    ada, ben, cleo = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
    with transaction(viewer=SYSTEM) as session:
        for one, number in ((ben, 30), (cleo, 20)):
            _elsewhere(session.connection(), Enrolment, one, place=number)
        if session.get_bind().dialect.name == "postgresql":  # nor does an index lend its order
            session.execute(text("SET LOCAL enable_indexscan = off"))
        place = lock_place(session, ada)
        endings_line.end(place, "leave")
        allocate(place)
    assert states(ben, cleo, first_there) == ["waiting", "held", "waiting"]
    assert journal_kinds(scene)[-2:] == ["left", "offered"]
    assert [enrolment(one).offered_at is None for one in (ada, cleo)] == [True, False]


def test_an_entry_holds_the_count_of_seats_where_the_action_changed_it() -> None:
    scene = factories.scene(seats=1)
    staff = USER(scene.mentor_id)
    place_applicant(scene, "ada")
    seats.set_seats(scene.cohort_id, seats=4, viewer=staff)
    seats.set_seats(scene.cohort_id, seats=3, viewer=staff)
    place_applicant(scene, "ben")
    db.session.rollback()
    of = cohort(scene).id
    rows = db.session.scalars(
        select(LineEntry).where(LineEntry.cohort_id == of).order_by(LineEntry.number)
    )
    entries = [(row.kind, json.loads(row.text).get("seats"), row.enrolment_id) for row in rows]
    assert [one for one in entries if one[2] is None] == [
        ("seats_raised", 4, None),
        ("seats_lowered", 3, None),
    ]
    assert {count for _, count, about in entries if about is not None} == {None}
