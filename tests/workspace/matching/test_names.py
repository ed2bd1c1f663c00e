"""What two names say of one person: the reason that is given, and whether they contradict each other."""

import pytest

from mentorhub.workspace.matching.candidates import candidate
from mentorhub.workspace.matching.commonness import Commonness
from mentorhub.workspace.matching.names import are_others, compare_names
from mentorhub.workspace.matching.reasons import Reason


@pytest.mark.parametrize(
    ("one", "other", "reason", "is_other"),
    [
        ("Petr Novák", "Novak Petr", Reason.SAME_NAME, False),
        ("Jürgen Müller", "Juergen Mueller", Reason.SPELLED_OTHERWISE, False),
        ("Сергей Щербаков", "Sergei Schtscherbakow", Reason.SPELLED_OTHERWISE, False),
        ("Bob Smith", "Robert Smith", Reason.SHORT_FORM, False),
        ("Petr Svoboda", "Petr Svobdoa", Reason.SIMILAR_NAME, False),
        ("Jean-Luc Petit", "Jeanluc Petit", Reason.SIMILAR_NAME, False),
        ("P. Novák", "Petr Novák", Reason.PART_OF_NAME, False),
        ("Petr Novák", "Petr Jan Novák", Reason.PART_OF_NAME, False),
        ("Petr Novák", "Pavel Novák", Reason.PART_OF_NAME, True),
        ("Jana Dvořáková", "Jana Svobodová", Reason.PART_OF_NAME, True),
        ("Petr Novák", "Eva Svobodová", None, True),
        ("Petr Novák", "", None, False),
    ],
)
def test_what_two_names_are_to_each_other(
    one: str, other: str, reason: Reason | None, is_other: bool
) -> None:
    found = compare_names(candidate(1, name=one), candidate(2, name=other), Commonness())
    assert found == compare_names(candidate(2, name=other), candidate(1, name=one), Commonness())
    assert (found.reason, found.is_other) == (reason, is_other)
    assert are_others(candidate(1, name=one), candidate(2, name=other)) is is_other


def test_a_nickname_that_is_written_down_counts_as_a_name() -> None:
    pavel = candidate(1, name="Pavel Novák", nickname="Bambula")
    found = compare_names(pavel, candidate(2, name="Bambula Novák"), Commonness())
    assert (found.reason, found.is_other) == (Reason.SHORT_FORM, False)


def test_father_and_son_are_two() -> None:
    common = Commonness()
    old, young = candidate(1, name="Josef Novák st."), candidate(2, name="Josef Novák ml.")
    same = compare_names(old, candidate(3, name="Josef Novák st."), common)
    assert compare_names(old, young, common).bits < same.bits - 20


def test_likeness_costs_more_the_weaker_it_is() -> None:
    one, common = candidate(1, name="Robert Svoboda"), Commonness()
    names = (
        "Robert Svoboda",
        "Robert Swoboda",
        "Bob Svoboda",
        "Robert Svobdoa",
        "R. Svoboda",
        "Jan Svoboda",
    )
    bits = [compare_names(one, candidate(2, name=name), common).bits for name in names]
    assert bits == sorted(bits, reverse=True)
    assert len(set(bits)) == len(bits)
