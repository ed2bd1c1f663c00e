"""One row as a record, by what its columns mean."""

import datetime as dt

import pytest

from mentorhub.workspace.importers.columns import Column, Field, columns
from mentorhub.workspace.importers.records import Record
from mentorhub.workspace.importers.rows import Rows
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    Labelled,
    PartialDate,
    Precision,
)


def row(cells: dict[str, str], *, day_first: bool = False) -> Record:
    """The record of one row, its cells by their columns' names."""
    return Rows(columns(list(cells)), day_first=day_first).record(list(cells.values()), 1)


def test_parts_of_an_address_belong_together() -> None:
    found = row(
        {
            "Name": "Ada",
            "Home Street": "Weg 1",
            "Home Street 2": "Hof",
            "Business City": "Köln",
            "Home City": "Bonn",
            "Home Address": "Weg 1, Bonn",
            "Work Address": "Platz 2",
            "Country": "DE",
        }
    )
    assert found.addresses == (
        Address("home", street="Weg 1\nHof", city="Bonn", formatted="Weg 1, Bonn"),
        Address("work", street="Platz 2", city="Köln"),
        Address("", country="DE"),
    )


def test_a_whole_address_alone_stays_as_it_is_written() -> None:
    assert row({"Name": "Ada", "Address": "Weg 1, Bonn"}).addresses == (
        Address(formatted="Weg 1, Bonn"),
    )


def test_jobs_belong_together_by_their_number() -> None:
    found = row(
        {
            "Name": "Ada",
            "Organization 1 - Name": "A",
            "Organization 1 - Title": "Boss",
            "Organization 2 - Name": "B",
            "Company": "C",
            "Department": "Sales",
        }
    )
    assert found.affiliations == (
        Affiliation("A", "Boss"),
        Affiliation("B"),
        Affiliation("C", "", "Sales"),
    )


def test_googles_labels_stand_beside_their_values() -> None:
    found = row(
        {
            "Name": "Ada",
            "E-mail 1 - Label": "* Work ::: Choir",
            "E-mail 1 - Value": "a@mail.example ::: b@mail.example",
            "Phone 1 - Value": "1 ::: 2",
            "Phone 1 - Label": "Mobile",
            "Website 1 - Value": "https://mail.example",
            "Address 1 - Label": "Summer",
            "Address 1 - City": "Bonn",
        }
    )
    assert found.emails == (Labelled("a@mail.example", "work"), Labelled("b@mail.example", "Choir"))
    assert found.phones == (Labelled("1", "mobile"), Labelled("2", "mobile"))
    assert found.links == (Labelled("https://mail.example"),)
    assert found.addresses == (Address("Summer", city="Bonn"),)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("a, b", ("a", "b")),
        ("a;b, c", ("a", "b, c")),
        ("* myContacts ::: a", ("a",)),
        ("a", ("a",)),
    ],
)
def test_tags_stand_between_commas_or_semicolons(text: str, tags: tuple[str, ...]) -> None:
    assert row({"Name": "Ada", "Tags": text}).tags == tags


@pytest.mark.parametrize(
    ("text", "met_on", "customs"),
    [
        ("05 Mar 2024", dt.date(2024, 3, 5), ()),
        ("4/5/2024", dt.date(2024, 4, 5), ()),
        ("5 March", None, (Custom("met on", "5 March"),)),
        ("long ago", None, (Custom("met on", "long ago"),)),
    ],
)
def test_a_day_of_meeting_has_its_year(
    text: str, met_on: dt.date | None, customs: tuple[Custom, ...]
) -> None:
    found = row({"Name": "Ada", "Connected On": text})
    assert (found.met_on, found.customs) == (met_on, customs)


def test_of_two_days_of_meeting_the_first_counts() -> None:
    found = row({"Name": "Ada", "Connected On": "5 Mar 2024", "Met on": "6 Mar 2024"})
    assert (found.met_on, found.customs) == (dt.date(2024, 3, 5), ())


def test_days_are_read_in_the_order_that_was_found() -> None:
    found = row({"Name": "Ada", "Birthday": "4/5/1985", "Anniversary": "0/0/00"}, day_first=True)
    assert (found.birthday, found.events, found.customs) == (PartialDate(5, 4, 1985), (), ())


@pytest.mark.parametrize(
    ("cells", "birthday"),
    [
        (("1980", "1", "15"), PartialDate(1, 15, 1980)),
        (("", "01", "15"), PartialDate(1, 15)),
        (("1980", "", "15"), None),
        (("x", "1", "15"), PartialDate(1, 15)),
    ],
)
def test_a_birthday_may_stand_in_three_columns(
    cells: tuple[str, str, str], birthday: PartialDate | None
) -> None:
    found = row(
        {"Name": "Ada", **dict(zip(("Birth Year", "Birth Month", "Birth Day"), cells, strict=True))}
    )
    assert found.birthday == birthday


def test_of_two_names_the_first_counts_and_sounds_are_joined() -> None:
    reader = Rows(
        [
            Column(Field.NAME),
            Column(Field.NAME),
            Column(Field.PRONUNCIATION),
            Column(Field.PRONUNCIATION),
        ],
        day_first=False,
    )
    found = reader.record(["Ada", "Bob", "ay", "da"], 3)
    assert (found.row, found.name, found.pronunciation) == (3, "Ada", "ay da")


def test_when_one_met_may_be_known_to_the_month_or_the_year() -> None:
    found = row({"Name": "Ada", "Met on": "2024-03"})
    assert (found.met_on, found.met_precision) == (dt.date(2024, 3, 1), Precision.MONTH)
    assert row({"Name": "Ada", "Met on": "2019"}).met_precision is Precision.YEAR


def test_only_a_notebooks_own_table_is_read_to_the_word() -> None:
    header = columns(["Name", "Phone 1 - Label", "Phone 1 - Value", "Labels"])
    cells = ["'=Ada", "* Work", "1 ::: 2", "a; b"]
    own, other = (
        Rows(header, day_first=False, is_own=is_own).record(cells, 1) for is_own in (True, False)
    )
    assert (own.name, own.phones, own.tags) == ("=Ada", (Labelled("1 ::: 2", "* Work"),), ("a; b",))
    assert (other.name, other.tags) == ("'=Ada", ("a", "b"))
    assert other.phones == (Labelled("1", "work"), Labelled("2", "work"))
