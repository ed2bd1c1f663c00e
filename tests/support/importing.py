"""Imports in tests: a file looked at, taken in and back, all by the package's own actions and worker."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace import periodic
from mentorhub.workspace.actions.imports import apply_import, create_import, undo_import
from mentorhub.workspace.models.imports import ContactImport
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.queries.imports import ImportPage, import_page
from mentorhub.workspace.rules.details import Details
from tests.support import notebooks
from tests.support.stripe_client import StripeClient

LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"


def linkedin(*people: str) -> bytes:
    """A file of LinkedIn's: for each name a profile, a company and a role, and no e-mail."""
    lines = (
        f"{name.split()[0]},{name.split()[1]},https://www.linkedin.com/in/{name.replace(' ', '-').lower()},,"
        f"Mill {name[0]},Miller,05 Mar 2024\r\n"
        for name in people
    )
    return (LINKEDIN + "".join(lines)).encode()


def look(viewer: Viewer, data: bytes, **more: Any) -> str:
    """The public id of an import that is previewed."""
    return create_import(data, viewer=viewer, file_name="Connections.csv", **more)


def take_in(viewer: Viewer, data: bytes, **more: Any) -> str:
    """The public id of an import that a worker has taken in."""
    public_id = look(viewer, data)
    apply_import(public_id, viewer=viewer, **more)
    assert periodic.run_imports() == 0
    return public_id


def take_back(viewer: Viewer, public_id: str) -> None:
    """Let a worker take it back."""
    undo_import(public_id, viewer=viewer)
    assert periodic.run_imports() == 0


def page(viewer: Viewer, public_id: str, **more: Any) -> ImportPage:
    """The import as its owner sees it."""
    return import_page(public_id, viewer=viewer, **more)


def state(viewer: Viewer, public_id: str) -> str:
    """Its state."""
    return page(viewer, public_id).contact_import.state.value


def counts(viewer: Viewer, public_id: str) -> tuple[int, int, int, int]:
    """New, updates, doubles, unusable."""
    found: ContactImport = page(viewer, public_id).contact_import
    return found.new, found.updates, found.doubles, found.unusable


def everybody(viewer: Viewer) -> dict[str, Details]:
    """What is written about everybody in the notebook, by name."""
    with reading(viewer=viewer) as session:
        session.expire_all()
        people = session.scalars(select(Person).order_by(Person.id)).all()
        details = read_details(session, people)
        return {person.name: details[person.id] for person in people}


def waiting(_: StripeClient) -> tuple[Counter[str], Callable[[], None]]:
    """Somebody asked for a file to be taken in, and no worker ran."""
    viewer = notebooks.notebook()
    public_id = look(viewer, linkedin("Ada Lovelace"))
    apply_import(public_id, viewer=viewer)

    def taken_in() -> None:
        assert list(everybody(viewer)) == ["Ada Lovelace"]

    return Counter(), taken_in


def old(_: StripeClient) -> tuple[Counter[str], Callable[[], None]]:
    """A file that was looked at a month ago, and never taken in."""
    viewer = notebooks.notebook()
    with clock.moved(-dt.timedelta(days=31)):
        public_id = look(viewer, linkedin("Ada Lovelace"))

    def forgotten() -> None:
        found = page(viewer, public_id)
        assert [row.name for row in found.rows] == [""]

    return Counter(), forgotten


PLANS = {"imports": waiting, "imports-old": old}
