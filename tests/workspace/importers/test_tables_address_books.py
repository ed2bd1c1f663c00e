"""Tables as Google and Outlook write them, old and new, in several languages, whole."""

import pytest

from mentorhub.workspace.importers.records import Format, Problem, Record
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Labelled,
    PartialDate,
)
from tests.support.contact_files import read

RECORDS = {
    "google.csv": [
        Record(
            1,
            name="Priya S. Natarajan",
            given_name="Priya",
            additional_name="S.",
            family_name="Natarajan",
            prefix="Dr.",
            suffix="PhD",
            nickname="Pri",
            pronunciation="Pree-ya",
            emails=(
                Labelled("priya@monsoon.example", "work"),
                Labelled("pri@mail.example", "home"),
                Labelled("second@mail.example", "home"),
            ),
            phones=(Labelled("+91 98 5550 0100", "mobile"), Labelled("+91 98 5550 0101", "mobile")),
            links=(Labelled("https://priya.example", "Blog"),),
            addresses=(
                Address(
                    label="home",
                    street="7 Lake Road",
                    extended="Flat 2",
                    city="Chennai",
                    region="TN",
                    postal_code="600001",
                    country="India",
                    formatted="7 Lake Road\nChennai 600001\nIndia",
                ),
            ),
            affiliations=(Affiliation("Monsoon Labs", "Researcher", "Rain"),),
            birthday=PartialDate(5, 2),
            events=(DatedEvent("anniversary", PartialDate(2, 11, 2015)),),
            note="Two lines\nof notes",
            tags=("Choir", "starred"),
            customs=(Custom("spouse", "Arun"), Custom("Shoe size", "38")),
        ),
        Record(2, name="Empty Organisation", affiliations=(Affiliation("Empty Organisation"),)),
        Record(3, phones=(Labelled("+1 212 555 0100", "work fax"),), problem=Problem.NAMELESS),
    ],
    "google_old.csv": [
        Record(
            1,
            name="Lars Ødegård",
            given_name="Lars",
            family_name="Ødegård",
            emails=(Labelled("lars@fjord.example", "home"),),
            phones=(Labelled("+47 900 55 010", "mobile"),),
            links=(Labelled("http://fjord.example", "website"),),
            affiliations=(Affiliation("Fjord AS", "Skipper"),),
            birthday=PartialDate(12, 24, 1968),
            note="Old friend",
            tags=("Boats",),
            customs=(Custom("Maiden Name", "Hansen"), Custom("Hobby", "Sailing")),
        ),
    ],
    "outlook.csv": [
        Record(
            1,
            name="Grace Mbeki",
            given_name="Grace",
            family_name="Mbeki",
            prefix="Ms",
            emails=(Labelled("grace@mbeki.example"), Labelled("gm@work.example")),
            phones=(
                Labelled("+27 11 555 0100", "work"),
                Labelled("+27 11 555 0101", "work"),
                Labelled("+27 82 555 0102", "mobile"),
                Labelled("+27 11 555 0103", "home fax"),
            ),
            links=(Labelled("www.mbeki.example"),),
            addresses=(
                Address(
                    label="work",
                    street="1 Main Street",
                    city="Johannesburg",
                    country="South Africa",
                ),
                Address(label="home", street="9 Hill Lane", postal_code="2196"),
            ),
            affiliations=(Affiliation("Ubuntu Build", "Architect", "Bridges"),),
            birthday=PartialDate(4, 12, 1985),
            events=(DatedEvent("anniversary", PartialDate(12, 25, 2010)),),
            note="Met at the bridge opening",
            customs=(Custom("Spouse", "Sipho"),),
        ),
        Record(2, name="Tom", given_name="Tom", emails=(Labelled("tom@mail.example"),)),
    ],
    "outlook_classic_de.csv": [
        Record(
            1,
            name="Jörg-Käthe Weiß",
            given_name="Jörg-Käthe",
            family_name="Weiß",
            prefix="Frau",
            emails=(Labelled("kaethe@weiss.example"), Labelled("k@privat.example")),
            phones=(Labelled("+49 221 555 0100", "work"), Labelled("+49 170 555 0100", "mobile")),
            addresses=(
                Address(
                    label="work",
                    street="Hafenstraße 1\nHinterhof",
                    city="Köln",
                    postal_code="50667",
                    country="Deutschland",
                ),
                Address(label="home", city="Bonn"),
            ),
            affiliations=(Affiliation("Weiß & Söhne", "Prokuristin", "Einkauf"),),
            birthday=PartialDate(4, 13, 1962),
            note="Zeile 1\nZeile 2",
            tags=("Chor", "Messe"),
        ),
    ],
    "outlook_classic_cs.csv": [
        Record(
            1,
            name="Jiří Dvořák",
            given_name="Jiří",
            family_name="Dvořák",
            emails=(Labelled("jiri@hudba.example"),),
            phones=(Labelled("+420 377 555 010", "home"),),
            addresses=(
                Address(label="work", street="Říční 5", city="Plzeň"),
                Address(label="home", street="Čápova 2"),
            ),
            affiliations=(Affiliation("Škola hudby", "ředitel"),),
            birthday=PartialDate(3, 2, 1970),
        ),
    ],
}
# Format, encoding, delimiter, whether days come first in dates that could be read in two ways.
WRITTEN = {
    "google.csv": (Format.GOOGLE_CSV, "utf-8", ",", None),
    "google_old.csv": (Format.GOOGLE_CSV_OLD, "utf-16le", ",", None),
    "outlook.csv": (Format.OUTLOOK_CSV, "utf-8", ",", False),
    "outlook_classic_de.csv": (Format.OUTLOOK_CSV_CLASSIC, "windows-1252", ";", None),
    "outlook_classic_cs.csv": (Format.OUTLOOK_CSV_CLASSIC, "windows-1250", ",", None),
}


@pytest.mark.parametrize("name", RECORDS)
def test_each_table_is_read_whole(name: str) -> None:
    found = read(name)
    assert found.records == RECORDS[name]
    assert (found.format, found.encoding, found.delimiter, found.day_first) == WRITTEN[name]
    assert found.has_header
