"""Which brackets are unfilled, which words are links, and what an answer is refused for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.programs.rules.inquiries import (
    INQUIRY,
    MESSAGE_MAX,
    BracketsUnfilled,
    InquiryState,
    MessageMissing,
    MessageTooLong,
    filled,
    refuse_unfit_answer,
    unfilled,
    without_links,
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Dear [name], on [day] or [day]?", ("[name]", "[day]")),
        ("As in [1] and [2020-01-01].", ()),
        ("An array a[0], an open [ bracket", ()),
        ("[first name and [day]]", ("[day]",)),
        ("[over\ntwo lines]", ()),
        ("[день]", ("[день]",)),
        ("[]", ()),
    ],
)
def test_brackets_with_words_in_them_are_unfilled(words: str, found: tuple[str, ...]) -> None:
    assert unfilled(words) == found


def test_an_answer_is_refused_for_what_is_not_finished() -> None:
    with pytest.raises(BracketsUnfilled) as refused:
        refuse_unfit_answer("Dear Bo,\n\nwe begin on [day] in [town].")
    assert refused.value.brackets == ("[day]", "[town]")
    with pytest.raises(MessageMissing):
        refuse_unfit_answer("")
    refuse_unfit_answer("x" * MESSAGE_MAX)
    with pytest.raises(MessageTooLong):
        refuse_unfit_answer("x" * (MESSAGE_MAX + 1))


def test_a_saved_reply_knows_the_visitor_and_the_programme() -> None:
    words = "Dear [Name], [programme] begins on [day]. [name]!"
    said = filled(words, name="Bo", program="The Circle")
    assert said == "Dear Bo, The Circle begins on [day]. Bo!"


def test_a_name_in_brackets_is_not_filled_in_again() -> None:
    assert filled("[name]", name="[programme]", program="The Circle") == "[programme]"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("See https://evil.example/x now", "See […] now"),
        ("See evil.example now", "See […] now"),
        ("(www.evil)", "[…]"),
        ("HTTPS://EVIL", "[…]"),
        ("write to me@evil.example!", "write to […]"),
        ("Is it 3.5 hours a week? E.g. on Monday... or at 10.30.", None),
        ("One\n\ntwo", None),
    ],
)
def test_links_are_left_out(words: str, left: str | None) -> None:
    assert without_links(words) == (words if left is None else left)


@given(st.text())
def test_no_address_survives(words: str) -> None:
    said = without_links(f"{words} https://evil.example/path {words}evil.example")
    assert "evil.example" not in said
    assert "://" not in said


@pytest.mark.parametrize(
    ("verb", "starts"),
    [
        ("ask", {"new", "answered", "enrolled"}),
        ("answer", {"new", "answered", "enrolled"}),
        ("enrol", {"answered", "declined"}),
        ("decline", {"new", "answered"}),
        ("reopen", {"declined"}),
    ],
)
def test_what_may_be_done_with_an_inquiry(verb: str, starts: set[str]) -> None:
    assert {state.value for state in InquiryState if INQUIRY.allows(verb, state)} == starts
