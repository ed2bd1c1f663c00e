"""An occasion with everybody who was met there, in pages."""

import pytest

from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.people import Occasion
from mentorhub.workspace.queries.occasions import PAGE, occasion
from tests.support import notebooks
from tests.support.counting import queries_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


@pytest.mark.wish(17)
def test_who_was_met_at_an_occasion_is_listed_by_name_in_pages() -> None:
    viewer = notebooks.notebook()
    notebooks.person(viewer, "Guest 00", occasion="The fair", company="Mill")
    fair = notebooks.stored(Occasion)[0].public_id
    with queries_of() as few:
        assert [one.name for one in occasion(fair, viewer=viewer).rows] == ["Guest 00"]
    for number in range(1, PAGE + 1):
        notebooks.person(viewer, f"Guest {number:02}", occasion="The fair", company="Mill")
    notebooks.person(viewer, "Elsewhere", occasion="Lunch")
    with queries_of() as many:
        found = occasion(fair, viewer=viewer, page=2)
    assert len(few) == len(many)
    assert (found.first, found.last, found.total) == (PAGE + 1, PAGE + 1, PAGE + 1)
    assert [one.name for one in found.rows] == [f"Guest {PAGE}"]
    assert [one.company for one in found.rows] == ["Mill"]
    with pytest.raises(NotFound):
        occasion(fair, viewer=notebooks.notebook("other@example.org", "Other"))
