"""Something given, with the conversation it was in."""

import pytest

from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.history import Give
from mentorhub.workspace.queries.gives import give_page
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from tests.support import notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def test_a_give_is_its_owners_with_everybody_who_took_part() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    gave = Favour(Direction.GAVE, "Thread", 3)
    said = notebooks.talked(viewer, tomas, 1, beside=[zeynep], favour=gave)
    give = notebooks.stored(Give)[0].public_id
    found = give_page(give, viewer=viewer)
    assert (found.stored, found.interaction.public_id) == ((gave, tomas), said)
    assert [one.person.name for one in found.participants] == ["Tomáš", "Zeynep"]
    with pytest.raises(NotFound):
        give_page(give, viewer=notebooks.notebook("other@example.org", "Other"))
