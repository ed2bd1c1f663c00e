"""Who goes out: all, those of a list, or one; never those of the bin, or anybody else's."""

import pytest

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.queries import cards as queries
from mentorhub.workspace.queries.cards import Asked, cards
from mentorhub.workspace.queries.filters import Which
from tests.support import factories, importing, notebooks

pytestmark = [pytest.mark.usefixtures("in_app"), pytest.mark.database]
CARD = b"BEGIN:VCARD\nVERSION:3.0\nFN:Bea\nUID:own-1\nX-FOO:1\nX-BAR:2\nEND:VCARD\n"


@pytest.fixture
def viewer() -> Viewer:
    """A notebook of three people beside Bo's."""
    found = notebooks.notebook()
    for name in ("Ada", "Zoë"):
        notebooks.person(found, name)
    importing.take_in(found, CARD)
    notebooks.person(notebooks.notebook("bo@example.org", "Bo"), "Not mine")
    return found


def named(viewer: Viewer, asked: Asked = Asked()) -> list[str]:
    """Their names, as they go out."""
    return [one.details.name for one in cards(viewer=viewer, asked=asked)]


def test_everybody_goes_out_with_tags_and_what_came_with_the_card(
    viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "BATCH", 2)
    ada, zoe, bea = cards(viewer=viewer)
    assert [one.details.name for one in (ada, zoe, bea)] == ["Ada", "Zoë", "Bea"]
    assert (bea.uid, bea.lines) == ("own-1", ("X-FOO:1", "X-BAR:2"))
    tag_person(ada.uid.removeprefix("mentorhub-person-"), ["b", "a"], viewer=viewer)
    assert next(cards(viewer=viewer)).tags == ("a", "b")


def test_those_of_a_list_or_one(viewer: Viewer) -> None:
    ada = next(cards(viewer=viewer))
    public_id = ada.uid.removeprefix("mentorhub-person-")
    assert named(viewer, Asked(Which("zo"), clock.now())) == ["Zoë"]
    assert named(viewer, Asked(public_id=public_id)) == ["Ada"]
    assert named(notebooks.notebook("cy@example.org", "Cy"), Asked(public_id=public_id)) == []


def test_whoever_has_no_notebook_gets_none(viewer: Viewer) -> None:
    stranger = USER(factories.user("stranger@example.org", "A Stranger"))
    with pytest.raises(NotFound):
        next(cards(viewer=stranger))
