"""Reads of the line: each viewer sees their own place, and nobody else's."""

import datetime as dt

import pytest
from sqlalchemy import event

from mentorhub.enrolment import queries
from mentorhub.enrolment.actions import leaving
from mentorhub.foundation import clock
from mentorhub.foundation.database import APPLICANT, PUBLIC, SYSTEM, USER, db
from mentorhub.foundation.errors import NotFound
from tests.enrolment.applicants import (
    arrive,
    enrolment,
    pass_time,
    place_applicant,
)
from tests.support import factories

pytestmark = pytest.mark.usefixtures("in_app")


def test_an_applicant_reads_their_own_standing_alone() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    assert queries.standing(ben, viewer=APPLICANT(ben)).ahead == 0
    assert queries.standing(ada, viewer=APPLICANT(ada)).ahead is None
    for viewer in (APPLICANT(ada), PUBLIC, USER(ben), SYSTEM):
        with pytest.raises(NotFound):
            queries.standing(ben, viewer=viewer)


def test_who_left_is_no_longer_ahead() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ben, cleo = place_applicant(scene, "ben"), place_applicant(scene, "cleo")
    assert queries.standing(cleo, viewer=APPLICANT(cleo)).ahead == 1
    leaving.leave(ben)
    assert queries.standing(cleo, viewer=APPLICANT(cleo)).ahead == 0


def test_a_standing_shows_the_last_entry_of_the_journal() -> None:
    ada = place_applicant(factories.scene(seats=1), "ada")
    entry = queries.standing(ada, viewer=APPLICANT(ada)).entry
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
    queries.standing(ids[-1], viewer=APPLICANT(ids[-1]))
    event.remove(db.engine, "before_cursor_execute", count)
    assert len([one for one in asked if one.startswith("SELECT")]) == 1


def test_a_superseded_link_opens_nothing() -> None:
    ada = place_applicant(factories.scene(), "ada")
    row = enrolment(ada)
    assert queries.enrolment_of_link((row.public_id, 0), viewer=PUBLIC) == ada
    row.link_version += 1
    db.session.commit()
    for opened in ((row.public_id, 0), ("unknown", 0), None):
        with pytest.raises(NotFound):
            queries.enrolment_of_link(opened, viewer=PUBLIC)


def test_the_cohort_that_takes_arrivals_is_the_one_whose_window_is_now() -> None:
    practice_id, mentor_id = factories.practice()
    now = factories.program(practice_id, mentor_id, slug="here")
    found = queries.cohort_taking_arrivals("here", viewer=PUBLIC, now=clock.now())
    assert found == now.cohort_id
    later = clock.now() + dt.timedelta(days=90)
    assert queries.cohort_taking_arrivals("here", viewer=PUBLIC, now=later) == now.cohort_id
    with pytest.raises(NotFound):
        queries.cohort_taking_arrivals("nowhere", viewer=PUBLIC, now=clock.now())


def test_a_programme_without_a_cohort_takes_nobody() -> None:
    scene = factories.scene()
    db.session.execute(db.text("DELETE FROM price"))
    db.session.execute(db.text("DELETE FROM cohort"))
    db.session.commit()
    assert queries.cohort_taking_arrivals(scene.slug, viewer=PUBLIC, now=clock.now()) is None


def test_a_browser_or_user_without_a_place_has_none() -> None:
    scene = factories.scene()
    assert queries.place_of_browser(scene.cohort_id, "", user_id=None, viewer=PUBLIC) is None
    assert queries.place_of_browser(scene.cohort_id, "new", user_id=7, viewer=PUBLIC) is None
    ada = place_applicant(scene, "ada", browser="hers")
    found = queries.place_of_browser(scene.cohort_id, "hers", user_id=None, viewer=PUBLIC)
    assert found is not None
    assert found[0] == ada


def test_due_work_is_found() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    assert queries.unplaced_cohorts(viewer=SYSTEM) == []
    arrive(scene, "ben")
    assert queries.unplaced_cohorts(viewer=SYSTEM) == [scene.cohort_id]
    assert queries.overdue_holds(viewer=SYSTEM, now=clock.now(), limit=5) == []
    pass_time(minutes=16)
    assert queries.overdue_holds(viewer=SYSTEM, now=clock.now(), limit=5) == [ada]


def test_only_a_user_has_seats_of_their_own() -> None:
    scene = factories.scene()
    amara = factories.user("amara@example.org")
    enrolment_id, _ = factories.enrolled(scene, amara)
    assert [one.id for one in queries.my_enrolments(viewer=USER(amara))] == [enrolment_id]
    assert queries.my_enrolments(viewer=USER(scene.mentor_id)) == []
    with pytest.raises(NotFound):
        queries.my_enrolments(viewer=PUBLIC)
