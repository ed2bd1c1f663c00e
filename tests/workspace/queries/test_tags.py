"""Reading tags: counts that tell the closed apart, who has all of several, groups to choose for; few questions."""

from typing import Any

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.queries import tags as tags_queries
from mentorhub.workspace.queries.lists import people
from mentorhub.workspace.queries.tags import TagCount, groups
from mentorhub.workspace.rules.sharing import GroupKind
from mentorhub.workspace.rules.stages import Stage
from tests.support import factories, notebooks
from tests.support.counting import queries_of


@pytest.fixture
def singers(in_app: Flask) -> Viewer:
    """Three who sing, of whom one is asked for advice and one's page is closed; beside Bo's."""
    viewer = notebooks.notebook()
    for name, names in {
        "Ada": ["choir", "Ávice"],
        "Ben": ["choir"],
        "Cleo": ["choir", "Ávice"],
        "Dan": [],
    }.items():
        person_id = notebooks.person(viewer, name, occasion="Fair" if name < "C" else "")
        tag_person(person_id, names, viewer=viewer)
    cleo = people(viewer=viewer, now=clock.now(), search="cleo").rows[0].person.public_id
    move_to_stage(cleo, Stage.CLOSED, viewer=viewer, reason="Moved away")
    bo = notebooks.notebook("bo@example.org", "Bo")
    tag_person(notebooks.person(bo, "Zoe"), ["choir"], viewer=bo)
    return viewer


def ids(viewer: Viewer) -> dict[str, str]:
    return {tag.name: tag.public_id for tag in tags_queries.tags(viewer=viewer)}


def names(viewer: Viewer, *tags: str, **asked: Any) -> list[str]:
    known = ids(viewer)
    found = people(
        viewer=viewer, now=clock.now(), tags=[known.get(tag, tag) for tag in tags], **asked
    )
    assert found.total == len(found.rows)
    return sorted(row.person.name for row in found.rows)


def test_tags_are_counted_by_name_with_the_closed_apart(singers: Viewer) -> None:
    known = ids(singers)
    assert tags_queries.tags(viewer=singers) == [
        TagCount(known["Ávice"], "Ávice", 1, 1),
        TagCount(known["choir"], "choir", 2, 1),
    ]
    assert tags_queries.tag(known["choir"], viewer=singers).people == 2


def test_several_tags_find_who_has_all_of_them(singers: Viewer) -> None:
    assert names(singers, "choir") == ["Ada", "Ben"]
    assert names(singers, "choir", "Ávice") == ["Ada"]
    assert names(singers, "choir", "choir") == ["Ada", "Ben"]
    assert names(singers, "choir", "Ávice", stage=Stage.CLOSED) == ["Cleo"]
    assert names(singers, "choir", search="ben") == ["Ben"]
    assert names(singers, "Ávice", search="ben") == []
    assert names(singers, "choir", "unknown") == []


def test_a_search_looks_in_tags_too(singers: Viewer) -> None:
    assert names(singers, search="avice") == ["Ada"]
    assert names(singers, search="CHOIR fair") == ["Ada", "Ben"]


def test_a_row_bears_its_tags_by_name(singers: Viewer) -> None:
    rows = people(viewer=singers, now=clock.now()).rows
    assert {row.person.name: [tag.name for tag in row.tags] for row in rows} == {
        "Ada": ["Ávice", "choir"],
        "Ben": ["choir"],
        "Dan": [],
    }


def test_anothers_tag_finds_nobody_and_is_not_there(singers: Viewer) -> None:
    cy = notebooks.notebook("cy@example.org", "Cy")
    choir = ids(singers)["choir"]
    assert names(cy, choir) == []
    assert tags_queries.tags(viewer=cy) == []
    for viewer in (cy, USER(factories.user("stranger@example.org")), PUBLIC):
        with pytest.raises(NotFound):
            tags_queries.tag(choir, viewer=viewer)


def test_groups_are_tags_then_occasions_without_the_closed_and_none_empty(singers: Viewer) -> None:
    found = groups(viewer=singers)
    assert [(one.kind, one.name, one.people) for one in found] == [
        (GroupKind.TAG, "Ávice", 1),
        (GroupKind.TAG, "choir", 2),
        (GroupKind.OCCASION, "Fair", 2),
    ]


def test_more_tags_ask_no_more_questions(singers: Viewer) -> None:
    choir = ids(singers)["choir"]

    def look() -> None:
        tags_queries.tags(viewer=singers)
        groups(viewer=singers)
        page = people(viewer=singers, now=clock.now(), tags=[choir])
        assert [[tag.name for tag in row.tags] for row in page.rows]

    with queries_of() as few:
        look()
    for number in range(12):
        person_id = notebooks.person(singers, f"P {number}", occasion=f"O {number}")
        tag_person(person_id, ["choir", f"Tag {number}"], viewer=singers)
    with queries_of() as many:
        look()
    assert len(few) == len(many) <= 15
