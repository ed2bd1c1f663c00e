"""Which side each field is taken from, what is joined, and what goes back where somebody wrote on."""

import datetime as dt
from dataclasses import fields, replace

import pytest

from mentorhub.workspace.forms.merges import LISTS, SIDES
from mentorhub.workspace.rules.details import (
    Affiliation,
    Custom,
    Details,
    Labelled,
    PartialDate,
    Precision,
)
from mentorhub.workspace.rules.doubles import (
    SINGLE,
    STANDING,
    Chosen,
    Side,
    Standing,
    TooManyOfOne,
    both_of,
    differing,
    every,
    item_key,
    joined,
    more_careful,
    ordered,
    proposed,
    undone,
)
from mentorhub.workspace.rules.merging import MANY
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage

DAY = dt.date(2026, 5, 4)


def same(_kind: str, value: str) -> str:
    return value.casefold()


def standing(name: str = "Jana", **more: object) -> Standing:
    return Standing(Details(name, **more))  # type: ignore[arg-type]


def test_only_what_differs_is_asked_in_the_order_of_the_page() -> None:
    mine = replace(standing("Jana", nickname="J"), snoozed_until=DAY)
    theirs = standing("Jana", nickname="Jani", birthday=PartialDate(5, 2))
    assert differing(mine, theirs) == ["nickname", "birthday", "snoozed_until"]


def test_a_day_that_neither_knows_is_not_asked_for_its_precision() -> None:
    assert differing(standing(), standing(met_precision=Precision.MONTH)) == []
    mine, theirs = standing(met_on=DAY), standing(met_on=DAY, met_precision=Precision.MONTH)
    assert differing(mine, theirs) == ["met"]


@pytest.mark.parametrize(
    ("name", "mine", "theirs", "side"),
    [
        ("headline", {"headline": "Miller"}, {"headline": "Baker"}, Side.KEPT),
        ("headline", {}, {"headline": "Baker"}, Side.OTHER),
        ("remember", {"remember": "Rye"}, {"remember": "Cats"}, Side.BOTH),
        ("remember", {"remember": "Rye"}, {}, Side.KEPT),
        ("remember", {"remember": "Rye"}, {"remember": "Rye\nCats"}, Side.OTHER),
        ("remember", {"remember": "Rye\nCats"}, {"remember": "Cats"}, Side.KEPT),
        ("met", {}, {"met_on": DAY}, Side.OTHER),
        ("how_often", {"tier": Tier.OFF}, {"tier": Tier.CLOSE}, Side.OTHER),
        ("how_often", {"tier": Tier.OFF, "cadence_days": 9}, {"tier": Tier.CLOSE}, Side.KEPT),
    ],
)
def test_who_has_something_is_proposed_and_then_who_is_kept(
    name: str, mine: dict[str, object], theirs: dict[str, object], side: Side
) -> None:
    assert proposed(name, standing(**mine), standing(**theirs)) is side  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mine", "theirs", "side"),
    [
        (Stage.MET, Stage.MUTUAL, Side.OTHER),
        (Stage.MUTUAL, Stage.IN_TOUCH, Side.KEPT),
        (Stage.RESTING, Stage.MUTUAL, Side.KEPT),
    ],
)
def test_the_stage_that_is_further_is_proposed(mine: Stage, theirs: Stage, side: Side) -> None:
    one, other = replace(standing(), stage=mine), replace(standing(), stage=theirs)
    assert proposed("stage", one, other) is side


def test_a_stage_that_cannot_be_taken_is_not_asked() -> None:
    closed, met = replace(standing(), stage=Stage.CLOSED), replace(standing(), stage=Stage.MET)
    mutual = replace(standing(), stage=Stage.MUTUAL)
    assert differing(mutual, closed) == differing(mutual, met) == []
    assert differing(met, mutual) == ["stage"]


def test_both_are_joined_where_it_makes_sense_and_fits() -> None:
    mine, theirs = standing(purpose="a" * 300), standing(purpose="b" * 300)
    assert both_of("purpose", mine, theirs) == ""
    assert both_of("purpose", standing(purpose="Rye"), standing(purpose="Cats")) == "Rye; Cats"
    assert both_of("purpose", standing(purpose="Rye"), standing()) == ""
    assert both_of("name", standing("Jana"), standing("Jana N.")) == ""


def test_equal_ones_are_there_once_and_what_says_more_is_not_lost() -> None:
    mine = standing(emails=(Labelled("J@x.example"),), affiliations=(Affiliation("Mill"),))
    theirs = standing(
        emails=(Labelled("j@X.example", "work"), Labelled("k@x.example")),
        affiliations=(Affiliation("Mill"), Affiliation("Mill", since="2019")),
    )
    assert [one.value for one in every("emails", mine, theirs, same=same)] == [
        "J@x.example",
        "k@x.example",
    ]
    assert every("affiliations", mine, theirs, same=same) == theirs.details.affiliations


def test_what_was_chosen_is_one_persons() -> None:
    mine = standing("Jana", customs=(Custom("Choir", "Alto"),), tier=Tier.OFF)
    theirs = standing("Jana N.", customs=(Custom("Dog", "Rex"),), cadence_days=9, remember="Cats")
    chosen = Chosen(
        {"name": Side.OTHER, "how_often": Side.OTHER, "remember": Side.KEPT},
        frozenset([item_key("customs", Custom("Choir", "Alto"))]),
    )
    found = joined(mine, theirs, chosen, same=same)
    assert found == Details("Jana N.", customs=(Custom("Dog", "Rex"),), cadence_days=9)


def test_both_are_one_text_where_both_were_chosen() -> None:
    chosen = Chosen({"remember": Side.BOTH})
    both = joined(standing(remember="Bread"), standing(remember="Cats"), chosen, same=same)
    assert both.remember == "Bread\nCats"


def test_more_than_one_may_have_is_refused_unless_one_had_more_before() -> None:
    many = standing(customs=tuple(Custom("a", str(n)) for n in range(31)))
    with pytest.raises(TooManyOfOne):
        joined(standing(), many, Chosen({}), same=same)
    assert joined(many, standing(), Chosen({}), same=same) == many.details


def test_undone_is_as_before_but_for_what_was_changed_since() -> None:
    before = Details("Jana", met_on=DAY)
    after = replace(before, name="Jana N.", headline="Miller", nickname="Jani")
    now = replace(after, headline="Baker", met_precision=Precision.YEAR)
    assert undone(before, after, now) == replace(
        before, headline="Baker", met_precision=Precision.YEAR
    )


def test_every_detail_is_chosen_or_joined() -> None:
    """A field that is added to `Details` and forgotten here would be lost by a merge."""
    parts = [*MANY, *(part for group in SINGLE.values() for part in group)]
    assert sorted(parts) == sorted(field.name for field in fields(Details))
    assert set(LISTS) == {*MANY, "tags"}
    assert set(SIDES) == {*SINGLE, *STANDING}


@pytest.mark.parametrize("one", Visibility)
@pytest.mark.parametrize("other", Visibility)
def test_the_more_careful_of_two_is_the_same_whoever_is_kept(
    one: Visibility, other: Visibility
) -> None:
    found = more_careful(one, other)
    assert found is more_careful(other, one)
    assert Visibility.HIDDEN not in {one, other} or found is Visibility.HIDDEN


def test_a_pair_names_the_lower_id_first() -> None:
    assert ordered(3, 2) == ordered(2, 3) == (2, 3)
