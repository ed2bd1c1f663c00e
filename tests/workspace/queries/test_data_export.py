"""The whole notebook goes out: every row, each beside what it points at; never another's."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
import vobject
from icalendar import Calendar
from sqlalchemy import func, select

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.workspace import panels
from mentorhub.workspace.actions import notebook as account_actions
from mentorhub.workspace.actions.doubles import dismiss_pair
from mentorhub.workspace.actions.follow_ups import move_follow_up, schedule_follow_up
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.importers.details import details_of
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries import data_export
from mentorhub.workspace.queries.cards import cards
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Kind
from tests.support import factories, merging, notebooks

pytestmark = pytest.mark.usefixtures("in_app")
FORMULA = '=HYPERLINK("http://evil.example";"press")'


@pytest.fixture
def amara() -> Viewer:
    """A notebook with something of every kind in it, beside Bo's."""
    viewer = notebooks.notebook()
    tomas = notebooks.person(
        viewer,
        FORMULA,
        company="Mill; Sons, \\ Co",
        email="tomas@example.org",
        phone="+46 8 555 01 99",
        occasion="Breakfast, Oslo",
        met_on=notebooks.ago(3),
        remember="Likes =rye\nand ö",
        purpose="Ask about the mill",
    )
    notebooks.person(viewer, "Zoë", occasion="Breakfast, Oslo")
    favour = Favour(Direction.GAVE, what="A recipe")
    notebooks.talked(viewer, tomas, 2, kind=Kind.CALL, note="He said yes", favour=favour)
    tag_person(tomas, ["The choir", "advice", "Élan"], viewer=viewer)
    move_to_stage(tomas, Stage.IN_TOUCH, viewer=viewer)
    schedule_follow_up(tomas, viewer=viewer, due_on=notebooks.today(), reason="The roof")
    _first_moved(viewer)
    add_promise(tomas, viewer=viewer, what="Send the paper", due_on=notebooks.today())
    add_promise(tomas, viewer=viewer, what="Some day", due_on=None)
    notebooks.full(viewer)
    account_actions.read_shared_people(_mentorship_id(), viewer=notebooks.mentor())
    bo = notebooks.notebook("bo@example.org", "Bo")
    friend = notebooks.person(bo, "Bo's friend", note="Bo's note", occasion="Bo's breakfast")
    tag_person(friend, ["Bo's choir"], viewer=bo)
    return viewer


def written(viewer: Viewer) -> dict[str, str]:
    """Each file's words, by its name in the folder."""
    return {
        file.name.removeprefix("notebook/"): b"".join(file.pieces()).decode("utf-8-sig")
        for file in panels.export(viewer=viewer)
    }


def whole(viewer: Viewer) -> dict[str, Any]:
    """The notebook as JSON has it."""
    found: dict[str, Any] = json.loads(written(viewer)["notebook.json"])
    return found


def test_every_row_of_the_notebook_goes_out_once(amara: Viewer) -> None:
    ada, ben, cleo = (notebooks.person(amara, name) for name in ("Ada", "Ben", "Cleo"))
    dismiss_pair(ada, ben, viewer=amara)
    merging.merge(amara, ada, cleo)
    found = whole(amara)
    assert (found["format"], found["version"]) == ("mentorhub.notebook", 2)
    tables = {
        name: exported.table
        for name, exported in zip(
            data_export.notebook_sections(viewer=amara), data_export.EXPORTED[1:], strict=True
        )
    }
    with reading(viewer=SYSTEM) as session:
        own = select(Workspace.id).where(Workspace.user_id == amara.id).scalar_subquery()
        counts = {
            name: session.scalar(select(func.count()).where(table.__table__.c.workspace_id == own))
            or 0
            for name, table in tables.items()
        }
    counts["people"] -= 1  # whoever was merged stands in the merge
    counts["stage_changes"] -= 1
    assert {name: len(found[name]) for name in tables} == counts
    assert found["merges"][0]["person"] == "Ada"
    assert found["merges"][0]["written"]["merged"]["name"] == "Cleo"
    assert min(counts.values()) > 0


def test_rows_stand_beside_what_they_point_at(amara: Viewer) -> None:
    found = whole(amara)
    tomas = found["people"][0]["public_id"]
    assert found["people"][0]["occasion"] == "Breakfast, Oslo"
    assert [one["tags"] for one in found["people"]] == ["advice, Élan, The choir", "", ""]
    choir = next(one for one in found["tags"] if one["name"] == "The choir")
    mark = next(one for one in found["person_tags"] if one["tag_id"] == choir["public_id"])
    assert (mark["person"], mark["person_id"], mark["tag"]) == (FORMULA, tomas, "The choir")
    call = next(one for one in found["interactions"] if one["kind"] == "call")
    assert (call["people"], call["note"]) == (FORMULA, "He said yes")
    who = next(one for one in found["participants"] if one["interaction_id"] == call["public_id"])
    assert (who["person"], who["person_id"], who["note"]) == (FORMULA, tomas, "")
    assert found["gives"][0]["interaction_id"] == call["public_id"]
    moved = [one for one in found["follow_ups"] if one["moved_from_id"]]
    assert [one["public_id"] for one in found["follow_ups"] if one["state"] == "moved"] == [
        moved[0]["moved_from_id"]
    ]
    assert found["grants"][0]["mentor"] == found["looks"][0]["reader"] == "Ines Halvorsen"


def test_a_formula_is_exact_in_json_and_harmless_in_a_table(amara: Viewer) -> None:
    files = written(amara)
    assert whole(amara)["people"][0]["name"] == FORMULA
    for name, column in (("people.csv", "name"), ("interactions.csv", "people")):
        rows = list(csv.DictReader(io.StringIO(files[name], newline="")))
        assert rows[0][column] == f"'{FORMULA}"
    cells = [
        cell
        for name, text in files.items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(text, newline=""))
        for cell in row
    ]
    signed = [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))]
    phones = ["+46 8 555 01 99", "+420 224 000 001"]  # are none
    assert sorted(set(signed)) == sorted(phones)


def test_people_come_back_from_the_address_book(amara: Viewer) -> None:
    tomas, zoe, _petra = vobject.readComponents(written(amara)["people.vcf"])
    assert (tomas.fn.value, tomas.org.value) == (FORMULA, ["Mill; Sons, \\ Co"])
    assert (tomas.email.value, tomas.tel.value) == ("tomas@example.org", "+46 8 555 01 99")
    assert tomas.note.value == "Likes =rye\nand ö"
    assert [
        tomas.contents[f"x-mentorhub-{name}"][0].value for name in ("occasion", "met-on", "purpose")
    ] == ["Breakfast, Oslo", notebooks.ago(3).isoformat(), "Ask about the mill"]
    assert tomas.categories.value == ["advice", "Élan", "The choir"]
    assert "categories" not in zoe.contents
    assert zoe.fn.value == "Zoë" and "note" not in zoe.contents


@pytest.mark.parametrize(("name", "version"), [("people.vcf", "3.0"), ("people-4.0.vcf", "4.0")])
def test_both_versions_hold_all_that_is_written(amara: Viewer, name: str, version: str) -> None:
    text = written(amara)[name].encode()
    assert text.count(f"VERSION:{version}\r\n".encode()) == 3
    records = read_file(text).records
    assert [details_of(record) for record in records] == [
        replace(card.details, tier=Tier.OFF) for card in cards(viewer=amara)
    ]
    assert records[0].uid == f"mentorhub-person-{whole(amara)['people'][0]['public_id']}"
    assert records[0].occasion == "Breakfast, Oslo"


def test_the_calendar_holds_what_is_open_and_whom_one_met(amara: Viewer) -> None:
    text = written(amara)["calendar.ics"]
    found = {str(one["summary"]): one for one in Calendar.from_ical(text).events}
    open_ones = [one for one in whole(amara)["follow_ups"] if one["state"] == "scheduled"]
    assert len(found) == 3
    assert f"Promised to {FORMULA}: Send the paper" in found
    assert found["Breakfast, Oslo"].decoded("dtstart") == notebooks.ago(3)
    assert str(found["Breakfast, Oslo"]["description"]) == f"{FORMULA}, Zoë"
    assert text.count(f"Reach out to {FORMULA}"[:20]) == len(open_ones) == 2
    assert written(amara)["calendar.ics"] == text


def test_nobody_elses_notebook_goes_out(amara: Viewer) -> None:
    assert not re.search(r"\bBo\b", "\n".join(written(amara).values()))  # an id may hold it
    mentor = notebooks_of_a_stranger()
    assert written(mentor) == {}


def test_a_notebook_with_nobody_in_it_has_no_address_book_and_no_calendar() -> None:
    files = written(notebooks.notebook())
    assert {"people.vcf", "people-4.0.vcf", "calendar.ics"}.isdisjoint(files)
    assert files["people.csv"].startswith('"name",') and files["people.csv"].count("\n") == 1


def notebooks_of_a_stranger() -> Viewer:
    """Somebody with an account and no notebook."""
    return USER(factories.user("stranger@example.org", "A Stranger"))


def _first_moved(viewer: Viewer) -> None:
    """The follow-up moved by a week."""
    planned = next(one for one in whole(viewer)["follow_ups"] if one["kind"] == "planned")
    later = notebooks.ago(-7)
    move_follow_up(planned["public_id"], viewer=viewer, due_on=later)


def _mentorship_id() -> int:
    with reading(viewer=SYSTEM) as session:
        return session.scalars(select(Mentorship.id)).one()
