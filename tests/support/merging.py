"""Two people of a notebook who are one, with something of every kind on each; merged and undone by the actions."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import select, text

from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import Model, db
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.merges import merge_people
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.doubles import doubles
from mentorhub.workspace.queries.merges import comparison
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.details import Affiliation, Labelled
from mentorhub.workspace.rules.doubles import Chosen, Side, differing, proposed
from mentorhub.workspace.rules.sharing import Direction
from tests.support import notebooks
from tests.support.stripe_client import StripeClient

# Written anew by what undoes a merge, with the same words; and what says only that something was written:
_NEW = {
    "person_detail": {"id"},
    "person_affiliation": {"id"},
    "person_tag": {"id", "tagged_at"},
    "person_photo": {"id"},
    "workspace": {"pairs_stale_at", "pairs_found_at"},
}


def two(viewer: Viewer) -> tuple[str, str]:
    """Jana as she was written down by hand, and as an address book has her; Zeynep knows both. Their public ids."""
    jana = notebooks.person(
        viewer, "Jana Novák", email="jana@example.org", company="Mill", remember="Likes rye bread"
    )
    double = notebooks.person(
        viewer,
        "Jana Nováková",
        emails=(Labelled("JANA@example.org"), Labelled("jn@work.example", "work")),
        affiliations=(Affiliation("Mill", since="2019"),),
        headline="Miller",
        remember="Likes rye bread\nTwo cats",
        occasion="The trade evening",
    )
    zeynep = notebooks.person(viewer, "Zeynep", met_through="Jana Nováková")
    tag_person(jana, ["Bread"], viewer=viewer)
    tag_person(double, ["Bread", "Cats"], viewer=viewer)
    for person_id, days, note in ((jana, 20, "Her own"), (double, 8, "The double’s")):
        gave = Favour(Direction.GAVE, f"A loaf, {note}")
        notebooks.talked(viewer, person_id, days, note=note, favour=gave)
        schedule_follow_up(person_id, viewer=viewer, due_on=notebooks.today(), reason=note)
        add_promise(person_id, viewer=viewer, what=note)
    notebooks.talked(
        viewer, double, 3, beside=[jana, zeynep], note="All three", note_about="She was tired"
    )
    _picture(viewer, double)
    return jana, double


def chosen(viewer: Viewer, kept: str, other: str, **sides: Side) -> Chosen:
    """What the page proposes, but for these sides."""
    found = comparison(kept, other, viewer=viewer)
    names = differing(found.mine, found.theirs)
    return Chosen({name: proposed(name, found.mine, found.theirs) for name in names} | sides)


def merge(viewer: Viewer, kept: str, other: str, **sides: Side) -> None:
    """Merge them as the page proposes, but for these sides."""
    found = comparison(kept, other, viewer=viewer)
    mine = chosen(viewer, kept, other, **sides)
    merge_people(kept, other, mine, viewer=viewer, seen=found.version)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for what is written anew with the same words."""
    found = {}
    db.session.rollback()
    with reading(viewer=SYSTEM) as session:
        for name in Model.metadata.tables:
            left = _NEW.get(name, set())
            rows = session.execute(text(f"SELECT * FROM {name}")).mappings()
            found[name] = sorted(
                ({key: row[key] for key in row if key not in left} for row in rows), key=repr
            )
    return found


def named(viewer: Viewer) -> list[str]:
    """The names of everybody who can be seen."""
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Person.name).order_by(Person.id)))


def _picture(viewer: Viewer, public_id: str) -> None:
    with transaction(viewer=viewer) as session:
        asked = select(Person).where(Person.public_id == public_id)
        who = session.scalars(asked.execution_options(**WITH_DELETED)).one()
        of = {"workspace_id": who.workspace_id, "person_id": who.id, "created_at": clock.now()}
        session.add(PersonPhoto(content=b"a picture", **of))


def pairs(viewer: Viewer) -> list[tuple[str, str]]:
    """The names of whom the viewer may have twice, as their page shows them."""
    page = doubles(viewer=viewer, page=1, dismissed_page=1)
    return [(pair.one.name, pair.other.name) for pair in page.open.rows]


def unlooked(_: StripeClient) -> tuple[Counter[str], Callable[[], None]]:
    """Two were written down who are one, and no worker looked."""
    viewer = notebooks.notebook()
    two(viewer)

    def found() -> None:
        assert pairs(viewer) == [("Jana Novák", "Jana Nováková")]

    return Counter(), found


PLANS = {"doubles": unlooked}
