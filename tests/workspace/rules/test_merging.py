"""Filling up loses nothing and overwrites nothing; doing it again changes nothing."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    Details,
    Labelled,
    Precision,
)
from mentorhub.workspace.rules.merging import filled
from mentorhub.workspace.rules.rhythm import Tier
from tests.workspace.rules.test_documents import DETAILS


@given(DETAILS, DETAILS)
def test_what_is_written_stays_and_again_changes_nothing(mine: Details, other: Details) -> None:
    once = filled(mine, other)
    assert filled(once, other) == once
    assert once.name == mine.name
    assert once.nickname == (mine.nickname or other.nickname)
    assert once.birthday == (mine.birthday or other.birthday)
    assert (once.tier, once.closeness) == (mine.tier, mine.closeness)
    assert once.emails[: len(mine.emails)] == mine.emails


@given(DETAILS)
def test_oneself_adds_nothing(mine: Details) -> None:
    assert filled(mine, mine) == mine


def test_only_what_is_missing_comes() -> None:
    mine = Details(
        "Ada", headline="Poet", emails=(Labelled("a@b.org", "home"),), remember="Oak\nTea"
    )
    other = Details(
        "Ada L.",
        headline="Painter",
        purpose="Looms",
        emails=(Labelled("A@B.org", "work"), Labelled("ada@c.org")),
        affiliations=(Affiliation("Mill"),),
        customs=(Custom("Choir", "Alto"),),
        remember="tea\nRye\nRye",
        met_on=dt.date(2024, 5, 1),
        met_precision=Precision.MONTH,
        tier=Tier.INNER,
    )
    found = filled(mine, other)
    assert (found.name, found.headline, found.purpose) == ("Ada", "Poet", "Looms")
    assert found.emails == (Labelled("a@b.org", "home"), Labelled("ada@c.org"))
    assert found.remember == "Oak\nTea\nRye"
    assert (found.met_on, found.met_precision) == (dt.date(2024, 5, 1), Precision.MONTH)
    assert found.tier is Tier.ACTIVE
    taken = filled(mine, other, takes_other=True)
    assert (taken.name, taken.headline) == ("Ada L.", "Painter")


def test_case_makes_no_other_address() -> None:
    mine = Details("Ada", addresses=(Address(street="Mill Lane 3", city="Oslo"),))
    other = Details(
        "Ada", addresses=(Address("home", "MILL LANE 3", city="oslo"), Address(city="Bergen"))
    )
    assert filled(mine, other).addresses == (*mine.addresses, Address(city="Bergen"))


def test_equal_numbers_are_equal_by_their_key() -> None:
    mine = Details("Ada", phones=(Labelled("+420 224 000 001"),))
    other = Details("Ada", phones=(Labelled("224000001"),))

    def last_nine(_kind: str, value: str) -> str:
        return value.replace(" ", "")[-9:]

    assert filled(mine, other, same=last_nine).phones == mine.phones
    assert len(filled(mine, other).phones) == 2


@given(st.integers(0, 40), st.integers(0, 40))
def test_nobody_gets_more_than_a_form_can_hold(mine: int, other: int) -> None:
    def many(count: int, of: str) -> Details:
        return Details("Ada", emails=tuple(Labelled(f"{of}{n}@b.org") for n in range(count)))

    found = filled(many(mine, "a"), many(other, "b"))
    assert len(found.emails) <= max(30, mine)
