"""How many asked to be removed, and whether somebody is one of them: asked for ones own people only."""

import pytest

from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.removals import remove_person
from mentorhub.workspace.queries.removals import removed_count, removed_on
from tests.support import notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def test_people_are_counted_and_not_their_details() -> None:
    viewer = notebooks.notebook()
    for name in ("Tomáš", "Zeynep"):
        who = notebooks.person(viewer, name, email=f"{len(name)}@example.org", company="Mill")
        remove_person(who, viewer=viewer)
    assert removed_count(viewer=viewer) == 2


def test_nobody_asks_about_anothers_person() -> None:
    tomas = notebooks.person(notebooks.notebook())
    with pytest.raises(NotFound):
        removed_on(tomas, viewer=notebooks.notebook("other@example.org", "Other"))
