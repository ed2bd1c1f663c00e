"""The viewer's tags: all with how many people have each, one, those of some people; and groups to choose for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.sharing import GroupKind
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.tags import tag_key


@dataclass(frozen=True)
class TagCount:
    """A tag with how many people have it: `people` all but the `closed`, who are counted apart.

    `cadence_days` is how often one means to be in touch with them; None where the tag does not say.
    """

    public_id: str
    name: str
    people: int
    closed: int
    cadence_days: int | None = None


@dataclass(frozen=True)
class Group:
    """People to choose for at once, without the closed. `key` is a tag's public id or an occasion's name."""

    kind: GroupKind
    key: str
    name: str
    people: int


def tags(*, viewer: Viewer) -> list[TagCount]:
    """Every tag of the viewer's notebook, also one that nobody has, in the order of their names."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        rows = session.execute(_counted().where(Tag.workspace_id == workspace.id))
        return [TagCount(*row) for row in rows]


def tag(public_id: str, *, viewer: Viewer) -> TagCount:
    """One tag of the viewer's; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = Tag.workspace_id == workspace.id, Tag.public_id == public_id
        found = session.execute(_counted().where(*mine)).one_or_none()
        if found is None:
            raise NotFound
        return TagCount(*found)


def tag_named(name: str, *, viewer: Viewer) -> str:
    """The public id of the viewer's tag of that name; raises `NotFound`."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = Tag.workspace_id == workspace.id, Tag.name_key == tag_key(name)
        found = session.scalar(select(Tag.public_id).where(*mine))
        if found is None:
            raise NotFound
        return found


def tagged_at(public_id: str, name: str, *, viewer: Viewer) -> dt.datetime:
    """When the viewer's person got this tag; raises `NotFound` where they have it not."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        found = session.scalar(
            select(PersonTag.tagged_at)
            .join(Tag, Tag.id == PersonTag.tag_id)
            .join(Person, Person.id == PersonTag.person_id)
            .where(
                Tag.workspace_id == workspace.id,
                Tag.name_key == tag_key(name),
                Person.public_id == public_id,
            )
        )
        if found is None:
            raise NotFound
        return found


def groups(*, viewer: Viewer) -> list[Group]:
    """Those who have a tag, by its name, then those met at one occasion, the latest first; none that is empty."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        open_ones = Person.workspace_id == workspace.id, Person.stage != Stage.CLOSED
        tagged = session.execute(
            select(Tag.public_id, Tag.name, func.count())
            .join(PersonTag, PersonTag.tag_id == Tag.id)
            .join(Person, Person.id == PersonTag.person_id)
            .where(*open_ones)
            .group_by(Tag.id)
            .order_by(Tag.search_key, Tag.id)
        )
        met = session.execute(
            select(Occasion.name, Occasion.name, func.count())
            .join(Person, Person.occasion_id == Occasion.id)
            .where(*open_ones)
            .group_by(Occasion.id)
            .order_by(Occasion.id.desc())
        )
        return [
            *(Group(GroupKind.TAG, key, name, people) for key, name, people in tagged),
            *(Group(GroupKind.OCCASION, key, name, people) for key, name, people in met),
        ]


def own_tag(session: Session, public_id: str, *, workspace_id: int) -> Tag:
    """A tag of this notebook; raises `NotFound` for anybody else's."""
    found = session.scalars(
        select(Tag).where(Tag.workspace_id == workspace_id, Tag.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def tags_of(session: Session, person_ids: Collection[int]) -> dict[int, list[Tag]]:
    """The tags of each of these people, in the order of their names: one query for all of them."""
    found: dict[int, list[Tag]] = defaultdict(list)
    for person_id, tag in session.execute(
        select(PersonTag.person_id, Tag)
        .join(Tag, Tag.id == PersonTag.tag_id)
        .where(PersonTag.person_id.in_(person_ids))
        .order_by(Tag.search_key, Tag.id)
    ):
        found[person_id].append(tag)
    return found


def having_all(tag_ids: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions that a person has all of these tags (public ids); none where no tag is given."""
    wanted = set(tag_ids)
    if not wanted:
        return []
    all_of_them = (
        select(PersonTag.person_id)
        .join(Tag, Tag.id == PersonTag.tag_id)
        .where(Tag.public_id.in_(wanted))
        .group_by(PersonTag.person_id)
        .having(func.count() == len(wanted))
    )
    return [Person.id.in_(all_of_them)]


def _counted() -> Select[str, str, int, int, int | None]:
    is_closed = case((Person.stage == Stage.CLOSED, 1), else_=0)
    closed = func.coalesce(func.sum(is_closed), 0)
    return (
        select(Tag.public_id, Tag.name, func.count(Person.id) - closed, closed, Tag.cadence_days)
        .outerjoin(PersonTag, PersonTag.tag_id == Tag.id)
        .outerjoin(Person, Person.id == PersonTag.person_id)
        .group_by(Tag.id)
        .order_by(Tag.search_key, Tag.id)
    )
