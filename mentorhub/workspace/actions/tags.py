"""The mentee's tags: on and off one person or all of a list, renaming, putting two together, deleting."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tag_undoing import put_back, take_back_off, take_off
from mentorhub.workspace.models.tags import PersonTag, Tag, put_tags
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.notebook import own_person, own_workspace
from mentorhub.workspace.queries.rhythm import calendar_of
from mentorhub.workspace.queries.search import whom
from mentorhub.workspace.queries.tags import own_tag
from mentorhub.workspace.rules import tags


def tag_person(public_id: str, names: Sequence[str], *, viewer: Viewer) -> list[str]:
    """Put these tags on a person, making those that are new; returns the names that were put on.

    `names` are as `rules.tags.tags_in` gives them; one that the person has already is skipped. Raises `NotFound`
    for anybody else's person, `TooManyTags` or `NotebookFull` beyond the limits; then none is put on.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        person = own_person(session, public_id, workspace_id=workspace.id)
        return put_tags(session, [person], names, now=now).get(person.id, [])


def tag_people(names: Sequence[str], which: Which, *, viewer: Viewer) -> tags.OfMany:
    """Put these tags on everybody in a list, as of now; returns how many people got one.

    Raises `NotFound` without a notebook, `TooManyTags` or `NotebookFull` beyond the limits; then nobody gets one.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        calendar = calendar_of(session, workspace, now=now)
        people = [
            person
            for some in whom(session, workspace.id, which, calendar=calendar)
            for person in session.scalars(select(Person).where(some))
        ]
        return tags.OfMany(len(put_tags(session, people, names, now=now)), now)


def untag_people(names: Sequence[str], which: Which, *, viewer: Viewer) -> tags.OfMany:
    """Take these tags off everybody in a list, as of now; returns how many people had one.

    Raises `NotFound` without a notebook, `TagUnknown` for a tag that is not in it; then nothing is taken off.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        listed = list(
            whom(session, workspace.id, which, calendar=calendar_of(session, workspace, now=now))
        )
        mine = select(Tag).where(Tag.workspace_id == workspace.id)
        known = {tag.name_key: tag for tag in session.scalars(mine)}
        for name in names:
            if tags.tag_key(name) not in known:
                raise tags.TagUnknown(name)
        meant = [known[tags.tag_key(name)] for name in names]
        people = [select(Person.id).where(some) for some in listed]
        return tags.OfMany(take_off(session, meant, people, now=now), now)


def undo_of_many(at: dt.datetime, *, viewer: Viewer) -> int:
    """Put back what was before tags were put on, or taken off, several people at this moment; tags made then go.

    Returns how many people are as before; 0 where nothing is left of it, or a day has passed. Who has no room by now,
    or is gone, is left out. Raises `NotFound` without a notebook.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        if at <= clock.now() - tags.UNDONE_FOR:
            return 0
        changed = take_back_off(session, workspace.id, at) | put_back(session, workspace.id, at)
        return len(changed)


def untag_person(public_id: str, tag_id: str, *, viewer: Viewer) -> str:
    """Take a tag off a person; returns its name. It stays in the notebook. Calling it again changes nothing.

    Raises `NotFound` for anybody else's person or tag.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        person = own_person(session, public_id, workspace_id=workspace.id)
        tag = own_tag(session, tag_id, workspace_id=workspace.id)
        session.execute(
            delete(PersonTag).where(PersonTag.person_id == person.id, PersonTag.tag_id == tag.id)
        )
        return tag.name


def rename_tag(
    public_id: str, name: str, *, viewer: Viewer, seen: str, joins: bool = False
) -> bool:
    """Rename a tag. With `joins`, where another has that name, its people get that one and this one is deleted.

    `seen` is the version of the name that was read before. Returns whether two became one. Raises `ChangedElsewhere`
    where it has another name by now, `NotFound` for anybody else's, `TagTooLong` or `TagUnreadable` for a name
    that cannot be one, and `TagExists` for a name that another has, unless it joins.
    """
    name = tags.tag_name(name)
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        tag = own_tag(session, public_id, workspace_id=workspace.id)
        refuse_overwriting(tag.name, name, seen=seen)
        other = session.scalars(
            select(Tag).where(
                Tag.workspace_id == workspace.id,
                Tag.name_key == tags.tag_key(name),
                Tag.id != tag.id,
            )
        ).one_or_none()
        if other is None:
            tag.rename(name)
            return False
        if not joins:
            raise tags.TagExists(other.name)
        has_both = select(PersonTag.person_id).where(PersonTag.tag_id == other.id)
        session.execute(
            update(PersonTag)
            .where(PersonTag.tag_id == tag.id, PersonTag.person_id.not_in(has_both))
            .values(tag_id=other.id)
            .execution_options(synchronize_session=False)
        )
        session.execute(delete(PersonTag).where(PersonTag.tag_id == tag.id))
        session.delete(tag)
        return True


def delete_tag(public_id: str, *, viewer: Viewer) -> int:
    """Delete a tag; the people who had it stay, and how they appear to mentors stays. Returns how many had it.

    Raises `NotFound` for anybody else's.
    """
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        tag = own_tag(session, public_id, workspace_id=workspace.id)
        has_it = PersonTag.tag_id == tag.id
        count = session.scalar(select(func.count(PersonTag.id)).where(has_it)) or 0
        session.execute(delete(PersonTag).where(has_it))
        session.delete(tag)
        return count
