"""Long lines: 75 octets at most, no character cut in two, read back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.exporters.folding import folded, folded_before_words

NO_BREAKS = st.characters(exclude_categories=["Cs", "Cc"])


@pytest.mark.parametrize(
    ("line", "lengths"),
    [
        ("x" * 75, [75]),
        ("x" * 76, [74, 3]),
        ("é" * 37, [74]),
        ("é" * 38, [74, 3]),
        ("🎉" * 20, [72, 9]),
    ],
)
def test_a_line_is_folded_by_its_octets(line: str, lengths: list[int]) -> None:
    assert [len(part) for part in folded(line).split(b"\r\n")] == lengths


@given(st.text(NO_BREAKS, max_size=400))
def test_a_folded_line_is_read_back_and_each_part_is_whole(line: str) -> None:
    parts = folded(line).split(b"\r\n")
    assert max(map(len, parts)) <= 75
    first, *others = (part.decode() for part in parts)
    assert all(part.startswith(" ") for part in others)
    assert first + "".join(part[1:] for part in others) == line


def test_an_escaped_email_stays_with_its_sign() -> None:
    assert all(not part.endswith(b"\\") for part in folded("x" * 73 + "\\n" * 60).split(b"\r\n"))


@given(st.text(NO_BREAKS, max_size=400))
def test_before_words_a_line_is_read_back_and_each_part_is_whole(line: str) -> None:
    parts = folded_before_words(line).split(b"\r\n")
    assert max(map(len, parts)) <= 75
    first, *others = (part.decode() for part in parts)
    assert first + "".join(part.removeprefix(" ") for part in others) == line


def test_what_goes_on_begins_with_no_blank_and_no_escaped_sign_is_cut() -> None:
    for before in range(60, 90):
        parts = folded_before_words("x" * before + "  TEL:1" + "\\n" * 60).split(b"\r\n")
        assert all(part[:1] == b" " and part[1:2] != b" " for part in parts[1:])
        assert all(not part.endswith(b"\\") for part in parts)


def test_blanks_alone_are_cut_all_the_same() -> None:
    assert folded_before_words(" " * 80) == b" " * 75 + b"\r\n " + b" " * 5
