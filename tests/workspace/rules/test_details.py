"""Days of every year, addresses as they stand on an envelope, and all that a search may find."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.rules.details import (
    Address,
    PartialDate,
)

DAYS = st.dates(dt.date(1, 1, 1)).map(lambda day: PartialDate(day.month, day.day, day.year))


@given(DAYS)
def test_a_day_is_read_as_it_was_written(day: PartialDate) -> None:
    assert PartialDate.from_iso(day.iso) == day
    without_year = PartialDate(day.month, day.day)
    assert without_year.iso.startswith("--")
    assert PartialDate.from_iso(without_year.iso) == without_year


@pytest.mark.parametrize(
    "text", ["", "2024-02-30", "2023-02-29", "--13-01", "5 May", "20240501", "-05-01"]
)
def test_what_no_calendar_has_is_no_day(text: str) -> None:
    assert PartialDate.from_iso(text) is None


def test_an_address_stands_as_on_an_envelope() -> None:
    address = Address(street="Dlouhá 3", postal_code="110 00", city="Praha", country="Czechia")
    assert address.lines == ("Dlouhá 3", "110 00 Praha", "Czechia")
    assert Address(street="x", formatted="One\nTwo").lines == ("One", "Two")
