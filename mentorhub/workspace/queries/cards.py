"""People to take out: each with all that is written about them, some hundred in memory at once."""

import datetime as dt
from collections.abc import Generator, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from mentorhub.accounts.security.photos import as_jpeg
from mentorhub.foundation.database.sessions import snapshot
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.writing import BATCH, read_details
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.photos import photos_of
from mentorhub.workspace.queries.rhythm import calendar_of
from mentorhub.workspace.queries.search import whom
from mentorhub.workspace.queries.tags import tags_of
from mentorhub.workspace.rules.cards import Card, uid_of


@dataclass(frozen=True)
class Asked:
    """Whom to take out: those a list shows `now`, or one, by public id; with their pictures, or without."""

    which: Which | None = None
    now: dt.datetime | None = None
    public_id: str = ""
    has_photos: bool = False


def cards(*, viewer: Viewer, asked: Asked = Asked()) -> Generator[Card, None, None]:
    """The viewer's people as of one point in time, the oldest first; nobody in the bin.

    Raises `NotFound` without a notebook, before the first. Close it where it is not read to its end.
    """
    with snapshot(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        of = Person.workspace_id == workspace.id
        wanted: Iterable[ColumnElement[bool]] = [of]
        if asked.public_id:
            wanted = [and_(of, Person.public_id == asked.public_id)]
        elif asked.which and asked.now:
            calendar = calendar_of(session, workspace, now=asked.now)
            wanted = whom(session, workspace.id, asked.which, calendar=calendar)
        for part in wanted:
            yield from _cards(session, part, has_photos=asked.has_photos)


def _cards(
    session: Session, wanted: ColumnElement[bool], *, has_photos: bool
) -> Generator[Card, None, None]:
    after = 0
    while True:
        some = select(Person).where(wanted, Person.id > after).order_by(Person.id).limit(BATCH)
        people = session.scalars(some).all()
        if not people:
            return
        after = people[-1].id
        details = read_details(session, people)
        tags = tags_of(session, list(details))
        photos = photos_of(session, list(details)) if has_photos else {}
        found = [
            Card(
                uid_of(person.public_id, own=person.card_uid),
                details[person.id],
                tuple(tag.name for tag in tags.get(person.id, ())),
                tuple(filter(None, person.card_lines.split("\n"))),
                as_jpeg(photos[person.id]) if person.id in photos else b"",
            )
            for person in people
        ]
        yield from found
