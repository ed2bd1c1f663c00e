"""What was given: added to a conversation afterwards, to or by any of those who took part, and corrected."""

import pytest

from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.workspace.actions.gives import add_favour, change_give
from mentorhub.workspace.models.history import Give
from mentorhub.workspace.queries.gives import give_page
from mentorhub.workspace.queries.lists import people
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from tests.support import notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]
THREAD, RECIPE = Favour(Direction.GAVE, "Thread", 2), Favour(Direction.RECEIVED, "A recipe")


def test_several_gives_of_one_conversation_stand_with_whom_they_were() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    said = notebooks.talked(viewer, tomas, 3, beside=[zeynep], note="Looms")
    for favour, who in ((THREAD, tomas), (RECIPE, zeynep), (RECIPE, tomas)):
        add_favour(said, favour, who=who, viewer=viewer)
    (entry,) = person(tomas, viewer=viewer, now=clock.now()).timeline
    assert [(one.what, one.effort) for one in entry.gives] == [("Thread", 2), ("A recipe", 1)]
    assert {one.on_date for one in notebooks.stored(Give)} == {notebooks.ago(3)}
    for word in ("looms", "thread", "recipe"):
        assert people(viewer=viewer, now=clock.now(), search=word).total == 2
    notebooks.assert_in_order()


def test_a_give_is_corrected_in_words_direction_and_person() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    said = notebooks.talked(viewer, tomas, 3, beside=[zeynep])
    give = add_favour(said, THREAD, who=tomas, viewer=viewer)
    seen = version_of(give_page(give, viewer=viewer).stored)
    change_give(give, RECIPE, who=zeynep, viewer=viewer, seen=seen)
    assert give_page(give, viewer=viewer).stored == (RECIPE, zeynep)
    assert people(viewer=viewer, now=clock.now(), search="thread").total == 0
    with pytest.raises(ChangedElsewhere):
        change_give(give, THREAD, who=zeynep, viewer=viewer, seen=seen)
    change_give(give, RECIPE, who=zeynep, viewer=viewer, seen=seen)  # what stands already
    notebooks.assert_in_order()


def test_a_give_is_of_somebody_who_took_part_and_of_ones_own() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    said = notebooks.talked(viewer, tomas, 3)
    give = add_favour(said, THREAD, who=tomas, viewer=viewer)
    other = notebooks.notebook("other@example.org", "Other")
    for who, by in ((zeynep, viewer), (tomas, other)):
        with pytest.raises(NotFound):
            add_favour(said, RECIPE, who=who, viewer=by)
        with pytest.raises(NotFound):
            change_give(give, RECIPE, who=who, viewer=by, seen="")
    assert [one.what for one in notebooks.stored(Give)] == ["Thread"]
