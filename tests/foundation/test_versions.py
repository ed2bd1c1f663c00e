"""Versions of words: others as soon as anything in them is; one form's use differs from another's."""

import datetime as dt
from dataclasses import dataclass

import pytest

from mentorhub.foundation.versions import (
    ChangedElsewhere,
    refuse_overwriting,
    use_of,
    version_of,
)


@dataclass(frozen=True)
class Words:
    text: str
    on: dt.date | None = None


def test_a_version_is_short_and_the_same_for_the_same_words() -> None:
    assert version_of(Words("a")) == version_of(Words("a"))
    assert len(version_of("x" * 100_000)) == 22


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("", None), (None, "")),
        ((1,), (True,)),
        ((Words("a"),), (Words("a", dt.date(2026, 5, 7)),)),
        ((["a", "b"],), (["b", "a"],)),
        (("\ud800",), ("\ud801",)),
        (({"a": 1},), ({"a": 2},)),
    ],
)
def test_other_words_have_another_version(one: tuple[object], other: tuple[object]) -> None:
    assert version_of(*one) != version_of(*other)


def test_two_forms_with_the_same_words_do_not_look_alike() -> None:
    one, other = use_of("one", "words"), use_of("other", "words")
    assert one is not None and other is not None
    assert one.digest != other.digest
    assert use_of("one", "words") == one
    assert use_of(None, "words") is None


def test_what_nobody_saw_is_not_overwritten() -> None:
    stored, wanted = Words("stored"), Words("wanted")
    refuse_overwriting(stored, wanted, seen=version_of(stored))
    refuse_overwriting(stored, stored, seen="")
    for seen in ("", version_of(wanted)):
        with pytest.raises(ChangedElsewhere):
            refuse_overwriting(stored, wanted, seen=seen)
