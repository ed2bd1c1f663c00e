"""The line around what was found, with it marked."""

from collections.abc import Callable

import pytest

from mentorhub.workspace.rules.snippets import Piece, marked, marked_number, snippet


def begins(*parts: str) -> Callable[[str], bool]:
    return lambda word: word.startswith(parts)


def shown(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "parts", "found"),
    [
        ("Petra Nováková", ("novak",), "Petra [Nováková]"),
        ("Nova\u0301k", ("novak",), "[Nova\u0301k]"),
        ("a-b a", ("a",), "[a]-b [a]"),
        ("petra@home.example", ("home",), "petra@[home].example"),
        ("東京会議", ("京会",), "東[京会]議"),
        ("東京", ("京",), "東[京]"),
        ("Anna 🎉", ("🎉",), "Anna [🎉]"),
        ("nothing", ("x",), "nothing"),
    ],
)
def test_words_are_marked_as_they_are_written(
    text: str, parts: tuple[str, ...], found: str
) -> None:
    assert shown(marked(text, begins(*parts))) == found


def test_a_long_note_is_cut_around_the_first_word_at_spaces() -> None:
    text = f"{'before ' * 20}the\nwalnut table {'after ' * 40}walnut"
    found = shown(snippet(text, begins("walnut")))
    assert found.startswith("…before before")
    assert "before the [walnut] table after" in found
    assert found.endswith("after…")
    assert len(found) < 160


def test_a_short_note_is_shown_whole_and_one_without_the_word_not_at_all() -> None:
    assert shown(snippet("The walnut", begins("walnut"))) == "The [walnut]"
    assert snippet("The oak", begins("walnut")) == []


def test_an_endless_word_is_cut_all_the_same() -> None:
    found = shown(snippet(f"{'y' * 500} walnut {'x' * 500}", begins("walnut")))
    assert "[walnut]" in found
    assert len(found) < 200


def test_one_sign_of_unspaced_writing_is_marked_where_the_two_are_not_meant() -> None:
    assert shown(marked("東京", lambda word: word == "東")) == "[東]京"


@pytest.mark.parametrize(
    ("number", "is_meant"), [("420224000001", True), ("224000001", True), ("999", False)]
)
def test_a_number_is_marked_as_a_whole(number: str, is_meant: bool) -> None:
    assert marked_number("+420 224 000 001", [number]) == [Piece("+420 224 000 001", is_meant)]
