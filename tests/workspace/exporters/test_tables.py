"""A table of people comes back as it was written, whatever it holds and as often as one likes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.exporters.tables import table_pieces
from mentorhub.workspace.importers.columns import COLUMNS_MAX
from mentorhub.workspace.importers.details import details_of
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.importers.records import Format
from mentorhub.workspace.rules.cards import Card
from mentorhub.workspace.rules.details import Details, Labelled
from mentorhub.workspace.rules.rhythm import Tier
from tests.support.written_details import some, written_details
from tests.workspace.exporters.test_vcards import ADA


def written(*cards: Card) -> bytes:
    """The table of these people."""
    return b"".join(table_pieces(cards))


def read(data: bytes) -> list[Card]:
    """The people of a table, as an import takes them in."""
    found = read_file(data)
    assert found.format is Format.MENTORHUB_CSV
    return [Card(one.uid, details_of(one), one.tags) for one in found.records]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_columns_are_called_as_address_books_call_them() -> None:
    (row,) = rows(written(Card("mentorhub-person-1", ADA, ("Choir", "advice"))))
    found = {name: text for name, text in row.items() if text}
    assert found["MentorHub ID"] == "mentorhub-person-1"
    assert (found["Name"], found["First Name"], found["Last Name"]) == (
        "Dr Ada Lovelace",
        "Ada",
        "Lovelace; Byron",
    )
    assert (found["E-mail 1 - Label"], found["E-mail 1 - Value"]) == ("work", "ada@example.org")
    assert found["Phone 2 - Value"] == "030 1" and found["Labels"] == "Choir, advice"
    assert found["Organization Since"] == "2004-02" and found["Organization 2 - Name"] == "Choir"
    assert (found["Birthday"], found["Met on"]) == ("'--05-02", "2024-03")
    assert (found["Event 1 - Label"], found["Event 1 - Value"]) == (
        "Joined the board",
        "2019-01-14",
    )
    assert (found["Custom Field 1 - Label"], found["Custom Field 1 - Value"]) == (
        "Shoe size",
        "44\nor so",
    )


@pytest.mark.wish(24)
@given(st.lists(written_details(), min_size=1, max_size=3), some(40))
def test_whatever_is_written_comes_back_five_times_over(people: list[Details], text: str) -> None:
    tags = tuple(filter(None, [text.replace(",", "").strip(" *")]))
    cards = [Card(f"mentorhub-person-{at}", one, tags) for at, one in enumerate(people)]
    first = again = written(*cards)
    for _time in range(5):
        back = read(again)
        assert back == cards
        again = written(*back)
        assert again == first


def test_no_cell_is_a_formula_and_its_apostrophe_is_not_read() -> None:
    texts = ["=1+1", "'=1", "''@x", "a;=b", "+49 30 1", "+49 (30)", "'plain", "-"]
    details = Details(
        name="=cmd|' /C calc'!A0", phones=(Labelled("+49 (30) 1"),), remember="\n".join(texts), tier=Tier.OFF
    )  # fmt: skip
    (row,) = rows(written(Card("uid-1", details)))
    assert (row["Name"], row["Phone 1 - Value"]) == ("'=cmd|' /C calc'!A0", "'+49 (30) 1")
    assert row["Notes"].splitlines() == [
        *("'=1+1", "''=1", "'''@x", "a;'=b", "'+49 30 1", "'+49 (30)", "'plain", "'-"),
    ]
    assert read(written(Card("uid-1", details))) == [Card("uid-1", details)]


def test_more_values_than_other_tables_may_have_columns_come_back() -> None:
    many = Details(
        name="Many",
        emails=tuple(Labelled(f"{at}@example.org", str(at)) for at in range(100)),
        phones=tuple(Labelled(f"030 {at}", "x") for at in range(100, 200)),
        links=tuple(Labelled(f"https://example.org/{at}") for at in range(100)),
        remember="\n".join(map(str, range(3_000))),
        tier=Tier.OFF,
    )
    table = written(Card("uid-1", many))
    assert len(rows(table)[0]) > COLUMNS_MAX and read(table) == [Card("uid-1", many)]


def test_a_spreadsheet_may_save_it_in_its_own_way() -> None:
    """With semicolons, days in another order and a column more, as Excel keeps a table of a European."""
    card = Card("uid-1", Details(name="Ada", birthday=ADA.birthday, tier=Tier.OFF), ("Choir",))
    (row,) = rows(written(card))
    saved = io.StringIO()
    table = csv.writer(saved, delimiter=";")
    table.writerows([[*row, "Shoes"], [*row.values(), "44"]])
    (found,) = read_file(saved.getvalue().encode("cp1252")).records
    assert (found.uid, found.name, found.birthday, found.tags) == (
        *("uid-1", "Ada", ADA.birthday),
        ("Choir",),
    )
    assert [(one.label, one.value) for one in found.customs] == [("Shoes", "44")]


def test_nobody_is_no_table() -> None:
    assert list(table_pieces([])) == []
