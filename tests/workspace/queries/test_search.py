"""Who is found by what is typed, in which order; the same on both databases."""

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.people import add_people
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.queries import search
from mentorhub.workspace.queries.cards import Asked, cards
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.lists import Order
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.details import Affiliation, Labelled
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.searches import ENOUGH
from mentorhub.workspace.rules.warmth import Kind
from tests.support import notebooks
from tests.support.counting import queries_of
from tests.support.notebooks import ago
from tests.support.searching import names

pytestmark = pytest.mark.database


@pytest.fixture
def viewer(in_app: Flask) -> Viewer:
    """Some people with something of every kind, and another notebook with the same words."""
    viewer = notebooks.notebook()
    petra = notebooks.person(
        viewer, "Petra Nováková", **{**notebooks.RICH, "nickname": "Péťa"}, occasion="Timber Days"
    )
    notebooks.talked(viewer, petra, 9, note="She restores walnut tables", note_about="Shy at first")
    tag_person(petra, ["Choir"], viewer=viewer)
    omar = notebooks.person(
        viewer, "Omar Haddad", company="Walnut Works", remember="Sails", tier=Tier.CLOSE
    )
    notebooks.talked(viewer, omar, 2, kind=Kind.CALL, note="About the conference in Brno")
    notebooks.person(viewer, "田中 太郎", phone="03-1234-5678", met_on=ago(40))
    notebooks.person(viewer, "Walnut Smith")
    other = notebooks.notebook("other@example.org", "Other")
    notebooks.person(other, "Petra Walnut", remember="Sails")
    return viewer


@pytest.mark.wish(20)
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("petra", ["Petra Nováková"]),
        ("nová PET", ["Petra Nováková"]),
        ("novakova", ["Petra Nováková"]),
        ("novakva", ["Petra Nováková"]),
        ("petta nvakova", ["Petra Nováková"]),
        ("péťa", ["Petra Nováková"]),
        ("home.example", ["Petra Nováková"]),
        ("224 000 001", ["Petra Nováková"]),
        ("00420224000001", ["Petra Nováková"]),
        ("petra-novakova", ["Petra Nováková"]),
        ("architect dřevo", ["Petra Nováková"]),
        ("dlouhá praha", ["Petra Nováková"]),
        ("alto", ["Petra Nováková"]),
        ("studio", ["Petra Nováková"]),
        ("choir", ["Petra Nováková"]),
        ("timber", ["Petra Nováková"]),
        ("restores shy", ["Petra Nováková"]),
        ("conferense", ["Omar Haddad"]),
        ("sails brno", ["Omar Haddad"]),
        ("田中", ["田中 太郎"]),
        ("太", ["田中 太郎"]),
        ("0312345678", ["田中 太郎"]),
        ('"walnu"', []),
        ("walnut zebra", []),
        ("zz", []),
        ("%", []),
    ],
)
def test_anybody_is_found_by_any_detail(viewer: Viewer, typed: str, found: list[str]) -> None:
    assert names(viewer, typed) == found


def test_a_name_comes_before_a_detail_and_that_before_a_note(viewer: Viewer) -> None:
    assert names(viewer, "walnut") == ["Walnut Smith", "Omar Haddad", "Petra Nováková"]
    assert names(viewer, "walnat") == ["Walnut Smith", "Omar Haddad", "Petra Nováková"]


def test_a_whole_word_comes_before_a_beginning_and_that_before_another_spelling(
    in_app: Flask,
) -> None:
    viewer = notebooks.notebook()
    add_people(["Martina", "Marten", "Martin", "Anna Martin"], viewer=viewer)
    assert names(viewer, "martin") == ["Anna Martin", "Martin", "Martina", "Marten"]
    notebooks.talked(viewer, notebooks.person(viewer, "Martin Late"), 1)
    assert names(viewer, "martin")[0] == "Martin Late"
    assert names(viewer, "martin", order=Order.NAME)[0] == "Anna Martin"
    assert names(viewer, "m")[0] == "Martin Late"


def test_where_many_are_found_as_typed_nobody_is_looked_for_under_another_spelling(
    in_app: Flask,
) -> None:
    viewer = notebooks.notebook()
    add_people([f"Martin {number}" for number in range(ENOUGH)], viewer=viewer)
    add_people(["Marten"], viewer=viewer)
    assert "Marten" not in names(viewer, "martin")


@pytest.mark.wish(17, 21)
def test_filters_combine_with_words(viewer: Viewer) -> None:
    assert names(viewer, "walnut", tier=Tier.CLOSE) == ["Omar Haddad"]
    assert names(viewer, "", occasion="timber days") == ["Petra Nováková"]
    assert names(viewer, "walnut", occasion="Nowhere") == []
    older = (Affiliation("Mill", "Miller", until="2015"),)
    notebooks.person(viewer, "Eva Walnut", affiliations=(Affiliation("Forge"), *older))
    assert names(viewer, "", organization="MILL") == ["Eva Walnut"]
    assert names(viewer, "petra", organization="mill") == []
    assert names(viewer, "", order=Order.MET)[0] == "田中 太郎"


def test_only_whoever_is_meant_is_taken_out(
    viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW", 2)
    out = cards(viewer=viewer, asked=Asked(Which("walnut"), clock.now()))
    assert [card.details.name for card in out] == ["Petra Nováková", "Omar Haddad", "Walnut Smith"]


def test_who_is_deleted_is_not_found_and_their_words_are_no_spelling(viewer: Viewer) -> None:
    gone = notebooks.person(viewer, "Xaver Quist", emails=(Labelled("x@quist.example"),))
    delete_thing(Thing.PERSON, gone, viewer=viewer)
    assert names(viewer, "quist") == names(viewer, "quisst") == []


def test_a_search_asks_the_same_number_of_questions_for_any_number(viewer: Viewer) -> None:
    with queries_of() as few:
        assert len(names(viewer, "walnut")) == 3
    for number in range(12):
        notebooks.person(viewer, f"Walnut {number}", company="Walnut Works", remember="walnut")
    with queries_of() as many:
        assert len(names(viewer, "walnut")) == 15
    assert len(many) <= len(few) <= 32
