"""Cards come back as they were written, whatever they hold, in both versions and as often as one likes."""

import datetime as dt

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.exporters.vcards import vcard_pieces
from mentorhub.workspace.importers.details import details_of
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.rules.cards import Card, CardVersion
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Details,
    Labelled,
    PartialDate,
    Precision,
)
from mentorhub.workspace.rules.rhythm import Tier
from tests.support.contact_files import NAMES, contact_file
from tests.support.malformed_input import TEXTS
from tests.support.written_details import some, written_details

VERSIONS = list(CardVersion)
ADA = Details(
    name="Dr Ada Lovelace",
    prefix="Dr",
    given_name="Ada",
    family_name="Lovelace; Byron",
    nickname="Countess, the",
    pronunciation="AY-da",
    headline="Poet of numbers",
    affiliations=(Affiliation("Mill, Sons", "Miller", "Oak; Rye", "2004-02"), Affiliation("Choir", until="1999")),
    emails=(Labelled("ada@example.org", "work"), Labelled("a@example.net", "Board")),
    phones=(Labelled("+44 20 7946 0321", "work mobile"), Labelled("030 1", "main")),
    links=(Labelled("https://example.org/a,b;c"),),
    addresses=(
        Address("home", street="Weg 1", city="Bonn", country="Germany"),
        Address(formatted="Postfach 2\nKöln \"Süd\""),
    ),
    birthday=PartialDate(5, 2),
    events=(DatedEvent("Joined the board", PartialDate(1, 14, 2019)), DatedEvent("anniversary", PartialDate(6, 1))),
    customs=(Custom("Shoe size", "44\nor so"),),
    occasion="Breakfast, Oslo",
    met_on=dt.date(2024, 3, 1),
    met_precision=Precision.MONTH,
    met_how="By chance",
    met_through="Tomáš",
    purpose="Ask about the mill",
    remember="Likes rye\nand  TEL:1 oak",
    source_note="Her own card",
    tier=Tier.OFF,
)  # fmt: skip
THREE = r"""BEGIN:VCARD
VERSION:3.0
UID:uid-1
FN:Dr Ada Lovelace
N:Lovelace\; Byron;Ada;;Dr;
NICKNAME:Countess\, the
X-PHONETIC-FIRST-NAME:AY-da
EMAIL;TYPE=work:ada@example.org
item8.EMAIL;X-MENTORHUB-LABEL="Board":a@example.net
item8.X-ABLabel:Board
TEL;TYPE=work,cell:+44 20 7946 0321
item9.TEL;X-MENTORHUB-LABEL="main":030 1
item9.X-ABLabel:main
URL:https://example.org/a\,b\;c
ADR;TYPE=home:;;Weg 1;Bonn;;;Germany
ADR;LABEL="Postfach 2\nKöln ^'Süd^'":;;Postfach 2\nKöln "Süd";;;;
item10.ORG;X-MENTORHUB-SINCE=2004-02:Mill\, Sons;Oak\; Rye
item10.TITLE:Miller
item11.ORG;X-MENTORHUB-UNTIL=1999:Choir
X-MENTORHUB-HEADLINE:Poet of numbers
BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-02
item12.X-ABDATE;X-MENTORHUB-LABEL="Joined the board":2019-01-14
item12.X-ABLabel:Joined the board
item13.X-ABDATE;X-MENTORHUB-LABEL="anniversary";X-APPLE-OMIT-YEAR=1604:1604-06-01
item13.X-ABLabel:anniversary
X-MENTORHUB-OCCASION:Breakfast\, Oslo
X-MENTORHUB-MET-HOW:By chance
X-MENTORHUB-MET-THROUGH:Tomáš
X-MENTORHUB-PURPOSE:Ask about the mill
X-MENTORHUB-SOURCE:Her own card
X-MENTORHUB-MET-ON:2024-03
X-MENTORHUB-FIELD;X-MENTORHUB-LABEL="Shoe size":44\nor so
CATEGORIES:Choir,advice
item7.X-FOO:1;2
NOTE:Likes rye\nand  TEL:1 oak
END:VCARD
"""
IN_FOUR = {
    "VERSION:3.0": "VERSION:4.0",
    "UID:uid-1": "UID;VALUE=text:uid-1",
    "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-02": "BDAY:--0502",
    "2019-01-14": "20190114",
    'item13.X-ABDATE;X-MENTORHUB-LABEL="anniversary";X-APPLE-OMIT-YEAR=1604:1604-06-01': "ANNIVERSARY:--0601",
    "item13.X-ABLabel:anniversary\n": "",
}


def written(*cards: Card, version: CardVersion) -> bytes:
    """The file of these cards."""
    return b"".join(vcard_pieces(cards, version=version))


def read(data: bytes) -> list[Card]:
    """The cards of a file, as an import takes them in."""
    return [
        Card(one.uid, details_of(one), one.tags, one.raw)
        for one in read_file(data).records
        if one.problem is None
    ]


def test_a_card_is_written_by_the_rfcs() -> None:
    card = Card("uid-1", ADA, ("Choir", "advice"), ("item7.X-FOO:1;2",))
    four = THREE
    for old, new in IN_FOUR.items():
        assert four.count(old) == 1
        four = four.replace(old, new)
    for version, expected in zip(VERSIONS, (THREE, four), strict=True):
        found = written(card, version=version).replace(b"\r\n ", b"").decode()
        assert found == expected.replace("\n", "\r\n")


@pytest.mark.parametrize("version", VERSIONS)
def test_all_that_is_known_comes_back(version: CardVersion) -> None:
    card = Card("uid-1", ADA, ("Choir", "advice"), ("item7.X-FOO:1;2", "item7.X-ABLabel:Foo"))
    assert read(written(card, version=version)) == [card]


@given(written_details(), some(40), st.sampled_from(VERSIONS))
def test_whatever_is_written_comes_back_five_times_over(
    details: Details, tag: str, version: CardVersion
) -> None:
    tag = tag.replace(",", "").strip(" *")
    card = Card(f"mentorhub-person-{len(tag)}", details, (tag,) if tag else ())
    first = written(card, version=version)
    again = first
    for _time in range(5):
        back = read(again)
        assert back == [card]
        again = written(*back, version=version)
        assert again == first


@given(written_details())
def test_one_version_says_as_much_as_the_other(details: Details) -> None:
    card = Card("8b7f3c1e-0001-4a4a-9e9e-000000000001", details)
    three, four = (written(card, version=version) for version in VERSIONS)
    assert read(three) == read(four)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", NAMES)
def test_cards_of_other_software_stay_as_they_are_from_the_second_file_on(
    name: str, version: CardVersion
) -> None:
    came = read(contact_file(name))
    second = written(*came, version=version)
    back = read(second)
    assert back == came
    for _time in range(4):
        assert written(*read(second), version=version) == second


@pytest.mark.parametrize(
    "words", [*(text for text in TEXTS if text.strip(" \0\r")), "a\u2028b", "END:VCARDBEGIN:VCARD"]
)
@pytest.mark.parametrize("version", VERSIONS)
def test_no_text_ends_its_card_or_begins_another(words: str, version: CardVersion) -> None:
    card = Card("uid-1", Details(name=f"A {words}", remember=f"B\n{words}"), (), ("X-FOO:1",))
    (found, after) = read(written(card, Card("uid-2", Details(name="Next")), version=version))
    assert (found.uid, found.lines, after.details.name) == ("uid-1", ("X-FOO:1",), "Next")
    assert found.details.name.startswith("A") and found.details.remember.startswith("B")


def test_another_reader_finds_names_ways_and_work() -> None:
    """vobject reads 3.0 as address books do."""
    (found,) = vobject.readComponents(
        written(Card("uid-1", ADA), version=CardVersion.THREE).decode()
    )
    assert (found.fn.value, found.n.value.given, found.n.value.family) == (
        "Dr Ada Lovelace",
        "Ada",
        "Lovelace; Byron",
    )
    assert [one.value for one in found.email_list] == ["ada@example.org", "a@example.net"]
    assert found.org.value == ["Mill, Sons", "Oak; Rye"] and found.title.value == "Miller"
    assert found.adr.value.street == "Weg 1" and found.note.value == ADA.remember


def test_a_name_without_parts_is_shown_and_stays_whole() -> None:
    card = Card("uid-1", Details(name="李小龙", tier=Tier.OFF))
    three, four = (written(card, version=version) for version in VERSIONS)
    (found,) = vobject.readComponents(three.decode())
    assert set(found.contents) == {"version", "uid", "fn", "n"} and found.n.value.given == "李小龙"
    assert b"\r\nN" not in four
    assert read(three) == read(four) == [card]


def test_lines_are_folded_at_75_octets_and_end_as_the_rfc_has_them() -> None:
    names = ["Ångström " * 20, "å" * 40, "文" * 30, "🎉" * 70, "x" * 72, "x" * 73]
    cards = [Card("uid-1", Details(name=name, remember="å" * 400)) for name in names]
    text = written(*cards, version=CardVersion.FOUR)
    lines = text.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert all(line.decode() or line == b"" for line in lines)  # no character is cut in two
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_no_cards_are_no_bytes() -> None:
    assert list(vcard_pieces([])) == []
