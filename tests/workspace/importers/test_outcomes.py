"""What a record is to a notebook: new, the same person, perhaps the same one, or somebody who asked to be removed."""

from typing import Any

import pytest

from mentorhub.workspace.importers.outcomes import REMOVED, Found, outcomes
from mentorhub.workspace.importers.records import Problem, Record
from mentorhub.workspace.matching.identities import digests, identities
from mentorhub.workspace.rules.details import Affiliation, Details, Labelled
from mentorhub.workspace.rules.imports import Book, Outcome

ADA = Details(
    "Ada Lovelace",
    emails=(Labelled("ada@example.org"),),
    phones=(Labelled("+44 20 7946 0000"),),
    links=(Labelled("https://www.linkedin.com/in/ada"),),
    affiliations=(Affiliation("Mill"),),
)
KEY = "k" * 43


def book(people: dict[int, Details] | None = None, **more: Any) -> Book:
    known: dict[str, Any] = {"cards": {}, "seen": {}, "removed": frozenset()}
    return Book(
        people={7: ADA} if people is None else people,
        removal_key=KEY,
        region="GB",
        **(known | more),
    )


def found(*records: Record, of: Book | None = None) -> list[Found]:
    return outcomes(records, [f"{record.row}" for record in records], of or book())


@pytest.mark.parametrize(
    "record",
    [
        Record(1, name="Ada Lovelace", emails=(Labelled("ADA@example.org"),)),
        Record(1, name="A. Lovelace", phones=(Labelled("020 7946 0000"),)),
        Record(1, name="Augusta King", links=(Labelled("linkedin.com/in/ada/"),)),
    ],
)
def test_whoever_has_a_way_to_be_reached_in_common_is_the_same(record: Record) -> None:
    (one,) = found(record)
    assert (one.outcome, one.person_id) == (Outcome.UPDATE, 7)


def test_a_card_that_went_out_from_here_comes_back_to_its_person() -> None:
    record = Record(1, name="Somebody else", uid="mentorhub-person-x")
    (one,) = found(record, of=book(cards={"mentorhub-person-x": 7}))
    assert (one.outcome, one.person_id) == (Outcome.UPDATE, 7)


def test_a_name_and_a_company_only_suggest() -> None:
    (one,) = found(Record(1, name="Ada Lovelace", affiliations=(Affiliation("Mill"),)))
    assert (one.outcome, one.person_id) == (Outcome.DOUBLE, 7)
    assert "same_name" in one.reasons


def test_others_are_new_and_an_earlier_row_may_be_the_same() -> None:
    bo = Record(1, name="Bo Li", emails=(Labelled("bo@example.org"),))
    again = Record(2, name="Bo Li", emails=(Labelled("bo@example.org"),), note="Twice")
    first, second = found(bo, again)
    assert first.outcome is Outcome.NEW
    assert (second.outcome, second.person_id, second.same_row) == (Outcome.UPDATE, None, 1)


def test_the_very_same_record_is_known_by_its_digest() -> None:
    (one,) = found(Record(1, name="Nobody Known"), of=book(seen={"1": 7}))
    assert (one.outcome, one.person_id) == (Outcome.UPDATE, 7)
    (gone,) = found(Record(1, name="Nobody Known"), of=book({}, seen={"1": 7}))
    assert gone.outcome is Outcome.NEW


def test_what_cannot_be_used_says_why() -> None:
    (one,) = found(Record(1, problem=Problem.NAMELESS))
    assert (one.outcome, one.reasons) == (Outcome.UNUSABLE, ("nameless",))


def test_whoever_asked_to_be_removed_does_not_come_back() -> None:
    removed = frozenset(digests(identities(ADA, region="GB"), key=KEY))
    record = Record(1, name="Ada", phones=(Labelled("020 7946 0000"),))
    (one,) = found(record, of=book({}, removed=removed))
    assert (one.outcome, one.reasons) == (Outcome.UNUSABLE, (REMOVED,))
