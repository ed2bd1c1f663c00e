"""What a notebook wrote on a card is read as it was; what is broken stays for the way out."""

import datetime as dt

import pytest

from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.importers.records import Record
from mentorhub.workspace.rules.details import Affiliation, Custom, Precision


def read(*lines: str) -> Record:
    """The record of a card with these lines."""
    text = "\n".join(["BEGIN:VCARD", "VERSION:3.0", "FN:Ada", *lines, "END:VCARD", ""])
    (found,) = read_file(text.encode()).records
    return found


def test_how_and_why_one_knows_somebody() -> None:
    found = read(
        "X-MENTORHUB-HEADLINE:Poet\\, of numbers",
        "X-MENTORHUB-OCCASION:The fair",
        "X-MENTORHUB-MET-HOW:By chance",
        "X-MENTORHUB-MET-THROUGH:Zoë",
        "X-MENTORHUB-PURPOSE:The mill",
        "X-MENTORHUB-SOURCE:A list",
    )
    assert (found.headline, found.occasion, found.met_how) == (
        "Poet, of numbers",
        "The fair",
        "By chance",
    )
    assert (found.met_through, found.purpose, found.source_note) == ("Zoë", "The mill", "A list")
    assert found.raw == ()


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("2024", dt.date(2024, 1, 1), Precision.YEAR),
        ("2024-03", dt.date(2024, 3, 1), Precision.MONTH),
        ("2024-02-29", dt.date(2024, 2, 29), Precision.DAY),
    ],
)
def test_a_day_is_as_exact_as_it_was(text: str, on: dt.date, precision: Precision) -> None:
    found = read(f"X-MENTORHUB-MET-ON:{text}")
    assert (found.met_on, found.met_precision) == (on, precision)


@pytest.mark.parametrize("text", ["2024-02-30", "2024-13", "0000", "soon", "20240301", "٢٠٢٤"])
def test_what_is_no_day_is_kept_as_a_line(text: str) -> None:
    found = read(f"X-MENTORHUB-MET-ON:{text}")
    assert (found.met_on, found.raw) == (None, (f"X-MENTORHUB-MET-ON:{text}",))


def test_a_job_has_its_days_where_they_are_some() -> None:
    found = read("ORG;X-MENTORHUB-SINCE=2004-02;X-MENTORHUB-UNTIL=ever:Mill;Oak", "TITLE:Miller")
    assert found.affiliations == (Affiliation("Mill", "Miller", "Oak", "2004-02"),)


def test_a_field_keeps_its_own_name_and_labels_their_case() -> None:
    found = read(
        "X-MENTORHUB-FIELD;X-MENTORHUB-LABEL=\"Shoe; ^'size^'^^n\":44",
        "X-MENTORHUB-FIELD:45",
        'item1.TEL;X-MENTORHUB-LABEL="Work":030 1',
        "item1.X-ABLabel:other",
    )
    assert found.customs == (Custom('Shoe; "size"^n', "44"), Custom("other", "45"))
    assert found.phones[0].label == "Work"


def test_a_name_that_is_only_shown_has_no_parts() -> None:
    found = read("N;X-MENTORHUB-WHOLE=1:;Ada;;;")
    assert (found.name, found.given_name) == ("Ada", "")


def test_a_kept_line_keeps_what_it_is_called() -> None:
    found = read(
        "item3.X-FOO:1", "item3.X-ABLabel:Foo", "item4.EMAIL:a@example.org", "item4.X-ABLabel:Mine"
    )
    assert found.raw == ("item3.X-FOO:1", "item3.X-ABLabel:Foo")
    assert found.emails[0].label == "Mine"
