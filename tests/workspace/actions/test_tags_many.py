"""Tags put on and taken off everybody whom a list shows: those alone, all or nobody."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.removals import remove_person
from mentorhub.workspace.actions.tags import tag_people, undo_of_many, untag_people
from mentorhub.workspace.models import tags as models
from mentorhub.workspace.queries import tags as tags_queries
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.lists import people
from mentorhub.workspace.rules import tags
from mentorhub.workspace.rules.stages import Stage
from tests.support import factories, importing, notebooks
from tests.support.counting import queries_of


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """Amara with three people of a mill, one of them closed, and one of elsewhere; beside Bo's."""
    viewer = notebooks.notebook()
    for name in ("Ada", "Ben", "Cleo"):
        notebooks.person(viewer, name, company="The Mill")
    notebooks.person(viewer, "Dan")
    cleo = people(viewer=viewer, now=clock.now(), search="cleo").rows[0].person.public_id
    move_to_stage(cleo, Stage.CLOSED, viewer=viewer, reason="Moved away")
    bo = notebooks.notebook("bo@example.org", "Bo")
    notebooks.person(bo, "Zoe", company="The Mill")
    return viewer


def borne(viewer: Viewer) -> dict[str, list[str]]:
    """Everybody's tags, the closed included."""
    lists = [people(viewer=viewer, now=clock.now(), stage=stage) for stage in (None, Stage.CLOSED)]
    return {
        row.person.name: [tag.name for tag in row.tags]
        for found in lists
        for row in found.rows
        if row.tags
    }


def test_all_of_a_list_are_tagged_and_nobody_else(amara: Viewer) -> None:
    mill = Which(search="mill")
    assert tag_people(["mill", "Oslo"], mill, viewer=amara).people == 2
    assert borne(amara) == {"Ada": ["mill", "Oslo"], "Ben": ["mill", "Oslo"]}
    assert tag_people(["MILL"], mill, viewer=amara).people == 0
    assert tag_people(["gone"], Which(stage=Stage.CLOSED), viewer=amara).people == 1
    assert borne(amara)["Cleo"] == ["gone"]
    (mill_id,) = [tag.public_id for tag in tags_queries.tags(viewer=amara) if tag.name == "mill"]
    assert tag_people(["both"], Which("ada", tags=(mill_id,)), viewer=amara).people == 1
    assert borne(amara)["Ada"] == ["both", "mill", "Oslo"]


def test_a_tag_that_is_gone_means_nobody_rather_than_everybody(amara: Viewer) -> None:
    assert tag_people(["mill"], Which(tags=("gone",)), viewer=amara).people == 0
    assert borne(amara) == {}
    assert tags_queries.tags(viewer=amara) == []


def test_tags_are_taken_off_all_of_a_list(amara: Viewer) -> None:
    tag_people(["mill", "Oslo"], Which(), viewer=amara)
    assert untag_people(["Mill"], Which("ada"), viewer=amara).people == 1
    assert untag_people(["mill", "oslo"], Which("dan"), viewer=amara).people == 1
    assert borne(amara) == {"Ada": ["Oslo"], "Ben": ["mill", "Oslo"]}
    with pytest.raises(tags.TagUnknown) as refused:
        untag_people(["mill", "choir"], Which(), viewer=amara)
    assert refused.value.name == "choir"
    assert borne(amara)["Ben"] == ["mill", "Oslo"]


def test_where_one_has_no_room_nobody_is_tagged(amara: Viewer) -> None:
    many = [f"Tag {number}" for number in range(20)]
    tag_people(many, Which("ada"), viewer=amara)
    with pytest.raises(tags.TooManyTags) as refused:
        tag_people(["mill"], Which(), viewer=amara)
    assert (refused.value.people, refused.value.left) == (1, 0)
    assert set(borne(amara)) == {"Ada"}
    assert len(tags_queries.tags(viewer=amara)) == 20


def test_a_long_list_is_asked_about_in_parts(
    amara: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "BATCH", 2)
    tag_people(["mill"], Which("ben"), viewer=amara)
    with queries_of() as asked:
        assert tag_people(["mill"], Which(), viewer=amara).people == 2
    assert sum("FROM person_tag" in statement for statement in asked) == 3  # the index asks once
    assert borne(amara) == {name: ["mill"] for name in ("Ada", "Ben", "Dan")}


def test_what_was_done_to_a_list_is_undone_exactly(amara: Viewer) -> None:
    """Who had a tag before keeps it, a tag that was made goes, and each has it since when they had it."""
    tag_people(["mill"], Which("ada"), viewer=amara)
    since = {one.person_id: one.tagged_at for one in notebooks.stored(models.PersonTag)}
    done = tag_people(["mill", "Oslo"], Which(), viewer=amara)
    assert undo_of_many(done.at, viewer=amara) == 3
    assert borne(amara) == {"Ada": ["mill"]}
    assert [tag.name for tag in tags_queries.tags(viewer=amara)] == ["mill"]
    assert undo_of_many(done.at, viewer=amara) == 0
    off = untag_people(["mill"], Which(), viewer=amara)
    assert borne(amara) == {} and undo_of_many(off.at, viewer=amara) == 1
    assert {one.person_id: one.tagged_at for one in notebooks.stored(models.PersonTag)} == since
    assert undo_of_many(off.at, viewer=amara) == 0


def test_who_is_gone_or_full_by_now_is_left_out_of_an_undo(amara: Viewer) -> None:
    tag_people(["mill"], Which(), viewer=amara)
    off = untag_people(["mill"], Which(), viewer=amara)
    tag_people([f"Tag {number}" for number in range(20)], Which("ada"), viewer=amara)
    ben = people(viewer=amara, now=clock.now(), search="ben").rows[0].person.public_id
    remove_person(ben, viewer=amara)
    tag_people(["mill"], Which("dan"), viewer=amara)
    assert undo_of_many(off.at, viewer=amara) == 0
    assert borne(amara)["Dan"] == ["mill"] and "mill" not in borne(amara)["Ada"]


def test_an_undo_is_of_ones_own_and_of_the_last_day(amara: Viewer) -> None:
    done = tag_people(["mill"], Which(), viewer=amara)
    assert undo_of_many(done.at, viewer=notebooks.notebook("eve@example.org", "Eve")) == 0
    with clock.moved(tags.UNDONE_FOR + dt.timedelta(seconds=1)):
        assert undo_of_many(done.at, viewer=amara) == 0
    assert set(borne(amara)) == {"Ada", "Ben", "Dan"}
    with pytest.raises(NotFound):
        undo_of_many(done.at, viewer=PUBLIC)


def test_nobody_elses_people_are_tagged(amara: Viewer) -> None:
    stranger = USER(factories.user("stranger@example.org"))
    for viewer in (stranger, PUBLIC):
        for action in (tag_people, untag_people):
            with pytest.raises(NotFound):
                action(["mill"], Which(), viewer=viewer)
    assert borne(amara) == {}


def test_one_without_room_keeps_the_tag_of_a_file_from_nobody_else(amara: Viewer) -> None:
    file = importing.linkedin("Eva Holm")
    importing.take_in(amara, file)
    tag_people([f"tag {number}" for number in range(20)], Which("eva"), viewer=amara)
    importing.take_in(amara, importing.linkedin("Eva Holm", "Finn Moe"), tag="The fair")
    assert len(borne(amara)["Eva Holm"]) == 20
    assert borne(amara)["Finn Moe"] == ["The fair"]
