"""Text folded so that it can be found, and names read from lines."""

import pytest

from mentorhub.workspace.rules.words import folded, name_key, names_in


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Łukasz  WIŚNIEWSKI", "lukasz wisniewski"),
        ("Tomáš Dvořák", "TOMAS"),
        ("Þórunn Jónsdóttir", "thorunn"),
        ("Weiß & Söhne", "weiss & sohne"),
        ("İzmir", "izmir"),
        ("Ærø", "aero"),
        ("𝗔𝗻𝗻𝗮 𝘼𝙪𝙗𝙚𝙧𝙩", "anna aubert"),
        ("Ａｎｎａ", "anna"),
    ],
)
def test_what_is_written_is_found_without_accents_and_case(written: str, typed: str) -> None:
    assert folded(typed) in folded(written)


def test_texts_are_joined_by_single_spaces() -> None:
    assert folded("One", "", "two\n three") == "one two three"


def test_a_key_that_grows_while_folding_is_cut_to_fit() -> None:
    assert len(name_key("ﷺ" * 200)) == 200


def test_names_stand_one_on_a_line_each_once() -> None:
    assert names_in(" Claire  Aubert \n\nJonas\r\nClaire Aubert\n") == ["Claire Aubert", "Jonas"]


def test_an_overlong_name_is_cut() -> None:
    assert [len(name) for name in names_in("x" * 500)] == [200]
