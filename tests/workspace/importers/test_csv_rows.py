"""Rows come one after the other, whatever stands between their quotes."""

import pytest

from mentorhub.workspace.importers import csv_rows


def rows(text: str, delimiter: str = ",") -> list[list[str] | None]:
    """The rows of a text."""
    return list(csv_rows.rows(text.encode(), delimiter=delimiter, decode=bytes.decode))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("a,b\r\nc\n", [["a", "b"], ["c"]]),
        ('a,"b, ""c""\nd"\ne', [["a", 'b, "c"\nd'], ["e"]]),
        ("a\n\n\nb", [["a"], [], [], ["b"]]),
        ('5" disk,b\nc', [['5" disk', "b"], ["c"]]),
        ("a\0,b", [["a", "b"]]),
        ('a,"b\nc,d\n', [["a", "b"], ["c", "d"]]),
        ('"a', [["a"]]),
        ('\ufeffa\n\ufeff"b\n\ufeffc"', [["a"], ["b\n\ufeffc"]]),
        ('a\n"b\n"c', [["a"], ["b\nc"]]),
        ("a\rb,c\nd", [["a b", "c"], ["d"]]),
    ],
)
def test_each_row_is_read(text: str, found: list[list[str]]) -> None:
    assert rows(text) == found


def test_another_delimiter_is_no_comma() -> None:
    assert rows("a;b,c\td", ";") == [["a", "b,c\td"]]
    assert rows("a;b,c\td", "\t") == [["a;b,c", "d"]]


def test_a_note_of_many_lines_is_one_cell() -> None:
    note = "\n".join(map(str, range(csv_rows.SPAN_MAX - 2)))
    assert rows(f'a,"{note}"\nb\n') == [["a", note], ["b"]]


def test_a_quote_that_is_never_closed_ends_with_its_line() -> None:
    others = "".join(f"p{number},x\n" for number in range(1000))
    assert rows(f'a,"b\n{others}')[:3] == [["a", "b"], ["p0", "x"], ["p1", "x"]]
    assert len(rows(f'a,"b\n{others}')) == 1001


def test_many_unclosed_quotes_cost_no_row_and_no_time() -> None:
    found = rows('"a,b\n' * 5001)
    assert len(found) > 2500 and all(found)


def test_a_cell_that_python_will_not_read_is_too_long() -> None:
    assert rows("a," + "x" * 140_000 + "\nb\n") == [None, ["b"]]
    assert rows('a,"' + "x\n" * 70_000 + '"\nb,c\n')[0] == ["a", "x"]


def test_a_line_longer_than_a_person_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "LINE_MAX", 10)
    assert rows("a,b\n" + "," * 20 + "\nc\n") == [["a", "b"], None, ["c"]]
    assert rows('"a\n' + "," * 20 + '\nc"\nd\n') == [None, ["d"]]
