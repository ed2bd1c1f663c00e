"""The mentee's slider: per mentorship, for many at once, note by note; nobody else moves it."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.notebook import read_shared_people
from mentorhub.workspace.actions.people import set_visibility
from mentorhub.workspace.actions.sharing import set_visibilities, share_note, share_people
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.sharing import AccessRead, Grant
from mentorhub.workspace.queries import persons
from mentorhub.workspace.queries.consent import what_is_shared
from mentorhub.workspace.queries.sharing import SharedPerson
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage
from tests.support import factories, notebooks


def _mentorship() -> Mentorship:
    with reading(viewer=SYSTEM) as session:
        return session.scalars(select(Mentorship)).one()


def _seen() -> list[SharedPerson]:
    return read_shared_people(_mentorship().id, viewer=notebooks.mentor())


def _note_of(person_id: str) -> str:
    with reading(viewer=SYSTEM) as session:
        return session.scalars(
            select(Interaction.public_id)
            .join(Interaction.participants)
            .join(Participant.person)
            .where(Person.public_id == person_id, Interaction.note != "")
        ).one()


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """Amara with a notebook and a mentor."""
    return notebooks.notebook()


def test_people_are_closed_and_opened_to_one_mentorship(amara: Viewer) -> None:
    notebooks.person(amara)
    mentorship = _mentorship().public_id
    share_people(mentorship, is_shared=False, viewer=amara)
    with pytest.raises(NotFound):
        _seen()
    share_people(mentorship, is_shared=True, viewer=amara)
    assert [person.initials for person in _seen()] == ["TD"]


def test_a_mentorship_the_notebook_was_not_opened_to_is_granted_by_its_first_word(
    amara: Viewer,
) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.delete(session.scalars(select(Grant)).one())
    assert what_is_shared(viewer=amara, now=clock.now()).mentors[0].shares_people is None
    share_people(_mentorship().public_id, is_shared=False, viewer=amara)
    assert what_is_shared(viewer=amara, now=clock.now()).mentors[0].shares_people is False


def test_nobody_else_opens_or_closes_a_mentorship(amara: Viewer) -> None:
    mentorship = _mentorship().public_id
    mentor = notebooks.mentor()
    other = notebooks.notebook("other@example.org", "Other")
    for viewer in (other, mentor, PUBLIC, USER(factories.user("stranger@example.org"))):
        with pytest.raises(NotFound):
            share_people(mentorship, is_shared=False, viewer=viewer)


def test_a_mentorship_whose_last_look_is_over_cannot_be_opened(amara: Viewer) -> None:
    mentorship = _mentorship().public_id
    with transaction(viewer=SYSTEM) as session:
        session.scalars(select(Mentorship)).one().finish(clock.now())
    share_people(mentorship, is_shared=True, viewer=amara)
    with clock.moved(dt.timedelta(days=14)), pytest.raises(NotFound):
        share_people(mentorship, is_shared=True, viewer=amara)


def test_everybody_is_chosen_for_at_once_but_the_closed(amara: Viewer) -> None:
    notebooks.person(amara, "Marta Nowak")
    closed = notebooks.person(amara, "Jonas Berg")
    move_to_stage(closed, Stage.CLOSED, viewer=amara, reason="Moved away")
    assert set_visibilities(Visibility.NAMED, viewer=amara) == 1
    assert [person.name for person in _seen()] == ["Marta Nowak"]
    page = persons.person(closed, viewer=amara, now=clock.now())
    assert page.person.visibility is Visibility.INITIALS


def test_all_who_were_met_at_one_occasion_are_chosen_for_at_once(amara: Viewer) -> None:
    notebooks.person(amara, "Marta Nowak", occasion="Spring fair")
    notebooks.person(amara, "Jonas Berg", occasion="Breakfast")
    other = notebooks.notebook("other@example.org", "Other")
    theirs = notebooks.person(other, "Zoe", occasion="Spring fair")
    chosen = set_visibilities(Visibility.HIDDEN, occasion="spring FAIR", viewer=amara)
    assert chosen == 1
    assert set_visibilities(Visibility.HIDDEN, occasion="Nowhere", viewer=amara) == 0
    assert what_is_shared(viewer=amara, now=clock.now()).people == {
        Visibility.HIDDEN: 1,
        Visibility.INITIALS: 1,
        Visibility.NAMED: 0,
    }
    page = persons.person(theirs, viewer=other, now=clock.now())
    assert page.person.visibility is Visibility.INITIALS


def test_a_note_is_read_by_the_mentor_once_it_is_sent_and_no_longer_when_taken_back(
    amara: Viewer,
) -> None:
    person_id = notebooks.person(amara)
    notebooks.talked(amara, person_id, 3, note="She knows the mill")
    notebooks.talked(amara, person_id, 2)
    assert [person.notes for person in _seen()] == [()]
    note = _note_of(person_id)
    assert share_note(note, is_shown=True, viewer=amara) == person_id
    assert [person.notes for person in _seen()] == [((notebooks.ago(3), "She knows the mill"),)]
    with reading(viewer=SYSTEM) as session:
        assert [one.what for one in session.scalars(select(AccessRead))] == ["people", "notes"]
    assert what_is_shared(viewer=amara, now=clock.now()).notes == 1
    share_note(note, is_shown=False, viewer=amara)
    assert [person.notes for person in _seen()] == [()]


def test_a_note_about_a_hidden_person_stays_hidden(amara: Viewer) -> None:
    person_id = notebooks.person(amara)
    notebooks.talked(amara, person_id, 3, note="She knows the mill")
    share_note(_note_of(person_id), is_shown=True, viewer=amara)
    set_visibility(person_id, Visibility.HIDDEN, viewer=amara)
    assert _seen() == []
    assert what_is_shared(viewer=amara, now=clock.now()).notes == 0


def test_nobody_else_sends_a_note(amara: Viewer) -> None:
    person_id = notebooks.person(amara)
    notebooks.talked(amara, person_id, 3, note="She knows the mill")
    note, mentor = _note_of(person_id), notebooks.mentor()
    other = notebooks.notebook("other@example.org", "Other")
    for viewer in (other, mentor, PUBLIC):
        with pytest.raises(NotFound):
            share_note(note, is_shown=True, viewer=viewer)
