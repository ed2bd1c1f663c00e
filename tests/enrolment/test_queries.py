"""Reads of the line: each viewer sees their own place, and nobody else's."""

import datetime as dt

import pytest
from sqlalchemy import event

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.queries.applicants import (
    cohort_taking_arrivals,
    enrolment_of_link,
    my_enrolments,
    place_of_browser,
    standing,
)
from mentorhub.enrolment.queries.due import overdue_holds, unplaced_cohorts
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.applicants import arrive, enrolment, pass_time, place_applicant
from tests.support.unpromised import unpromised

pytestmark = pytest.mark.usefixtures("in_app")


def test_an_applicant_reads_their_own_standing_alone() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    assert standing(ben, viewer=APPLICANT(ben)).ahead == 0
    assert standing(ada, viewer=APPLICANT(ada)).ahead is None
    for viewer in (APPLICANT(ada), PUBLIC, USER(ben), SYSTEM):
        with pytest.raises(NotFound):
            standing(ben, viewer=viewer)


def test_who_left_is_no_longer_ahead() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ben, cleo = place_applicant(scene, "ben"), place_applicant(scene, "cleo")
    assert standing(cleo, viewer=APPLICANT(cleo)).ahead == 1
    endings.leave(ben)
    assert standing(cleo, viewer=APPLICANT(cleo)).ahead == 0


def test_a_standing_shows_the_last_entry_of_the_journal() -> None:
    ada = place_applicant(factories.scene(seats=1), "ada")
    entry = standing(ada, viewer=APPLICANT(ada)).entry
    assert entry is not None
    assert (entry.number, len(entry.hash)) == (2, 64)  # placed, then held


def test_a_standing_costs_one_query() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ids = [place_applicant(scene, f"p{number}") for number in range(5)]
    db.session.remove()
    asked: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    standing(ids[-1], viewer=APPLICANT(ids[-1]))
    event.remove(db.engine, "before_cursor_execute", count)
    assert len([one for one in asked if one.startswith("SELECT")]) == 1


def test_a_superseded_link_opens_nothing() -> None:
    ada = place_applicant(factories.scene(), "ada")
    row = enrolment(ada)
    assert enrolment_of_link((row.public_id, 0), viewer=PUBLIC) == ada
    row.link_version += 1
    db.session.commit()
    for opened in ((row.public_id, 0), ("unknown", 0), None):
        with pytest.raises(NotFound):
            enrolment_of_link(opened, viewer=PUBLIC)


def test_the_cohort_that_takes_arrivals_is_the_one_whose_window_is_now() -> None:
    practice_id, mentor_id = factories.practice()
    now = factories.program(practice_id, mentor_id, slug="here")
    found = cohort_taking_arrivals("here", viewer=PUBLIC, now=clock.now())
    assert found == now.cohort_id
    later = clock.now() + dt.timedelta(days=90)
    assert cohort_taking_arrivals("here", viewer=PUBLIC, now=later) == now.cohort_id
    with pytest.raises(NotFound):
        cohort_taking_arrivals("nowhere", viewer=PUBLIC, now=clock.now())


def test_a_programme_without_a_cohort_takes_nobody() -> None:
    scene = factories.scene()
    with unpromised(db.session(), scene.cohort_id):
        db.session.execute(db.text("DELETE FROM price"))
    db.session.execute(db.text("DELETE FROM cohort"))
    db.session.commit()
    with pytest.raises(NotFound):
        cohort_taking_arrivals(scene.slug, viewer=PUBLIC, now=clock.now())


def test_a_browser_or_user_without_a_place_has_none() -> None:
    scene = factories.scene()
    assert place_of_browser(scene.cohort_id, "", user_id=None, viewer=PUBLIC) is None
    assert place_of_browser(scene.cohort_id, "new", user_id=7, viewer=PUBLIC) is None
    ada = place_applicant(scene, "ada", browser="hers")
    found = place_of_browser(scene.cohort_id, "hers", user_id=None, viewer=PUBLIC)
    assert found is not None
    assert found[0] == ada


def test_due_work_is_found() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    assert unplaced_cohorts(viewer=SYSTEM) == []
    arrive(scene, "ben")
    assert unplaced_cohorts(viewer=SYSTEM) == [scene.cohort_id]
    assert overdue_holds(viewer=SYSTEM, now=clock.now(), limit=5) == []
    pass_time(minutes=16)
    assert overdue_holds(viewer=SYSTEM, now=clock.now(), limit=5) == [ada]


def test_only_a_user_has_seats_of_their_own() -> None:
    scene = factories.scene()
    amara = factories.user("amara@example.org")
    enrolment_id, _ = factories.enrolled(scene, amara)
    assert [one.id for one in my_enrolments(viewer=USER(amara))] == [enrolment_id]
    assert my_enrolments(viewer=USER(scene.mentor_id)) == []
    with pytest.raises(NotFound):
        my_enrolments(viewer=PUBLIC)
