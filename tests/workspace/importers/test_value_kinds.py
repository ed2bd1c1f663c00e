"""What cells hold, where no header says it."""

import time

import pytest

from mentorhub.workspace.importers import value_kinds
from mentorhub.workspace.importers.columns import Column, Field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ([], None),
        (["", " "], None),
        (["a@mail.example", ""], Field.EMAIL),
        (
            ["a@mail.example", "b@mail.example", "c@mail.example", "d@mail.example", "none"],
            Field.EMAIL,
        ),
        (["a@mail.example", "none"], None),
        (["https://mail.example", "www.mail.example/x"], Field.LINK),
        (["linkedin.com/in/ada"], Field.LINK),
        (["05 Mar 2024", "2024-01-01"], Field.MET_ON),
        (["+49 (30) 555-0100", "030 555 0101 ext. 7"], Field.PHONE),
        (["12345", "678"], None),
        (["Ada Lovelace"], None),
        (["1 " * 60_000], None),
    ],
)
def test_a_columns_values_tell_what_it_is(values: list[str], field: Field | None) -> None:
    assert value_kinds.of(values) is field


@pytest.mark.parametrize(
    "cell",
    ["a@" + "." * 297 + " ", "1" + " " * 298 + "y", "a@" + "b." * 148 + ";", "1" * 299 + "y"],
)
def test_a_cell_is_looked_at_once(cell: str) -> None:
    """Thousands of cells that are nearly something take no longer than others: not the square of their length."""
    started = time.process_time()
    assert [value_kinds.of([cell]) for _time in range(3000)][-1] is None
    assert time.process_time() - started < 0.5


def completed(
    rows: list[list[str] | None], *fields: Field, is_header_known: bool = False
) -> list[Field]:
    """The fields of these columns, completed by what stands in the rows."""
    found = value_kinds.completed(
        [Column(field) for field in fields], rows, is_header_known=is_header_known
    )
    return [column.field for column in found]


ROWS: list[list[str] | None] = [
    ["Ada Blum", "a@mail.example", "+49 30 555 0100", "5 Mar 2024"],
    None,
    ["Ben"],
]
CUSTOM = [Field.CUSTOM] * 4


def test_without_a_known_header_the_values_decide() -> None:
    assert completed(ROWS, *CUSTOM) == [Field.NAME, Field.EMAIL, Field.PHONE, Field.CUSTOM]
    ignored = [Field.IGNORE] * 4
    assert completed(ROWS, *ignored) == [Field.NAME, Field.EMAIL, Field.PHONE, Field.IGNORE]


def test_under_a_known_header_only_what_is_sure_is_filled_in() -> None:
    fields = [Field.NAME, Field.CUSTOM, Field.CUSTOM, Field.CUSTOM]
    filled = [Field.NAME, Field.EMAIL, Field.CUSTOM, Field.CUSTOM]
    assert completed(ROWS, *fields, is_header_known=True) == filled
    ignored = [Field.NAME, Field.IGNORE, Field.EMAIL, Field.MET_ON]
    assert completed(ROWS, *ignored, is_header_known=True) == ignored


@pytest.mark.parametrize("is_header_known", [True, False])
@pytest.mark.parametrize(
    ("profile", "day", "is_linkedins"),
    [
        ("https://www.linkedin.com/in/ada", "5 Mar 2024", True),
        ("https://www.linkedin.com/company/blum", "5 Mar 2024", False),
        ("https://www.linkedin.com/in/ada", "Sales", False),
    ],
)
def test_linkedins_columns_are_known_in_every_language(
    profile: str, day: str, is_linkedins: bool, is_header_known: bool
) -> None:
    rows: list[list[str] | None] = [
        ["Ada", "Blum", profile, "", "Blum KG", "CEO", day],
        ["Ben", "", "", "", "", "", ""],
    ]
    found = completed(rows, *[Field.CUSTOM] * 7, is_header_known=is_header_known)
    assert (found[-1] is Field.MET_ON) is is_linkedins
    assert (found[:2] == [Field.GIVEN_NAME, Field.FAMILY_NAME]) is is_linkedins


def test_names_are_known_in_every_script() -> None:
    rows: list[list[str] | None] = [["สมชาย ใจดี", "x1"], ["Ngọc Ánh", "x2"], ["महेश", "x3"]]
    assert completed(rows, Field.CUSTOM, Field.CUSTOM) == [Field.NAME, Field.CUSTOM]


def test_what_is_known_is_not_taken_twice() -> None:
    rows: list[list[str] | None] = [["a@mail.example", "b@mail.example"]]
    assert completed(rows, Field.EMAIL, Field.CUSTOM) == [Field.EMAIL, Field.CUSTOM]


@pytest.mark.parametrize(
    ("cells", "is_person"),
    [
        (["Name", "E-Mail", "Phone 1 - Value"], False),
        (["ชื่อ", "นามสกุล"], False),
        (["Ada", "ada@mail.example"], True),
        (["Ada", "+49 30 555 0100"], True),
        (["Ada", "5 Mar 2024"], True),
        (["x" * 301 + "@mail.example"], False),
    ],
)
def test_a_row_of_values_is_no_header(cells: list[str], is_person: bool) -> None:
    assert value_kinds.is_person(cells) is is_person


@pytest.mark.parametrize(
    ("rows", "is_table"),
    [
        ([], False),
        ([["one"]], False),
        ([["one"], ["two"]], False),
        ([["a@mail.example"]], True),
        ([["a", "b"], ["c", "d"]], True),
        ([["a", "b"], ["c"]], False),
        ([None, ["a", " https://mail.example "]], True),
    ],
)
def test_rows_under_no_known_header_may_be_a_table(
    rows: list[list[str] | None], is_table: bool
) -> None:
    assert value_kinds.is_table(rows) is is_table
