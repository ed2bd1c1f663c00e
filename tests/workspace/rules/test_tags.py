"""How tags are read, compared, and limited."""

import pytest

from mentorhub.workspace.rules import tags


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("choir", ["choir"]),
        ("  The   choir ,advice,, The CHOIR", ["The choir", "advice"]),
        ("合唱、友人，仕事", ["合唱", "友人", "仕事"]),
        ("كورال، نصيحة", ["كورال", "نصيحة"]),
        (" , ,", []),
        ("", []),
        ("🪑, C++, 50 %", ["🪑", "C++", "50 %"]),
        ("a" * 40, ["a" * 40]),
    ],
)
def test_tags_stand_between_commas_each_once(typed: str, found: list[str]) -> None:
    assert tags.tags_in(typed) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  Choir", "the choir"),
        ("Straße", "STRASSE"),
        ("Ｏｓｌｏ", "oslo"),
        ("e\u0301lan", "Élan"),
        ("ab", "a\u200bb"),
        ("نسیم\u200cالسادات", "نسیمالسادات"),
    ],
)
def test_case_width_and_spaces_make_no_other_tag(one: str, other: str) -> None:
    assert tags.tag_key(one) == tags.tag_key(other)


def test_accents_do_since_in_japanese_they_make_another_word() -> None:
    assert tags.tag_key("バス") != tags.tag_key("ハス")
    assert tags.tag_key("Kör") != tags.tag_key("Kor")


def test_a_name_too_long_is_refused_and_named() -> None:
    with pytest.raises(tags.TagTooLong) as refused:
        tags.tags_in("choir, " + "a" * 41)
    assert refused.value.name == "a" * 41


def test_a_name_whose_key_grows_too_long_is_refused_rather_than_cut() -> None:
    with pytest.raises(tags.TagTooLong):
        tags.tag_name("ﷺ" * 40)


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\u0301", "\u202e\ufeff", "a, b", "a、b"])
def test_what_cannot_be_seen_or_would_be_two_is_no_tag(name: str) -> None:
    with pytest.raises(tags.TagUnreadable):
        tags.tag_name(name)


def test_a_person_has_twenty_tags_at_most() -> None:
    tags.refuse_too_many([(18, 2), (0, 20), (20, 0)])
    tags.refuse_too_many([])
    with pytest.raises(tags.TooManyTags) as refused:
        tags.refuse_too_many([(17, 4), (3, 2), (18, 4)])
    assert (refused.value.people, refused.value.left) == (2, 2)


def test_a_notebook_has_two_hundred_at_most() -> None:
    tags.refuse_full(199, more=1)
    with pytest.raises(tags.NotebookFull) as refused:
        tags.refuse_full(200, more=1)
    assert refused.value.left == 0


def test_the_lowest_free_numbers_come_first() -> None:
    assert tags.free_numbers({1, 3}, most=5) == [2, 4, 5]
    assert tags.free_numbers([], most=2) == [1, 2]


def test_of_what_comes_with_a_file_each_takes_what_they_have_room_for() -> None:
    full = [f"tag {number}" for number in range(20)]
    new, put = tags.that_fit(
        {1: ["Choir", "Bass"], 2: ["choir", "a, b", "Friends"], 3: ["Choir"]},
        has={1: set(full[:19]), 2: {"friends"}, 3: set(full)},
        known={*full, "friends"},
    )
    assert (new, put) == ({"choir": "Choir"}, {1: ["choir"], 2: ["choir"], 3: []})


def test_new_tags_come_while_the_notebook_has_room_and_known_ones_after_it_as_well() -> None:
    known = {f"tag {number}" for number in range(199)}
    new, put = tags.that_fit(
        {1: ["Choir", "Bass", "tag 5"], 2: ["Bass", "CHOIR"]},
        has={1: set(), 2: set()},
        known=known,
    )
    assert (new, put) == ({"choir": "Choir"}, {1: ["choir", "tag 5"], 2: ["choir"]})
