"""Days in the shapes that address books write."""

import datetime as dt

import pytest

from mentorhub.workspace.importers import dates
from mentorhub.workspace.rules.details import Precision


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1985-04-12", (1985, 4, 12)),
        ("19850412", (1985, 4, 12)),
        ("19850412T231000Z", (1985, 4, 12)),
        ("1985-04-12 00:00:00", (1985, 4, 12)),
        ("--04-12", (None, 4, 12)),
        ("--0412", (None, 4, 12)),
        ("04-12", (None, 4, 12)),
        ("12.4.1985", (1985, 4, 12)),
        ("12. 4. 1985", (1985, 4, 12)),
        ("12.4.", (None, 4, 12)),
        ("4/12/1985", (1985, 4, 12)),
        ("13/4/1985", (1985, 4, 13)),
        ("4/12/85", (1985, 4, 12)),
        ("4/12/29", (2029, 4, 12)),
        ("4/12/30", (1930, 4, 12)),
        ("1985/4/12", (1985, 4, 12)),
        ("5.3.2024 0:00:00", (2024, 3, 5)),
        ("2024. 3. 5.", (2024, 3, 5)),
        ("05 Mar 2024", (2024, 3, 5)),
        ("March 5, 2024", (2024, 3, 5)),
        ("Sunday, March 5, 2000", (2000, 3, 5)),
        ("Mar 5", (None, 3, 5)),
        ("2024 Mar 5", (2024, 3, 5)),
        ("12-Apr-85", (1985, 4, 12)),
        ("5. März 2024", (2024, 3, 5)),
        ("12 févr. 2023", (2023, 2, 12)),
        ("5 de março de 2024", (2024, 3, 5)),
        ("3 ago 2021", (2021, 8, 3)),
        ("7 mei 2019", (2019, 5, 7)),
        ("9. října 2018", (2018, 10, 9)),
        ("11 Şub 2022", (2022, 2, 11)),
        ("2024年3月5日", (2024, 3, 5)),
        ("3월 5일", (None, 3, 5)),
        ("--02-29", (None, 2, 29)),
        ("1604-05-02", (None, 5, 2)),
        ("0000-05-02", (None, 5, 2)),
        ("٠٥.٠٣.٢٠٢٤", (2024, 3, 5)),
    ],
)
def test_a_day_is_read_in_many_shapes(text: str, parts: dates.Parts) -> None:
    assert dates.parts(text) == parts


@pytest.mark.parametrize(
    "text",
    ["", " ", "1985", "1985-04", "0/0/00", "1/1/4501", "1601-01-01", "2/29/2019", "31/31/2020", "13.13.2020", "spring",
     "March 2024", "March April 5", "123/4/1985", "4/12/985", "5 March 12345", "5" * 61, "---12", "Mar 32"],
)  # fmt: skip
def test_what_no_calendar_has_is_no_day(text: str) -> None:
    assert dates.parts(text) is None


def test_the_order_of_a_day_in_slashes_is_told() -> None:
    assert dates.parts("4/5/2020") == (2020, 4, 5)
    assert dates.parts("4/5/2020", day_first=True) == (2020, 5, 4)
    assert dates.parts("4/13/2020", day_first=True) == (2020, 4, 13)
    assert dates.parts("4.5.2020", day_first=False) == (2020, 5, 4)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], None),
        (["1985-04-12", "12.4.1985", "spring", "4/4/2020"], None),
        (["4/5/2020"], True),
        (["4/5/2020", "13/5/2020"], True),
        (["4/5/2020", "5/13/2020"], False),
        (["4-5", "5-13-20"], False),
    ],
)
def test_the_order_is_shown_by_values_above_twelve(texts: list[str], found: bool | None) -> None:
    assert dates.day_first(texts, otherwise=True) is found


def test_no_month_has_two_meanings() -> None:
    names = dates._month_names()
    assert names["mar"] == names["marzo"] == names["marz"] == 3
    assert set(names.values()) == set(range(1, 13))


def test_a_day_is_known_as_exactly_as_it_is_written() -> None:
    texts = ("2024", "2024-03", "2024-03-05", "2024-02-30", "5 March", "")
    assert [dates.known_day(text) for text in texts] == [
        (dt.date(2024, 1, 1), Precision.YEAR),
        (dt.date(2024, 3, 1), Precision.MONTH),
        (dt.date(2024, 3, 5), Precision.DAY),
        *(None, None, None),
    ]
