"""The history of everybody together: never cut short, each conversation once."""

import pytest

from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.queries.all_conversations import PAGE, all_conversations
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from tests.support import notebooks
from tests.support.counting import queries_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


@pytest.mark.wish(22)
def test_every_conversation_with_anybody_is_there_once_the_latest_first() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    notebooks.talked(viewer, tomas, 0, beside=[zeynep], favour=Favour(Direction.GAVE))
    with queries_of() as few:
        (row,) = all_conversations(viewer=viewer, page=1).rows
    assert [one.person.name for one in row.participants] == ["Tomáš", "Zeynep"]
    assert len(row.gives) == 1
    for days in range(1, 2 * PAGE + 1):
        notebooks.talked(viewer, (tomas, zeynep)[days % 2], days)
    with queries_of() as many:
        pages = [all_conversations(viewer=viewer, page=number) for number in (1, 2, 3)]
    assert len(many) == 3 * len(few)
    days_shown = [row.interaction.on_date for page in pages for row in page.rows]
    assert days_shown == [notebooks.ago(days) for days in range(2 * PAGE + 1)]
    last = pages[2]
    assert (last.first, last.last, last.total) == (2 * PAGE + 1, 2 * PAGE + 1, 2 * PAGE + 1)
    assert all_conversations(viewer=viewer, page=99).page == 3


def test_what_lies_in_the_bin_or_is_anothers_is_not_there() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, "Tomáš")
    delete_thing(Thing.CONVERSATION, notebooks.talked(viewer, tomas, 0), viewer=viewer)
    notebooks.talked(viewer, tomas, 1)
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    other = notebooks.notebook("other@example.org", "Other")
    for by in (viewer, other):
        assert all_conversations(viewer=by, page=1).rows == []
    with pytest.raises(NotFound):
        all_conversations(viewer=PUBLIC, page=1)
