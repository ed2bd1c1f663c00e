"""Rows as files: JSON is exact, CSV is safe in a spreadsheet, columns go out unless somebody said why not."""

import csv
import datetime as dt
import io
import json
import re
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.data_export import (
    Exported,
    Section,
    cell,
    csv_pieces,
    json_pieces,
    named,
    plain,
)
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from tests.support.malformed_input import TEXTS

FORMULAS = {  # what is written: what a cell holds
    "=1+1": "'=1+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "  =1+1": "  '=1+1", "＝1+1": "'＝1+1",
    "\t=1+1": "\t'=1+1", "\r=1+1": "\r'=1+1", "\n=1+1": "\n'=1+1", "\u00a0=1+1": "\u00a0'=1+1", "+1+1": "'+1+1",
    "+A1": "'+A1", '=HYPERLINK("http://evil.example","x")': '\'=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "Sep;=1+1": "Sep;'=1+1", "a\t@x": "a\t'@x", "-": "'-", "@": "'@",
    "a\r\n=1\n-2": "a\r\n'=1\n'-2",
    'x;"=1+1': 'x;"\'=1+1', "a; \"\" =1;b": "a; \"\" '=1;b", "+46 8;+1-1": "'+46 8;'+1-1",
    "\r+1": "\r'+1", "+1\n*A1": "'+1\n*A1", "=1;=2": "'=1;'=2",
}  # fmt: skip
IN_OSLO = dt.datetime(2026, 5, 7, 11, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
HARMLESS = (
    "Ada", "1+1", "O'Brien", "ada@example.org", "a=b", "'=1", "", " ", "🪑", "+46 8 555 01 99", "+4685550199 ",
    "a, =b", "one; two", "a\tb\nc", "\t", '"=1"',
)  # fmt: skip


class _Kind(StrEnum):
    CALL = "call"


def rows_of(columns: list[str], records: list[dict[str, Any]]) -> list[list[str]]:
    """What a reader of CSV finds."""
    text = b"".join(csv_pieces(columns, records)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("words", FORMULAS)
def test_an_apostrophe_stands_before_what_would_be_a_formula(words: str) -> None:
    assert cell(words) == FORMULAS[words]
    assert rows_of(["what"], [{"what": words}])[1] == [FORMULAS[words]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(st.text(st.sampled_from("ab =+-@;,\t\n\r\"'１＝1"), max_size=30))
def test_no_cell_is_a_formula_whatever_a_spreadsheet_takes_for_a_separator(
    separator: str, words: str
) -> None:
    text = b"".join(csv_pieces(["a", "b"], [{"a": words, "b": words}])).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        for found in row:
            is_phone = re.fullmatch(r"\+[0-9][0-9 ]*\s*(,\".*)?", found, re.DOTALL)
            assert is_phone or not found.lstrip().startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize("words", HARMLESS)
def test_other_cells_stay_as_they_are(words: str) -> None:
    assert cell(words) == words


@pytest.mark.parametrize("words", TEXTS)
def test_json_keeps_every_text_exactly(words: str) -> None:
    text = b"".join(json_pieces({"head": words}, {"rows": [{"what": words}, {"what": words}]}))
    assert json.loads(text) == {"head": words, "rows": [{"what": words}] * 2}


def test_a_table_is_what_excel_takes_for_utf_8_with_lines_by_rfc_4180() -> None:
    text = b"".join(csv_pieces(["name", "on"], [{"on": None, "name": 'Zoë "Z",\nÅ'}]))
    assert text == b'\xef\xbb\xbf"name","on"\r\n' + '"Zoë ""Z"",\nÅ",""\r\n'.encode()


def test_an_empty_section_is_an_empty_list() -> None:
    found = json.loads(b"".join(json_pieces({"version": 1, "of": {"on": None}}, {"rows": []})))
    assert found == {"version": 1, "of": {"on": None}, "rows": []}


@pytest.mark.parametrize(
    ("value", "written", "in_a_cell"),
    [
        (IN_OSLO, "2026-05-07T09:30:00Z", "2026-05-07T09:30:00Z"),
        (dt.date(2026, 5, 7), "2026-05-07", "2026-05-07"),
        (_Kind.CALL, "call", "call"),
        (None, None, ""),
        (True, True, "true"),
        (-640, -640, "-640"),
        ({"a": "ö"}, {"a": "ö"}, '{"a": "ö"}'),
    ],
)  # fmt: skip
def test_values_are_written_as_json_has_them(value: Any, written: Any, in_a_cell: str) -> None:
    assert plain(value) == written
    assert cell(value) == in_a_cell


def test_every_column_goes_out_but_those_left_out() -> None:
    shown = {column.key for column in Exported(Finding, {"id": "inside"}).columns()}
    assert shown == {column.name for column in Finding.__table__.c} - {"id"}


def test_where_columns_are_named_only_they_go_out_under_their_names() -> None:
    exported = Exported(User, only={"email": "address", "name": "name"})
    assert [column.key for column in exported.columns()] == ["address", "name"]


def test_a_section_streams_its_rows_and_knows_whether_there_are_any(in_app: Flask) -> None:
    asked = select(*named(what=Finding.kind), Finding.detail).order_by(Finding.id)
    section = Section("findings", asked)
    assert list(section.columns) == ["what", "detail"]
    assert not section.has_any(viewer=SYSTEM) and list(section.records(viewer=SYSTEM)) == []
    with transaction(viewer=SYSTEM) as session:
        session.add_all(
            Finding(
                kind=f"kind {number}",
                subject_type="refund",
                subject_public_id=str(number),
                opened_at=clock.now(),
            )
            for number in range(1100)
        )
    assert section.has_any(viewer=SYSTEM)
    found = list(section.records(viewer=SYSTEM))
    assert found[0] == {"what": "kind 0", "detail": ""}
    assert len(found) == 1100


def test_what_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes is not written as JSON"):
        list(json_pieces({"head": b"raw"}, {}))
