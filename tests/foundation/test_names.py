"""Names on one line: seen, turning nothing round, the same when they look the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.foundation.names import clean_name, comparable, isolated, shortened

UNSEEN = [
    "\u200b",
    "\u3164",
    "\u2800",
    "\u0301",
    "\u202e",
    "\u200d",
    "\ufe0f",
    "\u00ad",
    "\u115f",
    "\u2060",
]
UNSEEN += [
    "\ufeff",
    "\U000e0041",
    "\x00",
    "\x1b",
    "\ud800",
    "\uffff",
    "\ufff9",
    "\U0001d159",
    "\u180e",
    "\u034f",
]
PERSIAN = "نسیم\u200cالسادات"  # a name of women, spelt with a non-joiner
SINHALA = "ශ්\u200dරී"  # Sri: without its joiner, it is drawn as three signs
FAMILY, RAINBOW, HEART = "👩\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "❤\ufe0f"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ODD = st.text(
    st.sampled_from(
        [
            *UNSEEN,
            *PERSIAN,
            *SINHALA,
            *FAMILY,
            *RAINBOW,
            *ENGLAND,
            *"aé1 \t\n\u2028\u3000葛\U000e0100",
        ]
    )
)


@pytest.mark.parametrize(
    "text", [*UNSEEN, "", " ", "\u00a0\u3000", "\u0301\u0323", "".join(UNSEEN), None]
)
def test_what_nobody_can_see_is_no_name(text: str | None) -> None:
    assert clean_name(text) == ""


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_unseen_is_left_out_of_a_name(unseen: str) -> None:
    kept = {"\u2800": "Zo y", "\U0001d159": "Zo y", "\u0301": "Zóy"}
    assert clean_name(f"Zo{unseen}y") == kept.get(unseen, "Zoy")


@pytest.mark.parametrize(
    "space",
    [*"\t\n\r\x0b\x0c\x1c\x85\xa0\u2003\u2028\u2029\u202f\u3000", "\r\n", " \u200b ", " \t"],
)
def test_any_white_space_is_one_space(space: str) -> None:
    assert clean_name(f"{space}Ada{space}Lovelace{space}") == "Ada Lovelace"


@pytest.mark.parametrize(
    "control", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
def test_nothing_turns_the_text_round(control: str) -> None:
    assert clean_name(f"{control}Mallory{control} Smith") == "Mallory Smith"
    assert clean_name(f"דוד{control} כהן") == "דוד כהן"


@pytest.mark.parametrize(
    "name",
    [PERSIAN, SINHALA, FAMILY, RAINBOW, HEART, ENGLAND, "葛\U000e0100城", "1\ufe0f\u20e3", "👍🏽"],
)
def test_what_a_script_needs_stays(name: str) -> None:
    assert clean_name(name) == name
    assert clean_name(f"\u202e{name}\u200b") == name


def test_a_joiner_that_joins_nothing_goes() -> None:
    assert clean_name("a\u200db\u200cc \u200dد") == "abc د"
    assert (
        clean_name(f"{PERSIAN[:4]}\u200c\u200d\u200c{PERSIAN[5:]}") == PERSIAN
    )  # typed more than once


def test_a_name_is_in_its_composed_form() -> None:
    assert clean_name("Zoe\u0308") == clean_name("Zoe\u200b\u0308") == "Zoë"
    assert clean_name("\u0301 \u0301Eva") == "Eva"


@given(st.text() | ODD)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_name(text)
    assert clean_name(once) == once == unicodedata.normalize("NFC", once)


@given(st.text(st.characters(categories=["L", "N"])) | ODD)
def test_names_that_look_the_same_compare_the_same(text: str) -> None:
    assert comparable(clean_name(text)) == comparable(
        clean_name("".join(f"\u200b{one}\u2060" for one in text))
    )


def test_what_names_are_compared_by() -> None:
    assert comparable("a\u200bb") == comparable("AB") == comparable("\uff21b") == "ab"
    assert comparable(PERSIAN) == PERSIAN.replace("\u200c", "")
    assert comparable("STRASSE") == comparable("Straße")
    assert comparable("The  Choir") == "the choir"
    assert comparable("é") != comparable("e")


@pytest.mark.parametrize("name", ["Bríd", "文", "4 + 4", "", "👍🏽"])
def test_a_name_from_left_to_right_stands_as_it_is(name: str) -> None:
    assert isolated(name) == name


@pytest.mark.parametrize("name", ["דוד", "Dr. אבי 2", PERSIAN, "ޙަސަން", "𞤀"])
def test_a_name_from_right_to_left_is_isolated(name: str) -> None:
    assert isolated(name) == f"\u2068{name}\u2069"


def test_an_isolate_cannot_be_left_from_inside() -> None:
    assert isolated("\u2069\u202eאבי\u2069\u202e") == "\u2068אבי\u2069"
    assert isolated("\u202eyrollaM") == "yrollaM"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("abcdef", "abcd"),
        ("abc", "abc"),
        ("a \u2068אבגד\u2069 b", "a \u2068\u2069"),
        ("\u2068א\u2069 b", "\u2068א\u2069 "),
    ],
)
def test_a_text_that_is_cut_leaves_no_isolate_open(text: str, cut: str) -> None:
    assert shortened(text, length_max=4) == cut
