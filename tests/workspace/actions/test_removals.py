"""Somebody asked to be removed: nothing of them is left, and only the notebook's own key knows them again."""

import pytest

from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.removals import remove_person
from mentorhub.workspace.matching.identities import IdentityKind
from mentorhub.workspace.models.details import PersonDetail, RemovedIdentity
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.queries.bin import in_bin
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.queries.removals import removed_count, removed_on
from mentorhub.workspace.rules.bin import Thing
from tests.support import notebooks
from tests.support.notebooks import today

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


@pytest.mark.parametrize("is_in_bin", [False, True])
def test_whoever_asked_is_erased_at_once_and_known_again_by_digests(is_in_bin: bool) -> None:
    viewer = notebooks.notebook()
    petra = notebooks.person(
        viewer, "Petra Nováková", **notebooks.RICH, occasion="Lunch with Petra"
    )
    zeynep = notebooks.person(viewer, "Zeynep")
    notebooks.talked(viewer, petra, 2, note="Alone")
    notebooks.talked(viewer, petra, 1, beside=[zeynep], note="Both")
    if is_in_bin:
        delete_thing(Thing.PERSON, petra, viewer=viewer)
    remove_person(petra, viewer=viewer)
    notebooks.assert_in_order()
    assert [one.name for one in notebooks.stored(Person)] == ["Zeynep"]
    assert [one.note for one in notebooks.stored(Interaction)] == ["Both"]
    assert (notebooks.stored(PersonDetail), notebooks.stored(Occasion)) == ([], [])
    assert in_bin(viewer=viewer, page=1).total == 0
    found = notebooks.stored(RemovedIdentity)
    kinds = [one.kind for one in found]
    assert {kind: kinds.count(kind) for kind in IdentityKind} == {
        IdentityKind.EMAIL: 2,
        IdentityKind.PHONE: 1,
        IdentityKind.PROFILE: 1,
        IdentityKind.NAME: 2,
    }
    assert not any("petra" in one.digest.lower() for one in found)
    assert removed_count(viewer=viewer) == 1


def test_who_is_written_down_again_is_known_by_any_detail_in_this_notebook_only() -> None:
    viewer = notebooks.notebook()
    other = notebooks.notebook("other@example.org", "Other")
    remove_person(notebooks.person(viewer, **notebooks.RICH), viewer=viewer)
    again = notebooks.person(viewer, "P. Nováková", email="PETRA@example.org")
    assert removed_on(again, viewer=viewer) == today()
    assert removed_on(notebooks.person(viewer, "Petra Nováková"), viewer=viewer) is None
    theirs = notebooks.person(other, "Petra Nováková", email="petra@example.org")
    assert (removed_on(theirs, viewer=other), removed_count(viewer=other)) == (None, 0)
    remove_person(again, viewer=viewer)  # what is known already is not stored twice
    assert len({one.digest for one in notebooks.stored(RemovedIdentity)}) == 6
    assert len(notebooks.stored(RemovedIdentity)) == 6


def test_nobody_removes_anothers_person() -> None:
    viewer = notebooks.notebook()
    petra = notebooks.person(viewer, **notebooks.RICH)
    with pytest.raises(NotFound):
        remove_person(petra, viewer=notebooks.notebook("other@example.org", "Other"))
    assert person(petra, viewer=viewer, now=clock.now()).person.name
    assert notebooks.stored(RemovedIdentity) == []
