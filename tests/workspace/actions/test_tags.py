"""Tags are put on, taken off, renamed, put together and deleted by their owner alone, within their limits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import version_of
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.people import add_person, set_visibility
from mentorhub.workspace.actions.sharing import set_visibilities
from mentorhub.workspace.actions.tags import delete_tag, rename_tag, tag_person, untag_person
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.queries import lists, persons
from mentorhub.workspace.queries import tags as tags_queries
from mentorhub.workspace.queries.consent import what_is_shared
from mentorhub.workspace.rules import tags
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """Amara with an empty notebook and a mentor."""
    return notebooks.notebook()


def borne(viewer: Viewer, person_id: str) -> list[str]:
    page = persons.person(person_id, viewer=viewer, now=clock.now())
    return [tag.name for tag in page.tags]


def tag_id(viewer: Viewer, name: str) -> str:
    return next(tag.public_id for tag in tags_queries.tags(viewer=viewer) if tag.name == name)


def counts(viewer: Viewer) -> dict[str, int]:
    return {tag.name: tag.people for tag in tags_queries.tags(viewer=viewer)}


def renamed(tag: str, name: str, *, viewer: Viewer, **told: Any) -> bool:
    """Rename a tag whose name was just read."""
    try:
        seen = version_of(tags_queries.tag(tag, viewer=viewer).name)
    except NotFound:  # another's
        seen = ""
    return rename_tag(tag, name, viewer=viewer, seen=seen, **told)


def test_tags_are_put_on_once_however_they_are_spelt(amara: Viewer) -> None:
    tomas, zoe = notebooks.person(amara, "Tomáš"), notebooks.person(amara, "Zoe")
    assert tag_person(tomas, ["The choir", "advice"], viewer=amara) == [
        "The choir",
        "advice",
    ]
    assert tag_person(tomas, ["the CHOIR"], viewer=amara) == []
    assert tag_person(zoe, ["THE choir", "Oslo"], viewer=amara) == ["The choir", "Oslo"]
    assert borne(amara, tomas) == ["advice", "The choir"]
    assert counts(amara) == {"advice": 1, "Oslo": 1, "The choir": 2}


def test_a_tag_taken_off_stays_for_others_and_in_the_notebook(amara: Viewer) -> None:
    tomas = notebooks.person(amara)
    tag_person(tomas, ["choir"], viewer=amara)
    choir = tag_id(amara, "choir")
    assert [untag_person(tomas, choir, viewer=amara) for _again in range(2)] == [
        "choir",
        "choir",
    ]
    assert (borne(amara, tomas), counts(amara)) == ([], {"choir": 0})


def test_a_new_person_is_tagged_at_once_or_not_at_all(amara: Viewer) -> None:
    details = Details(name="Zoe")
    zoe = add_person(details, viewer=amara, tags=["choir"], thank_you="Thanks").public_id
    assert borne(amara, zoe) == ["choir"]
    many = [f"Tag {number}" for number in range(21)]
    with pytest.raises(tags.TooManyTags):
        add_person(details, viewer=amara, tags=many, thank_you="Thanks")
    assert lists.people(viewer=amara, now=clock.now()).everyone == 1
    assert counts(amara) == {"choir": 1}


def test_the_twenty_first_tag_of_a_person_is_refused_and_a_freed_number_is_taken_again(
    amara: Viewer,
) -> None:
    tomas = notebooks.person(amara)
    names = [f"Tag {number:02}" for number in range(20)]
    tag_person(tomas, names, viewer=amara)
    with pytest.raises(tags.TooManyTags) as refused:
        tag_person(tomas, ["one more"], viewer=amara)
    assert refused.value.left == 0
    assert "one more" not in counts(amara)
    untag_person(tomas, tag_id(amara, "Tag 07"), viewer=amara)
    assert tag_person(tomas, ["one more"], viewer=amara) == ["one more"]
    assert len(borne(amara, tomas)) == 20


def test_a_full_notebook_takes_only_the_tags_it_has(amara: Viewer) -> None:
    people = [notebooks.person(amara, f"P {number}") for number in range(11)]
    for number, person_id in enumerate(people[:10]):
        some = [f"Tag {number}-{one}" for one in range(20)]
        tag_person(person_id, some, viewer=amara)
    with pytest.raises(tags.NotebookFull):
        tag_person(people[10], ["Tag 0-0", "new"], viewer=amara)
    assert borne(amara, people[10]) == []
    tag_person(people[10], ["Tag 0-0"], viewer=amara)
    delete_tag(tag_id(amara, "Tag 3-3"), viewer=amara)
    assert tag_person(people[10], ["new"], viewer=amara) == ["new"]


def test_two_forms_at_the_same_moment_take_different_numbers(app: Flask) -> None:
    with app.app_context():
        viewer = notebooks.notebook()
        person_id = notebooks.person(viewer)
    at_once = threading.Barrier(2)

    def submit_form(name: str) -> list[str]:
        with app.app_context():
            at_once.wait()
            return tag_person(person_id, ["choir", name], viewer=viewer)

    with ThreadPoolExecutor(2) as submissions:
        put = list(submissions.map(submit_form, ["advice", "Oslo"]))
    assert sorted(map(len, put)) == [1, 2]
    with app.app_context():
        assert borne(viewer, person_id) == ["advice", "choir", "Oslo"]


def test_a_tag_is_renamed_with_its_keys_also_only_in_its_case(amara: Viewer) -> None:
    tomas = notebooks.person(amara)
    tag_person(tomas, ["choir"], viewer=amara)
    choir = tag_id(amara, "choir")
    assert renamed(choir, "  Choir ", viewer=amara) is False
    assert renamed(choir, "Élan", viewer=amara, joins=True) is False
    assert borne(amara, tomas) == ["Élan"]
    found = lists.people(viewer=amara, now=clock.now(), search="elan")
    assert [row.person.public_id for row in found.rows] == [tomas]


@pytest.mark.parametrize("name", ["", "a, b", "x" * 41])
def test_a_name_that_is_none_is_refused(amara: Viewer, name: str) -> None:
    tomas = notebooks.person(amara)
    tag_person(tomas, ["choir"], viewer=amara)
    with pytest.raises((tags.TagUnreadable, tags.TagTooLong)):
        renamed(tag_id(amara, "choir"), name, viewer=amara)
    assert borne(amara, tomas) == ["choir"]


def test_a_name_that_another_tag_has_is_refused_until_the_two_may_become_one(
    amara: Viewer,
) -> None:
    tomas, zoe = notebooks.person(amara, "Tomáš"), notebooks.person(amara, "Zoe")
    tag_person(tomas, ["choir", "singers", "advice"], viewer=amara)
    tag_person(zoe, ["singers"], viewer=amara)
    singers = tag_id(amara, "singers")
    with pytest.raises(tags.TagExists) as refused:
        renamed(singers, "CHOIR", viewer=amara)
    assert refused.value.name == "choir"
    assert counts(amara) == {"advice": 1, "choir": 1, "singers": 2}
    assert renamed(singers, "CHOIR", viewer=amara, joins=True) is True
    assert counts(amara) == {"advice": 1, "choir": 2}
    assert (borne(amara, tomas), borne(amara, zoe)) == (["advice", "choir"], ["choir"])


def test_a_tag_is_deleted_and_its_people_stay_as_they_are(amara: Viewer) -> None:
    tomas = notebooks.person(amara, "Tomáš")
    tag_person(tomas, ["choir"], viewer=amara)
    choir = tag_id(amara, "choir")
    set_visibilities(Visibility.NAMED, tag=choir, viewer=amara)
    assert delete_tag(choir, viewer=amara) == 1
    page = persons.person(tomas, viewer=amara, now=clock.now())
    assert (list(page.tags), page.person.visibility) == ([], Visibility.NAMED)
    with reading(viewer=SYSTEM) as session:
        assert not session.scalars(select(PersonTag)).all()
        assert not session.scalars(select(Tag)).all()
    with pytest.raises(NotFound):
        delete_tag(choir, viewer=amara)


def test_a_persons_tags_go_with_the_person(amara: Viewer) -> None:
    person = Person(
        workspace_id=_workspace_id(amara),
        added_on=notebooks.today(),
        created_at=clock.now(),
    )
    person.call("Zoe")
    db.session.add(person)
    db.session.commit()
    tag_person(person.public_id, ["choir"], viewer=amara)
    db.session.delete(db.session.get_one(Person, person.id))
    db.session.commit()
    assert counts(amara) == {"choir": 0}


def _workspace_id(viewer: Viewer) -> int:
    found = notebooks.person(viewer)
    with reading(viewer=SYSTEM) as session:
        return session.scalars(select(Person.workspace_id).where(Person.public_id == found)).one()


def test_all_who_have_a_tag_are_chosen_for_at_once_but_the_closed(amara: Viewer) -> None:
    named, hidden, closed = (notebooks.person(amara, name) for name in ("Ada", "Ben", "Cleo"))
    other = notebooks.person(amara, "Dan")
    for person_id in (named, hidden, closed):
        tag_person(person_id, ["choir"], viewer=amara)
    set_visibility(hidden, Visibility.HIDDEN, viewer=amara)
    move_to_stage(closed, Stage.CLOSED, viewer=amara, reason="Moved away")
    choir = tag_id(amara, "choir")
    assert set_visibilities(Visibility.NAMED, tag=choir, viewer=amara) == 2
    seen = {
        person_id: persons.person(person_id, viewer=amara, now=clock.now()).person.visibility
        for person_id in (named, hidden, closed, other)
    }
    assert list(seen.values()) == [Visibility.NAMED] * 2 + [Visibility.INITIALS] * 2
    assert set_visibilities(Visibility.HIDDEN, tag=choir, viewer=amara) == 2
    assert what_is_shared(viewer=amara, now=clock.now()).people[Visibility.HIDDEN] == 2


def test_nobody_elses_tag_or_person_is_touched(amara: Viewer) -> None:
    mine = notebooks.person(amara)
    tag_person(mine, ["choir"], viewer=amara)
    choir, mentor = tag_id(amara, "choir"), notebooks.mentor()
    bo = notebooks.notebook("bo@example.org", "Bo")
    theirs = notebooks.person(bo, "Zoe")
    tag_person(theirs, ["choir"], viewer=bo)
    for viewer in (bo, mentor, PUBLIC):
        for action in (
            lambda viewer=viewer: tag_person(mine, ["taken"], viewer=viewer),
            lambda viewer=viewer: untag_person(mine, choir, viewer=viewer),
            lambda viewer=viewer: untag_person(theirs, choir, viewer=viewer),
            lambda viewer=viewer: renamed(choir, "taken", viewer=viewer),
            lambda viewer=viewer: delete_tag(choir, viewer=viewer),
            lambda viewer=viewer: set_visibilities(Visibility.NAMED, tag=choir, viewer=viewer),
        ):
            with pytest.raises(NotFound):
                action()
    assert (borne(amara, mine), borne(bo, theirs)) == (["choir"], ["choir"])
