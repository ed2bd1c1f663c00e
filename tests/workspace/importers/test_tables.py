"""Tables as LinkedIn and Thunderbird write them, whole."""

import datetime as dt

import pytest

from mentorhub.workspace.importers.columns import Field
from mentorhub.workspace.importers.records import Format, Problem, Record
from mentorhub.workspace.rules.details import Address, Affiliation, Custom, Labelled, PartialDate
from tests.support.contact_files import read

RECORDS = {
    "linkedin.csv": [
        Record(
            1,
            name="Nadia Rahman",
            given_name="Nadia",
            family_name="Rahman",
            links=(Labelled("https://www.linkedin.com/in/nadia-rahman"),),
            affiliations=(Affiliation("Rahman, Silva & Partners", "Partner"),),
            met_on=dt.date(2024, 3, 5),
        ),
        Record(
            2,
            name="João Silva",
            given_name="João",
            family_name="Silva",
            emails=(Labelled("joao@silva.example"),),
            links=(Labelled("https://www.linkedin.com/in/jo%C3%A3o-silva-1a2b3c"),),
            affiliations=(Affiliation("Silva Lda", 'Head of "Special" Projects'),),
            met_on=dt.date(2024, 2, 29),
        ),
        Record(
            3,
            links=(Labelled("https://www.linkedin.com/in/hidden"),),
            met_on=dt.date(2023, 1, 1),
            problem=Problem.NAMELESS,
        ),
        Record(
            4,
            name="Кирилл Иванов 🚀",
            given_name="Кирилл",
            family_name="Иванов 🚀",
            links=(Labelled("https://www.linkedin.com/in/kirill"),),
            affiliations=(Affiliation("", "Founder"),),
        ),
    ],
    "linkedin_de.csv": [
        Record(
            1,
            name="Max Mustermann",
            given_name="Max",
            family_name="Mustermann",
            links=(Labelled("https://www.linkedin.com/in/max-mustermann"),),
            affiliations=(Affiliation("ACME GmbH", "CTO"),),
            met_on=dt.date(2021, 5, 3),
        ),
    ],
    "linkedin_fr.csv": [
        Record(
            1,
            name="Zoé Martin",
            given_name="Zoé",
            family_name="Martin",
            emails=(Labelled("zoe@martin.example"),),
            links=(Labelled("https://www.linkedin.com/in/zoe-martin"),),
            affiliations=(Affiliation("Société Z", "Ingénieure"),),
            met_on=dt.date(2023, 3, 12),
        ),
    ],
    "thunderbird.csv": [
        Record(
            1,
            name="Rory Finn",
            given_name="Rory",
            family_name="Finn",
            emails=(Labelled("rory@finn.example"), Labelled("rf@mail.example")),
            phones=(
                Labelled("+353 1 555 0100", "work"),
                Labelled("+353 1 555 0101", "fax"),
                Labelled("+353 87 555 0102", "mobile"),
            ),
            links=(Labelled("https://quay.example"),),
            addresses=(
                Address(
                    label="home", street="12 Quay Lane\nFlat B", city="Cork", country="Ireland"
                ),
            ),
            affiliations=(Affiliation("Quay Clinic", "Nurse"),),
            birthday=PartialDate(1, 15, 1980),
            note="a note",
            customs=(Custom("Custom 1", "likes ferries"),),
        ),
        Record(2, name="No Year", birthday=PartialDate(2, 29)),
    ],
}
# Format, encoding, delimiter, whether days come first in dates that could be read in two ways.
WRITTEN = {
    "linkedin.csv": (Format.LINKEDIN_CSV, "utf-8", ",", None),
    "linkedin_de.csv": (Format.LINKEDIN_CSV, "utf-8", ",", None),
    "linkedin_fr.csv": (Format.LINKEDIN_CSV, "utf-8", ",", None),
    "thunderbird.csv": (Format.THUNDERBIRD_CSV, "utf-8", "\t", None),
}


@pytest.mark.parametrize("name", RECORDS)
def test_each_table_is_read_whole(name: str) -> None:
    found = read(name)
    assert found.records == RECORDS[name]
    assert (found.format, found.encoding, found.delimiter, found.day_first) == WRITTEN[name]
    assert found.has_header


def test_linkedins_preamble_is_no_header() -> None:
    found = read("linkedin.csv")
    assert found.columns[0] == "First Name" and found.columns[-1] == "Connected On"
    assert found.mapping == (
        *(Field.GIVEN_NAME, Field.FAMILY_NAME, Field.LINK, Field.EMAIL),
        *(Field.ORGANIZATION, Field.TITLE, Field.MET_ON),
    )
    assert found.samples[3:5] == (
        ("joao@silva.example",),
        ("Rahman, Silva & Partners", "Silva Lda"),
    )


def test_a_day_column_that_no_list_knows_is_known_by_its_values() -> None:
    """LinkedIn calls it by another name in each language ("Relié depuis"), and its months too."""
    assert read("linkedin_fr.csv").mapping[-1] is Field.MET_ON
