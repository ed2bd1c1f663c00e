"""What speaks for two being one: what they share, how many share it, what contradicts it."""

from typing import Any

import pytest

from mentorhub.workspace.matching.candidates import candidate
from mentorhub.workspace.matching.commonness import Commonness
from mentorhub.workspace.matching.evidence import Evidence, evidence
from mentorhub.workspace.matching.reasons import Reason


def found(one: dict[str, Any], other: dict[str, Any], *others: dict[str, Any]) -> Evidence:
    """Of the first two, in a notebook that holds the others too."""
    people = [
        candidate(key, **{"name": "", **each}) for key, each in enumerate((one, other, *others))
    ]
    common = Commonness()
    for each in people:
        common.add(each)
    assert evidence(people[0], people[1], common) == evidence(people[1], people[0], common)
    return evidence(people[0], people[1], common)


PETR = {"name": "Petr Novák", "emails": ["petr@gmail.com"], "phones": ["+420 221 555 014"]}


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (
            PETR,
            {"name": "P. Novak", "emails": ["PETR@gmail.com"]},
            {Reason.SAME_EMAIL, Reason.PART_OF_NAME},
        ),
        (
            PETR,
            {"name": "Petr", "phones": ["00420221555014"]},
            {Reason.SAME_PHONE, Reason.PART_OF_NAME},
        ),
        (
            PETR,
            {"name": "Petr Novák", "phones": ["221 555 014"]},
            {Reason.SAME_PHONE, Reason.SAME_NAME},
        ),
        (PETR, {"emails": ["petr@gmail.com"]}, {Reason.SAME_EMAIL}),
        (
            {"name": "Jana Malá", "links": ["linkedin.com/in/jana"]},
            {"name": "Jana Novotná", "links": ["https://cz.linkedin.com/in/Jana/"]},
            {Reason.SAME_PROFILE, Reason.PART_OF_NAME},
        ),
        (
            {"name": "Ivo Ryba", "organizations": ["Acme s.r.o."], "birthday": "1980-02-29"},
            {"name": "Ivo Riba", "organizations": ["Acme International"], "birthday": "--02-29"},
            {Reason.SPELLED_OTHERWISE, Reason.SAME_ORGANIZATION, Reason.SAME_BIRTHDAY},
        ),
    ],
)
def test_they_are_one(one: dict[str, Any], other: dict[str, Any], reasons: set[Reason]) -> None:
    likely = found(one, other)
    assert likely.bits > 0
    assert set(likely.reasons) == reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PETR, {"name": "Eva Nováková", "phones": ["+420221555014"]}),
        (PETR, {"name": "Petra Nováková", "phones": ["+420221555014"]}),
        (PETR, {**PETR, "name": "Pavel Novák"}),
        (
            {**PETR, "name": "Josef Novák st."},
            {"name": "Josef Novák ml.", "phones": PETR["phones"]},
        ),
        ({"name": "Petr"}, {"name": "Petr Novák"}),
        (PETR, {"name": "Eva Malá", "organizations": ["Acme"]}),
        (
            {"name": "Jan Malý", "emails": ["info@acme.example"], "organizations": ["Acme"]},
            {"name": "Eva Bílá", "emails": ["info@acme.example"], "organizations": ["Acme"]},
        ),
        (
            {"name": "Sarah Smith", "emails": ["info@acme.example"], "organizations": ["Acme"]},
            {"name": "Sarah Ashton", "emails": ["info@acme.example"], "organizations": ["Acme"]},
        ),
        (
            {"name": "Jan Malý", "emails": ["jan.maly1@acme.example"], "birthday": "1980-01-01"},
            {"name": "Jan Malý", "emails": ["jan.maly2@acme.example"], "birthday": "1990-12-01"},
        ),
    ],
)
def test_they_are_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert found(one, other).bits < 0


def test_an_address_that_many_have_says_little() -> None:
    two = (
        {"name": "Petr", "emails": ["a@x.example"]},
        {"name": "Petr Malý", "emails": ["a@x.example"]},
    )
    many = ({"name": f"Q{number}", "emails": ["a@x.example"]} for number in range(30))
    assert found(*two, *many).bits < found(*two).bits - 10


def test_a_number_that_is_one_nowhere_is_compared_by_its_end() -> None:
    unread = {"name": "Petr Novák", "phones": ["221 555 014"]}
    assert Reason.SAME_PHONE in found(PETR, {**unread, "region": ""}).reasons
    assert (
        Reason.SAME_PHONE
        not in found(PETR, {"name": "Petr Novák", "phones": ["221 555 015"]}).reasons
    )


def test_another_profile_of_the_same_network_contradicts() -> None:
    one = {"name": "Ivo Ryba", "links": ["linkedin.com/in/ivo"]}
    other = {"name": "Ivo Ryba", "links": ["linkedin.com/in/ryba"]}
    assert (
        found(one, other).bits < found(one, {"name": "Ivo Ryba", "links": ["github.com/ivo"]}).bits
    )
