"""Why somebody was found: the text in which it stands, with it marked."""

import pytest
from flask import Flask

from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.queries import found
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.details import Affiliation
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks
from tests.support.notebooks import ago
from tests.support.searching import rows, shown, why


@pytest.fixture
def viewer(in_app: Flask) -> Viewer:
    """Petra, with something of every kind."""
    viewer = notebooks.notebook()
    petra = notebooks.person(viewer, "Petra Nováková", **notebooks.RICH, occasion="Timber Days")
    favour = Favour(Direction.GAVE, "a recipe")
    notebooks.talked(viewer, petra, 9, note="Walnut tables", note_about="Shy", favour=favour)
    notebooks.talked(viewer, petra, 3, note="More walnut, and oak")
    add_promise(petra, viewer=viewer, what="Send sketches")
    schedule_follow_up(petra, viewer=viewer, due_on=ago(-2), reason="Ask for prices")
    move_to_stage(petra, Stage.RESTING, viewer=viewer, reason="Travels until spring")
    tag_person(petra, ["Choir"], viewer=viewer)
    return viewer


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ("petra", []),
        ("home", [("email", "p@[home].example")]),
        ("224000001", [("phone", "[+420 224 000 001]")]),
        ("dreva", [("organization", "Architect, [Dřevo]")]),
        ("praha", [("address", "Dlouhá 3, [Praha], Czechia")]),
        ("alto", [("custom", "Choir: Second [alto]")]),
        ("timber", [("occasion", "[Timber] Days")]),
        ("walnut", [("conversation", "More [walnut], and oak")]),
        ("shy", [("private_note", "[Shy]")]),
        ("recipe", [("give", "a [recipe]")]),
        ("sketches", [("promise", "Send [sketches]")]),
        ("prices", [("follow_up", "Ask for [prices]")]),
        ("travels", [("stage", "[Travels] until spring")]),
        ("oak petra", [("conversation", "More walnut, and [oak]")]),
        (
            "alto oak",
            [("custom", "Choir: Second [alto]"), ("conversation", "More walnut, and [oak]")],
        ),
        ("novakva", [("name", "Petra [Nováková]")]),
    ],
)
def test_the_text_is_shown_in_which_it_stands(
    viewer: Viewer, typed: str, reasons: list[tuple[str, str]]
) -> None:
    assert why(viewer, typed) == reasons


def test_what_is_written_otherwise_is_said_with_what_was_typed(viewer: Viewer) -> None:
    (row,) = rows(viewer, "novakva")
    assert shown([*row.why.name]) == "Petra [Nováková]"
    assert [reason.typed for reason in row.why.reasons] == ["novakva"]
    (row,) = rows(viewer, "sketchs")
    assert [(reason.typed, shown(reason.pieces)) for reason in row.why.reasons] == [
        ("sketchs", "Send [sketches]")
    ]


def test_a_conversation_is_shown_with_its_day(viewer: Viewer) -> None:
    assert [reason.on for reason in rows(viewer, "oak")[0].why.reasons] == [ago(3)]


def test_a_tag_is_a_reason(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    tag_person(notebooks.person(viewer, "Petra"), ["Big choir"], viewer=viewer)
    assert why(viewer, "choir") == [("tag", "Big [choir]")]


@pytest.mark.wish(21)
def test_of_an_organisation_it_is_said_who_was_there_when(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    mill = Affiliation("The Mill", "Miller", since="2015", until="2019-04")
    notebooks.person(viewer, "Petra", affiliations=(Affiliation("Forge"), mill))
    (reason,) = rows(viewer, "", organization="the mill")[0].why.reasons
    assert (shown(reason.pieces), reason.since, reason.until) == (
        *("Miller, The Mill", "2015"),
        "2019-04",
    )


def test_of_very_many_words_every_conversation_is_looked_through(
    viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "WORDS_MAX", 0)
    assert why(viewer, "oak") == [("conversation", "More walnut, and [oak]")]
