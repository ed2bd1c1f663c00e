"""Notebooks and people that these tests start from, made through the package's own actions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from mentorhub.accounts.security.photos import redrawn
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import Model, db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.workspace.actions.doubles import dismiss_pair
from mentorhub.workspace.actions.history import log_interaction
from mentorhub.workspace.actions.imports import create_import
from mentorhub.workspace.actions.merges import merge_people
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.actions.people import add_person
from mentorhub.workspace.invariants import doubles, history, search
from mentorhub.workspace.invariants import notebook as notebook_laws
from mentorhub.workspace.matching.identities import IdentityKind
from mentorhub.workspace.models.details import PersonPhoto, RemovedIdentity
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.models.workspaces import Pause
from mentorhub.workspace.queries.merges import comparison
from mentorhub.workspace.rules.conversations import Conversation, Favour, Part
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Details,
    Labelled,
    PartialDate,
)
from mentorhub.workspace.rules.doubles import Chosen
from mentorhub.workspace.rules.warmth import Kind
from tests.support import factories, pictures

Stored = TypeVar("Stored", bound=Model)
THANKS = "Say thank you"
EMAIL = "amara@example.org"


def notebook(email: str = EMAIL, name: str = "Amara Nwosu", **fields: Any) -> Viewer:
    """A mentee with an enrolled seat and an open notebook, in a programme of their own."""
    number = sum(map(ord, email))
    practice = factories.practice(mentor_email=f"mentor-{number}@example.org")
    return enrolled(factories.program(*practice, slug=f"programme-{number}"), email, name, **fields)


def enrolled(
    scene: factories.Scene, email: str = EMAIL, name: str = "Amara Nwosu", **fields: Any
) -> Viewer:
    """A mentee of this programme with an open notebook."""
    user_id = factories.user(email, name, **fields)
    factories.enrolled(scene, user_id)
    open_workspace(viewer=USER(user_id))
    return USER(user_id)


def today() -> dt.date:
    """Today in UTC, which is these users' zone unless told otherwise."""
    return clock.now().date()


def ago(days: int) -> dt.date:
    """That many days before today."""
    return today() - dt.timedelta(days=days)


def details(
    name: str = "Tomáš Dvořák", *, email: str = "", phone: str = "", company: str = "", **more: Any
) -> Details:
    """Details of a person with at most one of each."""
    one: dict[str, Any] = {
        "emails": (Labelled(email),) if email else (),
        "phones": (Labelled(phone),) if phone else (),
        "affiliations": (Affiliation(company),) if company else (),
    }
    return Details(name, **(one | more))


def person(viewer: Viewer, name: str = "Tomáš Dvořák", *, note: str = "", **more: Any) -> str:
    """The public id of a person written down with these details; not met unless told when."""
    added = add_person(details(name, **more), viewer=viewer, note=note, thank_you=THANKS)
    return added.public_id


def talked(
    viewer: Viewer,
    person_id: str,
    days_ago: int,
    *,
    beside: Sequence[str] = (),
    note_about: str = "",
    favour: Favour | None = None,
    form_key: str | None = None,
    **told: Any,
) -> str:
    """The public id of a conversation that many days ago; a message both ways unless told otherwise.

    `beside` are the public ids of others who took part; `note_about` is about the first alone.
    """
    said: dict[str, Any] = {"kind": Kind.MESSAGE, "is_two_way": True, "on_date": ago(days_ago)}
    return log_interaction(
        [Part(person_id, note_about), *map(Part, beside)],
        Conversation(**(said | told)),
        viewer=viewer,
        favour=favour,
        form_key=form_key,
    )


def stored(table: type[Stored]) -> list[Stored]:
    """Every row of a table that there is, also in the bin, the oldest first."""
    db.session.rollback()
    asked = select(table).order_by(table.id)  # type: ignore[attr-defined]
    with reading(viewer=SYSTEM) as session:
        return list(session.scalars(asked.execution_options(**WITH_DELETED)))


def assert_in_order() -> None:
    """No invariant of the notebook is broken."""
    ours = (notebook_laws, history, doubles, search)
    laws = [law for module in ours for law in module.INVARIANTS]
    broken = [(str(law), law(viewer=SYSTEM)) for law in laws]
    assert [one for one in broken if one[1]] == []


def mentor() -> Viewer:
    """The mentor of the only mentorship there is."""
    with reading(viewer=SYSTEM) as session:
        return USER(session.scalars(select(Mentorship.mentor_id)).one())


RICH: dict[str, Any] = {
    "given_name": "Petra",
    "family_name": "Nováková",
    "emails": (Labelled("petra@example.org", "work"), Labelled("p@home.example")),
    "phones": (Labelled("+420 224 000 001", "mobile"),),
    "links": (Labelled("https://www.linkedin.com/in/petra-novakova"),),
    "customs": (Custom("Choir", "Second alto"),),
    "addresses": (Address("home", street="Dlouhá 3", city="Praha", country="Czechia"),),
    "affiliations": (Affiliation("Dřevo", "Architect", since="2019-04"), Affiliation("ČVUT")),
    "birthday": PartialDate(5, 2),
    "events": (DatedEvent("Opened her studio", PartialDate(2, 29, 2016)),),
}


def full(viewer: Viewer) -> str:
    """Somebody with something in every table of a person's; and a pause, a removal. The person's public id."""
    petra = person(viewer, "Petra Nováková", **RICH)
    now = clock.now()
    with transaction(viewer=viewer) as session:
        mine = session.scalars(select(Person).where(Person.public_id == petra)).one()
        of = {"workspace_id": mine.workspace_id}
        digest = RemovedIdentity(kind=IdentityKind.EMAIL, digest="d" * 43, removed_at=now, **of)
        pause = Pause(from_on=ago(9), until_on=ago(3), created_at=now, **of)
        photo = PersonPhoto(
            person_id=mine.id, content=redrawn(pictures.plain()), created_at=now, **of
        )
        saved = SavedSearch(
            number=1, name="Architects", name_key="architects", created_at=now, **of
        )
        saved.asked = "q=architect"
        session.add_all([digest, pause, photo, saved])
    create_import(b"First Name,Last Name,Email Address\nNew,Comer,new@example.org\n", viewer=viewer)
    return petra


def doubled(viewer: Viewer, person_id: str) -> None:
    """Somebody who was written down twice and merged, and somebody else of whom it was said that they are another."""
    double, another = person(viewer, "Petra N."), person(viewer, "Petra Novotná")
    seen = comparison(person_id, double, viewer=viewer).version
    merge_people(person_id, double, Chosen({}), viewer=viewer, seen=seen)
    dismiss_pair(person_id, another, viewer=viewer)
