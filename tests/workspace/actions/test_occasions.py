"""An occasion, corrected: found by its new name, never in place of another."""

import pytest

from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.occasions import change_occasion
from mentorhub.workspace.models.people import Occasion
from mentorhub.workspace.queries.lists import people
from mentorhub.workspace.queries.occasions import occasion
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.due_dates import DayAhead
from mentorhub.workspace.rules.occasions import OccasionExists
from tests.support import notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def occasion_named(name: str) -> str:
    return next(one.public_id for one in notebooks.stored(Occasion) if one.name == name)


def test_a_corrected_occasion_is_everybodys_who_was_met_there() -> None:
    viewer = notebooks.notebook()
    for name in ("Tomáš", "Zeynep"):
        notebooks.person(viewer, name, occasion="The fare")
    fair = occasion_named("The fare")
    seen = version_of(occasion(fair, viewer=viewer).stored)
    change_occasion(fair, "The fair", on=notebooks.ago(3), viewer=viewer, seen=seen)
    assert occasion(fair, viewer=viewer).stored == ("The fair", notebooks.ago(3))
    found = people(viewer=viewer, now=clock.now(), search="fair")
    assert [row.person.name for row in found.rows] == ["Tomáš", "Zeynep"]
    assert people(viewer=viewer, now=clock.now(), search="fare").total == 0
    with pytest.raises(ChangedElsewhere):
        change_occasion(fair, "Lunch", on=None, viewer=viewer, seen=seen)
    with pytest.raises(DayAhead):
        change_occasion(fair, "Lunch", on=notebooks.ago(-1), viewer=viewer, seen=seen)


def test_an_occasion_does_not_take_the_name_of_another() -> None:
    viewer = notebooks.notebook()
    for name, where in (("Tomáš", "The fair"), ("Zeynep", "Lunch")):
        notebooks.person(viewer, name, occasion=where)
    fair, lunch = occasion_named("The fair"), occasion_named("Lunch")
    seen = version_of(occasion(fair, viewer=viewer).stored)
    for is_in_bin in (False, True):
        if is_in_bin:
            delete_thing(Thing.OCCASION, lunch, viewer=viewer)
        with pytest.raises(OccasionExists) as refusal:
            change_occasion(fair, "LUNCH", on=None, viewer=viewer, seen=seen)
        assert refusal.value.is_in_bin is is_in_bin
    with pytest.raises(NotFound):
        change_occasion(lunch, "Supper", on=None, viewer=viewer, seen=seen)


def test_nobody_corrects_anothers_occasion() -> None:
    viewer = notebooks.notebook()
    notebooks.person(viewer, occasion="The fair")
    other = notebooks.notebook("other@example.org", "Other")
    fair = occasion_named("The fair")
    seen = version_of(occasion(fair, viewer=viewer).stored)
    with pytest.raises(NotFound):
        change_occasion(fair, "Mine", on=None, viewer=other, seen=seen)
    with pytest.raises(NotFound):
        occasion(fair, viewer=other)
