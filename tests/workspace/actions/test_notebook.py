"""Opening a notebook, and the look a mentor takes into it."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from mentorhub.accounts.models.practices import Membership
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.notebook import open_workspace, read_shared_people
from mentorhub.workspace.actions.people import set_visibility
from mentorhub.workspace.models.sharing import AccessRead, Grant
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.consent import last_access
from mentorhub.workspace.queries.notebook import has_workspace
from mentorhub.workspace.queries.sharing import shared_counts
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage
from tests.support import factories, notebooks


def test_an_enrolled_mentee_opens_one_notebook_however_often_it_is_submitted(in_app: Flask) -> None:
    viewer = notebooks.enrolled(factories.scene())
    open_workspace(viewer=viewer)
    with reading(viewer=SYSTEM) as session:
        assert len(session.scalars(select(Workspace)).all()) == 1
        assert len(session.scalars(select(Grant)).all()) == 1


def test_whoever_never_had_a_seat_opens_none(in_app: Flask) -> None:
    stranger = USER(factories.user("stranger@example.org"))
    for viewer in (stranger, PUBLIC):
        with pytest.raises(NotFound):
            open_workspace(viewer=viewer)


def test_a_withdrawn_mentee_still_opens_a_notebook_but_grants_nothing(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    enrolment_id, mentorship_id = factories.enrolled(factories.scene(), user_id)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Enrolment, enrolment_id).end("withdraw", now=clock.now())
        session.get_one(Mentorship, mentorship_id).finish(clock.now())
    open_workspace(viewer=USER(user_id))
    assert has_workspace(viewer=USER(user_id))
    with reading(viewer=SYSTEM) as session:
        assert session.scalars(select(Grant)).all() == []


def test_a_second_programme_is_granted_when_the_notebook_is_opened_again(in_app: Flask) -> None:
    practice_id, mentor_id = factories.practice()
    viewer = notebooks.enrolled(factories.program(practice_id, mentor_id))
    assert viewer.id is not None
    factories.enrolled(factories.program(practice_id, mentor_id, slug="second"), viewer.id)
    open_workspace(viewer=viewer)
    with reading(viewer=SYSTEM) as session:
        grants = session.scalars(select(Grant)).all()
    assert len({grant.mentorship_id for grant in grants}) == len(grants) == 2


def _mentored() -> tuple[int, int, int]:
    """(mentor's user id, mentorship id, mentee's user id), with three people in the notebook."""
    scene = factories.scene()
    user_id = factories.user("amara@example.org")
    _enrolment_id, mentorship_id = factories.enrolled(scene, user_id)
    viewer = USER(user_id)
    open_workspace(viewer=viewer)
    details = {"company": "Dřevo & Syn", "email": "tomas@example.org", "phone": "+420 221 555 014"}
    shown = notebooks.person(viewer, "Tomáš Dvořák", **details)
    set_visibility(shown, Visibility.NAMED, viewer=viewer)
    notebooks.talked(viewer, shown, 3, note="A secret")
    notebooks.person(viewer, "Zeynep Aydoğan")
    hidden = notebooks.person(viewer, "Hiroshi Tanabe")
    set_visibility(hidden, Visibility.HIDDEN, viewer=viewer)
    return scene.mentor_id, mentorship_id, user_id


def test_the_mentor_sees_initials_and_only_who_is_shown_by_name(in_app: Flask) -> None:
    mentor_id, mentorship_id, _mentee = _mentored()
    found = read_shared_people(mentorship_id, viewer=USER(mentor_id))
    seen = {(person.initials, person.name, person.company, person.stage) for person in found}
    assert seen == {
        ("TD", "Tomáš Dvořák", "Dřevo & Syn", Stage.MET),
        ("ZA", "", "", Stage.MET),
    }
    assert {person.last_on for person in found} == {notebooks.ago(3), None}
    for never in ("@example.org", "555", "secret", "Hiroshi"):
        assert never not in repr(found)


def test_each_look_is_recorded_and_the_mentee_is_told(in_app: Flask) -> None:
    mentor_id, mentorship_id, mentee_id = _mentored()
    assert last_access(viewer=USER(mentee_id)) is None
    for minutes in (0, 9, 11, 12):  # what comes within ten minutes of a line is told by it
        with clock.moved(dt.timedelta(minutes=minutes)):
            read_shared_people(mentorship_id, viewer=USER(mentor_id))
    with reading(viewer=SYSTEM) as session:
        assert [one.what for one in session.scalars(select(AccessRead))] == ["people", "people"]
    told = last_access(viewer=USER(mentee_id))
    assert told is not None
    assert told[0] == "Ines Halvorsen"
    assert last_access(viewer=USER(mentor_id)) is None


def test_a_notebook_without_people_leaves_no_line(in_app: Flask) -> None:
    mentee = notebooks.notebook()
    with reading(viewer=SYSTEM) as session:
        mentorship_id = session.scalars(select(Mentorship.id)).one()
    assert read_shared_people(mentorship_id, viewer=notebooks.mentor()) == []
    assert last_access(viewer=mentee) is None


def test_a_mentor_who_left_the_practice_sees_nothing(in_app: Flask) -> None:
    mentor_id, mentorship_id, _mentee = _mentored()
    heir_id = factories.user("heir@example.org")
    with transaction(viewer=SYSTEM) as session:
        theirs = update(Membership).where(Membership.user_id == mentor_id)
        session.execute(theirs.values(user_id=heir_id))
    with pytest.raises(NotFound):
        read_shared_people(mentorship_id, viewer=USER(mentor_id))
    seen = shared_counts([mentorship_id], viewer=USER(mentor_id), now=clock.now())
    assert seen == {}


def test_another_mentor_and_the_mentee_see_nothing_this_way(in_app: Flask) -> None:
    _mentor, mentorship_id, mentee_id = _mentored()
    _practice, other_mentor = factories.practice(mentor_email="other@example.org")
    for viewer in (USER(other_mentor), USER(mentee_id), PUBLIC):
        with pytest.raises(NotFound):
            read_shared_people(mentorship_id, viewer=viewer)
        assert shared_counts([mentorship_id], viewer=viewer, now=clock.now()) == {}
    with reading(viewer=SYSTEM) as session:
        assert session.scalars(select(AccessRead)).all() == []


def test_the_view_ends_fourteen_days_after_the_mentorship(in_app: Flask) -> None:
    mentor_id, mentorship_id, _mentee = _mentored()
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Mentorship, mentorship_id).finish(clock.now())
    with clock.moved(dt.timedelta(days=13)):
        assert read_shared_people(mentorship_id, viewer=USER(mentor_id))
    with clock.moved(dt.timedelta(days=14)), pytest.raises(NotFound):
        read_shared_people(mentorship_id, viewer=USER(mentor_id))


def test_a_paused_enrolment_closes_the_mentors_view(in_app: Flask) -> None:
    mentor_id, mentorship_id, _mentee = _mentored()
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Mentorship, mentorship_id).enrolment.pause("dispute", clock.now())
    with pytest.raises(NotFound):
        read_shared_people(mentorship_id, viewer=USER(mentor_id))


def test_a_grant_without_people_shows_counts_alone(in_app: Flask) -> None:
    mentor_id, mentorship_id, _mentee = _mentored()
    with transaction(viewer=SYSTEM) as session:
        session.scalars(select(Grant)).one().shares_people = False
    with pytest.raises(NotFound):
        read_shared_people(mentorship_id, viewer=USER(mentor_id))
    counts = shared_counts([mentorship_id], viewer=USER(mentor_id), now=clock.now())
    assert counts[mentorship_id].people == 3


@pytest.mark.parametrize("table", ["access_read", "stage_change"])
def test_written_history_cannot_be_changed(in_app: Flask, table: str) -> None:
    mentor_id, mentorship_id, _mentee = _mentored()
    read_shared_people(mentorship_id, viewer=USER(mentor_id))
    with pytest.raises(DatabaseError, match="immutable"), transaction(viewer=SYSTEM) as session:
        session.execute(text(f"UPDATE {table} SET at = at"))
