"""Two people side by side: what hangs on each, and a version that moves with anything of either."""

import pytest

from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.queries.merges import comparison
from tests.support import merging, notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def test_two_stand_side_by_side_with_what_hangs_on_each() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    found = comparison(jana, double, viewer=viewer)
    assert [counts["conversations"] for counts in found.counts] == [2, 2]
    assert (found.mine.tags, found.theirs.tags) == (("Bread",), ("Bread", "Cats"))
    assert (found.mine.photo, bool(found.theirs.photo)) == ("", True)
    assert found.same("emails", "Jana@example.org") == found.same("emails", "jana@EXAMPLE.org")
    assert comparison(jana, double, viewer=viewer).version == found.version
    tag_person(double, ["Rye"], viewer=viewer)
    assert comparison(jana, double, viewer=viewer).version != found.version


def test_nobody_is_compared_with_themselves_or_with_anothers() -> None:
    viewer = notebooks.notebook()
    jana = notebooks.person(viewer, "Jana")
    theirs = notebooks.person(notebooks.notebook("other@example.org", "Other"), "Jana")
    for other in (jana, theirs):
        with pytest.raises(NotFound):
            comparison(jana, other, viewer=viewer)
