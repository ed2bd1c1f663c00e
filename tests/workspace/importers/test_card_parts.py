"""What several properties of a card say together."""

import pytest

from mentorhub.workspace.importers.card_parts import CardParts
from mentorhub.workspace.importers.content_line import Line
from mentorhub.workspace.rules.details import Address, Affiliation, Custom


def test_a_title_belongs_to_the_organisation_of_its_group_else_of_its_place() -> None:
    parts = CardParts()
    parts.organizations = [("", "A", ""), ("g2", "B", "Sales"), ("", "C", "")]
    parts.titles = [("g2", "Boss"), ("", "Clerk")]
    assert parts.finished().affiliations == [
        Affiliation("A", "Clerk"),
        Affiliation("B", "Boss", "Sales"),
        Affiliation("C"),
    ]


def test_a_title_without_an_organisation_stands_alone() -> None:
    parts = CardParts(
        organizations=[("", "A", "")], titles=[("", "Boss"), ("", "Clerk")], roles=[("", "Lead")]
    )
    draft = parts.finished()
    assert draft.affiliations == [Affiliation("A", "Boss"), Affiliation("", "Clerk")]
    assert draft.customs == [Custom("role", "Lead")]


def test_a_role_is_the_title_where_there_is_none() -> None:
    parts = CardParts(organizations=[("", "A", "")], roles=[("", "Lead")])
    assert parts.finished().affiliations == [Affiliation("A", "Lead")]


def test_an_envelope_belongs_to_the_address_of_its_label_or_is_one() -> None:
    parts = CardParts()
    parts.addresses = [
        ("home", {"city": "Bonn"}, ""),
        ("work", {"city": "Köln"}, "as written"),
        ("", {"city": ""}, ""),
    ]
    parts.envelopes = [("home", "Weg 1\nBonn"), ("other", "Postfach 2")]
    assert parts.finished().addresses == [
        Address("home", city="Bonn", formatted="Weg 1\nBonn"),
        Address("work", city="Köln", formatted="as written"),
        Address("other", formatted="Postfach 2"),
    ]


@pytest.mark.parametrize(("group", "label"), [("item1", "Board"), ("item2", "work"), ("", "work")])
def test_an_own_label_goes_before_the_types(group: str, label: str) -> None:
    parts = CardParts(labels={"item1": "Board", "": "nobody's"})
    assert parts.label(Line("TEL", b"1", group=group, params=[("TYPE", "WORK")])) == label
