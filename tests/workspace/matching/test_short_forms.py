"""The list of short forms: what is in it is found both ways, what is not is not."""

import pytest

from mentorhub.workspace.matching.short_forms import SHORT_FORMS, are_forms_of_one, long_forms
from mentorhub.workspace.matching.sounds import sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bob", "robert"),
        ("bob", "rob"),
        ("honza", "jan"),
        ("sasha", "aleksandr"),
        ("gosia", "malgorzata"),
    ],
)
def test_a_short_form_is_found_from_either_side(one: str, other: str) -> None:
    assert are_forms_of_one(sound(one), sound(other))
    assert are_forms_of_one(sound(other), sound(one))


@pytest.mark.parametrize(
    ("one", "other"), [("bob", "william"), ("jan", "jana"), ("novak", "svoboda")]
)
def test_other_names_are_none(one: str, other: str) -> None:
    assert not are_forms_of_one(sound(one), sound(other))


def test_a_name_is_its_own_long_form_first() -> None:
    assert long_forms("alek")[0] == "alek"
    assert set(long_forms(sound("alex"))) >= {sound("alexander"), sound("alexandra")}


def test_the_list_is_plain_ascii_and_names_nobody_twice() -> None:
    entries = SHORT_FORMS.replace("\n", " · ").strip(" ·").split(" · ")
    names = [entry.partition(":")[0] for entry in entries]
    assert names == sorted(set(names))
    words = " ".join(entries).replace(":", "").split()
    assert all(word.isascii() and word.islower() and word.isalpha() for word in words)
