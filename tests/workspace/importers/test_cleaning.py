"""What texts of a file become before they are kept."""

import pytest

from mentorhub.workspace.importers import cleaning


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\r\nLovelace\0", "Ada Lovelace"),
        ("Zoe\u0308", "Zoë"),
        ("\u202eevil\u200b", "evil"),
        ("👩‍🔬", "👩‍🔬"),
        ("\u200b \ufeff", ""),
    ],
)
def test_a_line_is_a_name_as_everywhere_in_the_app(text: str, kept: str) -> None:
    assert cleaning.one_line(text) == kept
    assert cleaning.token(text) == (
        kept if text.isascii() is False or "\n" in text else text.strip()
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" a\r\nb\rc\u2028d ", "a\nb\nc\nd"),
        ("a\tb\0\x1b[31m", "a\tb[31m"),
        ("Zoe\u0308\n", "Zoë"),
        ("\ud800a", "a"),
        ("a  b", "a  b"),
    ],
)
def test_a_note_keeps_its_lines(text: str, kept: str) -> None:
    assert cleaning.several_lines(text) == kept


def test_nothing_longer_than_is_ever_kept_is_worked_on() -> None:
    for clean in (cleaning.one_line, cleaning.token, cleaning.several_lines):
        assert len(clean("é" * 2 * cleaning.TEXT_MAX)) == cleaning.TEXT_MAX
        assert len(clean("e" * 2 * cleaning.TEXT_MAX)) == cleaning.TEXT_MAX
