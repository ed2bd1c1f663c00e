"""Conversations with several people: logged, corrected, never overwritten unseen."""

import datetime as dt
from collections.abc import Sequence

import pytest

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed, version_of
from mentorhub.workspace.actions.conversations import change_conversation
from mentorhub.workspace.actions.history import log_interaction
from mentorhub.workspace.actions.sharing import share_note
from mentorhub.workspace.models.history import Give, Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.conversations import conversation
from mentorhub.workspace.queries.lists import people
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.rules.conversations import (
    PARTICIPANTS_MAX,
    Conversation,
    Favour,
    NobodyLeft,
    Part,
    TooManyParticipants,
)
from mentorhub.workspace.rules.due_dates import DayAhead
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Kind
from tests.support import notebooks
from tests.support.notebooks import ago, today

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def lunch(days: int = 1) -> Conversation:
    return Conversation(
        Kind.IN_PERSON,
        ago(days),
        is_two_way=True,
        note="Looms",
        at_time=dt.time(12, 30),
        minutes=45,
    )


def page(viewer: Viewer, person_id: str) -> PersonPage:
    return person(person_id, viewer=viewer, now=clock.now())


def pair(viewer: Viewer) -> tuple[str, str]:
    return notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")


def change(
    viewer: Viewer,
    said: str,
    wanted: Conversation,
    parts: Sequence[Part],
    names: Sequence[str] = (),
) -> str:
    seen = version_of(conversation(said, viewer=viewer).stored)
    return change_conversation(said, wanted, parts, viewer=viewer, seen=seen, new_names=names)


@pytest.mark.wish(14)
def test_a_conversation_stands_in_the_history_of_all_with_ones_own_note_only() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = pair(viewer)
    said = log_interaction(
        [Part(tomas, "He blushed"), Part(zeynep, "She knows a mill")],
        lunch(),
        viewer=viewer,
        new_names=["Jana"],
    )
    (first,), (second,) = page(viewer, tomas).timeline, page(viewer, zeynep).timeline
    assert (first.note, second.note) == ("He blushed", "She knows a mill")
    assert [one.name for one in first.others] == ["Zeynep", "Jana"]
    assert [one.name for one in second.others] == ["Tomáš", "Jana"]
    assert first.interaction is not None and first.interaction.public_id == said
    assert (first.interaction.at_time, first.interaction.minutes) == (dt.time(12, 30), 45)
    jana = notebooks.stored(Person)[-1]
    assert (jana.name, jana.stage, jana.last_contact_on) == ("Jana", Stage.MET, ago(1))
    assert {one.last_contact_on for one in notebooks.stored(Person)} == {ago(1)}


@pytest.mark.wish(1)
def test_a_try_without_an_answer_does_not_start_the_clock_again() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer)
    notebooks.talked(viewer, tomas, 9, kind=Kind.CALL)
    notebooks.talked(viewer, tomas, 1, kind=Kind.CALL, is_two_way=False)
    assert notebooks.stored(Person)[0].last_contact_on == ago(9)
    notebooks.talked(viewer, tomas, 0, kind=Kind.EMAIL)
    assert notebooks.stored(Person)[0].last_contact_on == today()


def test_a_private_note_is_found_by_its_own_person_only() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = pair(viewer)
    log_interaction([Part(tomas, "walnuts"), Part(zeynep)], lunch(), viewer=viewer)
    found = people(viewer=viewer, now=clock.now(), search="walnut")
    assert [row.person.name for row in found.rows] == ["Tomáš"]
    both = people(viewer=viewer, now=clock.now(), search="looms")
    assert both.total == 2


def test_the_same_form_with_other_people_is_another() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = pair(viewer)
    both = [Part(tomas), Part(zeynep)]
    made = log_interaction(both, lunch(), viewer=viewer, form_key="k", new_names=["Jana"])
    assert made == log_interaction(both, lunch(), viewer=viewer, form_key="k", new_names=["Jana"])
    assert len(notebooks.stored(Person)) == 3
    for parts, names in (([Part(tomas)], ["Jana"]), (both, []), ([Part(tomas, "x")], ["Jana"])):
        with pytest.raises(FormUsed):
            log_interaction(parts, lunch(), viewer=viewer, form_key="k", new_names=names)
    assert len(notebooks.stored(Interaction)) == 1


def test_a_conversation_with_nobody_or_a_crowd_is_refused() -> None:
    viewer = notebooks.notebook()
    with pytest.raises(NobodyLeft):
        log_interaction([], lunch(), viewer=viewer)
    crowd = [f"Guest {number}" for number in range(PARTICIPANTS_MAX + 1)]
    with pytest.raises(TooManyParticipants):
        log_interaction([], lunch(), viewer=viewer, new_names=crowd)
    assert notebooks.stored(Person) == []


def test_anybody_elses_person_takes_no_part() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer)
    other = notebooks.notebook("other@example.org", "Other")
    theirs = notebooks.person(other, "Their friend")
    with pytest.raises(NotFound):
        log_interaction([Part(tomas), Part(theirs)], lunch(), viewer=viewer)
    said = log_interaction([Part(tomas)], lunch(), viewer=viewer)
    with pytest.raises(NotFound):
        change(viewer, said, lunch(), [Part(tomas), Part(theirs)])
    with pytest.raises(NotFound):
        change_conversation(said, lunch(), [Part(theirs)], viewer=other, seen="")
    assert len(notebooks.stored(Participant)) == 1


def test_a_corrected_conversation_keeps_what_was_not_changed() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = pair(viewer)
    said = notebooks.talked(
        viewer, tomas, 3, note="Loms", favour=Favour(Direction.GAVE, "Thread"), beside=[zeynep]
    )
    wanted = Conversation(Kind.CALL, ago(5), is_two_way=True, note="Looms")
    assert change(viewer, said, wanted, [Part(tomas, "Shy"), Part(zeynep)], ["Jana"]) == tomas
    (entry,) = page(viewer, tomas).timeline
    assert entry.interaction is not None and entry.give is not None
    assert (entry.on, entry.note, entry.give.on_date) == (ago(5), "Shy", ago(5))
    assert [one.name for one in entry.others] == ["Zeynep", "Jana"]
    for word in ("looms", "thread", "shy"):
        assert people(viewer=viewer, now=clock.now(), search=word).total >= 1
    assert people(viewer=viewer, now=clock.now(), search='"loms"').total == 0
    assert {one.last_contact_on for one in notebooks.stored(Person)} == {ago(5)}
    notebooks.assert_in_order()


def test_who_was_not_there_loses_the_note_and_what_was_given() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = pair(viewer)
    said = notebooks.talked(
        viewer, tomas, 0, favour=Favour(Direction.GAVE, "Thread"), beside=[zeynep]
    )
    assert change(viewer, said, lunch(0), [Part(zeynep)]) == zeynep
    assert page(viewer, tomas).timeline == []
    assert notebooks.stored(Give) == []
    assert notebooks.stored(Person)[0].last_contact_on is None
    with pytest.raises(NobodyLeft):
        change(viewer, said, lunch(0), [])
    notebooks.assert_in_order()


def test_a_correction_never_replaces_what_its_reader_did_not_see() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = pair(viewer)
    said = log_interaction([Part(tomas), Part(zeynep)], lunch(), viewer=viewer)
    seen = version_of(conversation(said, viewer=viewer).stored)
    change(viewer, said, lunch(2), [Part(tomas, "New"), Part(zeynep)])
    for wanted in ([Part(tomas, "Old"), Part(zeynep)], [Part(tomas)]):
        with pytest.raises(ChangedElsewhere):
            change_conversation(said, lunch(3), wanted, viewer=viewer, seen=seen)
    same = [Part(tomas, "New"), Part(zeynep)]
    change_conversation(said, lunch(2), same, viewer=viewer, seen=seen)  # no change, none refused
    with pytest.raises(DayAhead):
        change(viewer, said, lunch(-2), same)


def test_a_note_that_is_emptied_is_no_longer_shown_to_a_mentor() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer)
    said = notebooks.talked(viewer, tomas, 0, note="For you")
    share_note(said, is_shown=True, viewer=viewer)
    change(viewer, said, Conversation(Kind.CALL, today(), is_two_way=True), [Part(tomas)])
    assert notebooks.stored(Interaction)[0].shown_at is None
