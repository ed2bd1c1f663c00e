"""Whom a typed name may mean, by its words, a mailbox or a number; never anybody of another notebook."""

import pytest

from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.queries.similar import people_like, similar_people
from mentorhub.workspace.rules.bin import Thing
from tests.support import notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def test_who_has_the_name_or_the_mailbox_is_found_with_the_reasons() -> None:
    viewer = notebooks.notebook()
    notebooks.person(viewer, "Jana Nováková", occasion="The trade evening", company="Mill")
    notebooks.person(viewer, "Petr Svoboda", email="petr@example.org")
    notebooks.person(viewer, "Jana Dvořáková")
    notebooks.person(notebooks.notebook("other@example.org", "Other"), "Jana Nováková")
    (found,) = similar_people(notebooks.details("jana novakova"), viewer=viewer)
    assert (found.person.name, found.reasons) == ("Jana Nováková", "same_name")
    assert found.person.occasion is not None
    assert (found.person.occasion.name, found.person.company) == ("The trade evening", "Mill")
    (found,) = similar_people(notebooks.details("Petr S", email="PETR@example.org"), viewer=viewer)
    assert (found.person.name, found.reasons.split(",")[0]) == ("Petr Svoboda", "same_email")
    assert similar_people(notebooks.details("Zeynep"), viewer=viewer) == []


def test_whoever_is_in_the_bin_is_not_found() -> None:
    viewer = notebooks.notebook()
    delete_thing(Thing.PERSON, notebooks.person(viewer, "Jana Nováková"), viewer=viewer)
    assert similar_people(notebooks.details("Jana Nováková"), viewer=viewer) == []


def test_people_with_words_of_a_name_are_offered_those_with_the_most_first() -> None:
    viewer = notebooks.notebook()
    mine = notebooks.person(viewer, "Jana Nováková")
    for name in ("Petr Novák", "Jana Novotná", "Zeynep", "Novákova Jana"):
        notebooks.person(viewer, name)
    _who, found = people_like(mine, "jana novak", viewer=viewer)
    assert [one.name for one in found] == ["Novákova Jana", "Jana Novotná", "Petr Novák"]
    assert people_like(mine, "J", viewer=viewer)[1] == []
    assert people_like(mine, "100%", viewer=viewer)[1] == []
