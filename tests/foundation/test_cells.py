"""Cells of spreadsheets: none is a formula, and the text can be had again (that none is one: `test_data_export.py`)."""

from hypothesis import given
from hypothesis import strategies as st

from mentorhub.foundation.cells import guarded, marked, unguarded

SIGNS = st.text(st.sampled_from("='\"+-@＝; \t\r\n1a\u00a0"), max_size=12)


@given(st.one_of(SIGNS, st.text()))
def test_the_text_can_be_had_again(text: str) -> None:
    cell = guarded(marked(text))
    assert unguarded(cell) == text and guarded(cell) == cell


def test_only_what_looks_guarded_is_marked() -> None:
    assert (marked("'=1"), marked("O'Brien"), marked("'tis"), marked("=1")) == (
        *("''=1", "O'Brien", "'tis", "=1"),
    )
    assert (unguarded("'--05-02"), unguarded("'tis"), unguarded("+49 30 1")) == (
        *("--05-02", "'tis", "+49 30 1"),
    )
