"""Many submit at the same time: one transaction for all, in order of arrival; each refusal is one person's own."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from mentorhub.enrolment.actions import arrivals
from mentorhub.enrolment.actions.arrivals import Arrival
from mentorhub.enrolment.line import locked
from mentorhub.enrolment.queries import arrivals as arrivals_queries
from mentorhub.enrolment.rules.refusals import AlreadyInLine
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.errors import Busy
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    cohort,
    enrolment,
    journal_kinds,
    mails_to,
    place_applicant,
    states,
)
from tests.support.submitting import applicant, ids, submit_form

pytestmark = pytest.mark.usefixtures("in_app")


def test_they_are_placed_and_seated_in_the_order_they_came() -> None:
    scene = factories.scene(seats=2)
    came = ids(submit_form(scene, *(applicant(name) for name in ("ada", "ben", "cleo", "dov"))))
    assert came == sorted(came)
    assert states(*came) == ["held", "held", "waiting", "waiting"]
    assert [enrolment(one).place for one in came] == [1, 2, 3, 4]
    assert journal_kinds(scene) == ["placed"] * 4 + ["held"] * 2
    assert (cohort(scene).allocation_number, cohort(scene).last_place) == (1, 4)
    assert [mails_to(name) for name in ("ada", "dov")] == [
        ["enrolment.held"],
        ["enrolment.waiting"],
    ]
    assert_in_order()


def test_their_rows_say_what_a_single_arrivals_says() -> None:
    scene = factories.scene()
    one = enrolment(place_applicant(scene, "ada"))
    same = [
        (name, getattr(one, name))
        for name in ("timezone", "price_id", "amount_minor", "currency", "terms_version", "locale")
    ]
    other = enrolment(ids(submit_form(scene, applicant("ben")))[0])
    assert [(name, getattr(other, name)) for name, _ in same] == same
    assert (other.link_version, other.pause_reason, other.end_reason) == (0, "", "")


@pytest.mark.parametrize("many", [2, 9])
def test_however_many_submit_the_database_is_asked_as_often(many: int) -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    db.session.remove()
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        submit_form(scene, *(applicant(f"p{number}") for number in range(many)))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert (asked.count("SELECT") <= 6, asked.count("UPDATE")) == (True, 1)
    if (
        db.engine.dialect.name == "postgresql"
    ):  # SQLite gives keys in order of one row at a time only
        assert asked.count("INSERT") == 3


def test_who_arrived_before_without_a_place_comes_first() -> None:
    scene = factories.scene(seats=1)
    kept = arrive(scene, "ada")
    came = ids(submit_form(scene, applicant("ben")))
    assert [enrolment(one).place for one in (kept, *came)] == [1, 2]
    assert states(kept, *came) == ["held", "waiting"]


def test_a_line_that_is_busy_keeps_every_arrival_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = factories.scene()
    known = place_applicant(scene, "dov")

    def busy(*_: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr(locked, "lock_cohort", busy)
        outcomes = submit_form(scene, applicant("ada"), applicant("ben"), applicant("dov"))
    assert states(*ids(outcomes)) == ["arrived", "arrived"]
    assert [one.is_placed for one in outcomes if isinstance(one, Arrival)] == [False, False]
    assert isinstance(outcomes[2], AlreadyInLine)
    assert outcomes[2].enrolment_id == known
    arrivals.allocate_cohort(scene.cohort_id)
    assert [enrolment(one).place for one in ids(outcomes)] == [2, 3]
    assert_in_order()


def test_an_address_that_came_without_the_lock_meanwhile_is_seen_at_the_second_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = factories.scene()
    known = place_applicant(scene, "ada")
    looks: list[str] = []
    refuse = arrivals_queries.ExistingEnrolments.refuse

    def blind_at_first(self: arrivals_queries.ExistingEnrolments, who: arrivals.Applicant) -> None:
        looks.append(who.name)
        if looks.count(who.name) > 1:
            refuse(self, who)

    monkeypatch.setattr(arrivals_queries.ExistingEnrolments, "refuse", blind_at_first)
    first, second = submit_form(scene, applicant("ada", browser="another"), applicant("ben"))
    assert isinstance(first, AlreadyInLine)
    assert first.enrolment_id == known
    assert isinstance(second, Arrival)
    assert enrolment(second.id).place == 2
    assert_in_order()


def test_a_commit_that_failed_leaves_nothing_that_stands_in_the_way_of_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = factories.scene(seats=1)
    people = [applicant(name) for name in ("ada", "ben", "cleo")]
    failure = OperationalError("COMMIT", None, ZeroDivisionError())

    def fail(_: Session) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", fail)
        with pytest.raises(OperationalError):
            submit_form(scene, *people)
    assert failure.__traceback__ is not None  # which still holds the rows of the round
    came = [ids(submit_form(scene, one))[0] for one in people]
    assert [enrolment(one).place for one in came] == [1, 2, 3]
    assert states(*came) == ["held", "waiting", "waiting"]
    assert_in_order()


def test_who_submits_while_nobody_can_write_waits_once_not_once_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = factories.scene()
    tried: list[str] = []

    def busy(**_: object) -> None:
        tried.append("once")
        raise Busy

    monkeypatch.setattr(arrivals, "transaction", busy)
    outcomes = submit_form(scene, *(applicant(name) for name in ("ada", "ben", "cleo")))
    assert [type(one) for one in outcomes] == [Busy, Busy, Busy]
    assert len(tried) == 2  # together, and then the first alone


def test_a_row_that_no_look_explains_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = factories.scene()
    place_applicant(scene, "ada")
    monkeypatch.setattr(arrivals_queries.ExistingEnrolments, "refuse", lambda *_: None)
    with pytest.raises(IntegrityError):
        submit_form(scene, applicant("ada", browser="another"))
