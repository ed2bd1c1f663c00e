"""Two people side by side before they become one, and merges that can still be undone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import version_of
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.models.doubles import PersonMerge
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.writing import match_key, read_details
from mentorhub.workspace.queries.notebook import own_person, own_workspace
from mentorhub.workspace.queries.tags import tags_of
from mentorhub.workspace.rules.bin import KEPT
from mentorhub.workspace.rules.details import DetailKind
from mentorhub.workspace.rules.doubles import Same, Standing
from mentorhub.workspace.rules.rhythm import local_day

MERGES_SHOWN = 20
_KINDS = {"emails": DetailKind.EMAIL, "phones": DetailKind.PHONE, "links": DetailKind.LINK}


@dataclass(frozen=True)
class Comparison:
    """Two people side by side; `counts` says, for each of the two, how much hangs on them, by its name.

    `version` is that of all that a merge would join.
    """

    kept: Person
    other: Person
    mine: Standing
    theirs: Standing
    counts: Sequence[dict[str, int]]
    region: str

    @property
    def version(self) -> str:
        """Another one as soon as anything of either is changed."""
        return version_of(self.mine, self.theirs)

    @property
    def same(self) -> Same:
        """What equal e-mails, phones and links have in common."""
        return same_in(self.region)


@dataclass(frozen=True)
class Merged:
    """A merge that can be undone until `until`, the owner's day: who was merged into whom, and when."""

    kept: str
    kept_id: str
    other: str
    other_id: str
    at: dt.datetime
    until: dt.date


def comparison(public_id: str, other_id: str, *, viewer: Viewer) -> Comparison:
    """Two of the viewer's people; raises `NotFound` for anybody else's, and for one and the same."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        kept, other = own_two(session, public_id, other_id, workspace_id=workspace.id)
        mine, theirs = standings(session, kept, other)
        counts = [_counts(session, person) for person in (kept, other)]
        return Comparison(kept, other, mine, theirs, counts, workspace.phone_region)


def own_two(
    session: Session, public_id: str, other_id: str, *, workspace_id: int
) -> tuple[Person, Person]:
    """Two different people of this notebook; raises `NotFound`."""
    if public_id == other_id:
        raise NotFound
    one, other = (
        own_person(session, each, workspace_id=workspace_id) for each in (public_id, other_id)
    )
    return one, other


def standings(session: Session, *people: Person) -> list[Standing]:
    """What of these people would be joined: as many queries for two as for one."""
    ids = [person.id for person in people]
    details = read_details(session, people)
    tags = tags_of(session, ids)
    photo = select(PersonPhoto.person_id, PersonPhoto.id, PersonPhoto.created_at)
    pictures = session.execute(photo.where(PersonPhoto.person_id.in_(ids)))
    photos = {who: f"{row_id} {at.isoformat()}" for who, row_id, at in pictures}
    return [
        Standing(
            details[person.id],
            tuple(tag.name for tag in tags[person.id]),
            person.snoozed_until,
            person.is_muted,
            person.stage,
            photos.get(person.id, ""),
        )
        for person in people
    ]


def same_in(region: str) -> Same:
    """What equal e-mails, phones and links have in common, numbers read as dialled in this country."""
    return lambda kind, value: match_key(_KINDS[kind], value, region=region)


def merges(*, viewer: Viewer) -> list[Merged]:
    """What the viewer merged and can undo, the latest first, at most `MERGES_SHOWN`."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = PersonMerge.workspace_id == workspace.id
        return merges_of(session, mine, zone=workspace.user.timezone)


def merges_of(session: Session, *which: Any, zone: str) -> list[Merged]:
    """Such merges, of people who are neither in the bin nor merged into somebody themselves."""
    kept, other = aliased(Person), aliased(Person)
    asked = (
        select(kept.name, kept.public_id, other.name, other.public_id, PersonMerge.merged_at)
        .join(kept, kept.id == PersonMerge.kept_id)
        .join(other, other.id == PersonMerge.merged_id)
        .where(*which, kept.deleted_at.is_(None))
        .order_by(PersonMerge.id.desc())
        .limit(MERGES_SHOWN)
    )
    rows = session.execute(asked.execution_options(**WITH_DELETED))
    return [
        Merged(name, kept_id, gone, gone_id, at, local_day(at + KEPT, zone=zone))
        for name, kept_id, gone, gone_id, at in rows
    ]


def own_merge(
    session: Session, public_id: str, other_id: str, *, workspace_id: int
) -> tuple[PersonMerge, Person, Person] | None:
    """A merge of these two, who are read as well, hidden or not; None where there is none, or none any more."""
    kept, other = aliased(Person), aliased(Person)
    asked = (
        select(PersonMerge, kept, other)
        .join(kept, kept.id == PersonMerge.kept_id)
        .join(other, other.id == PersonMerge.merged_id)
        .where(
            PersonMerge.workspace_id == workspace_id,
            kept.public_id == public_id,
            other.public_id == other_id,
        )
    )
    row = session.execute(asked.execution_options(**WITH_DELETED)).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def newer_merge(session: Session, merge: PersonMerge) -> str:
    """Whom this merge waits for to be undone first: who was merged since with the one who was kept; or ''."""
    name = select(Person.name).where(Person.id == PersonMerge.merged_id).scalar_subquery()
    into = select(Person.name).where(Person.id == PersonMerge.kept_id).scalar_subquery()
    later = select(name).where(PersonMerge.kept_id == merge.kept_id, PersonMerge.id > merge.id)
    gone = select(into).where(PersonMerge.merged_id == merge.kept_id)
    for asked in (later.order_by(PersonMerge.id.desc()).limit(1), gone):
        found = session.scalars(asked.execution_options(**WITH_DELETED)).first()
        if found:
            return str(found)
    return ""


def _counts(session: Session, person: Person) -> dict[str, int]:
    tables: dict[str, Any] = {
        "conversations": Participant,
        "promises": Promise,
        "follow_ups": FollowUp,
        "gives": Give,
    }
    return {
        name: session.scalar(
            select(func.count()).select_from(table).where(table.person_id == person.id)
        )
        or 0
        for name, table in tables.items()
    }
