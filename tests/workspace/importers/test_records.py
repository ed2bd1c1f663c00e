"""A day without its year, and what refusals carry."""

import datetime as dt

import pytest

from mentorhub.foundation.errors import Refusal
from mentorhub.workspace.importers import records
from mentorhub.workspace.importers.dates import partial_date
from mentorhub.workspace.importers.records import Unreadable
from mentorhub.workspace.rules.details import PartialDate


def test_a_day_is_written_as_vcard_writes_it() -> None:
    assert PartialDate(4, 12, 1985).iso == "1985-04-12"
    assert PartialDate(4, 12).iso == "--04-12"
    assert PartialDate(4, 12, 985).iso == "0985-04-12"


@pytest.mark.parametrize(
    "day", [PartialDate(2, 29), PartialDate(2, 29, 2024), PartialDate(12, 1, 1)]
)
def test_what_is_written_is_read_again(day: PartialDate) -> None:
    assert partial_date(day.iso) == day


@pytest.mark.parametrize(
    "parts", [(2, 30, None), (2, 29, 2023), (13, 1, None), (0, 1, 2000), (1, 0, 2000), (1, 1, 0)]
)
def test_a_day_that_no_calendar_has_cannot_be_made(parts: tuple[int, int, int | None]) -> None:
    with pytest.raises(ValueError, match=r"day|month|year"):
        PartialDate(*parts)


def test_only_a_day_with_its_year_is_a_date() -> None:
    assert PartialDate(4, 12, 1985).date == dt.date(1985, 4, 12)
    assert PartialDate(4, 12).date is None
    assert partial_date("spring") is None
    assert partial_date("4/5/2020", day_first=True) == PartialDate(5, 4, 2020)


def test_every_refusal_is_one_of_a_file_that_cannot_be_read() -> None:
    found = [
        one for one in vars(records).values() if isinstance(one, type) and issubclass(one, Refusal)
    ]
    assert [one for one in found if one is not Refusal and not issubclass(one, Unreadable)] == []
    assert records.TooManyRecords().most == 20_000
    assert records.NotContacts("pdf").kind == "pdf"
