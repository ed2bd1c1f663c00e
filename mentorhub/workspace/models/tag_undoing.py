"""Tags put on or taken off many people at once, and what was before put back: one act has one moment."""

import datetime as dt
import json
from collections.abc import Sequence

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import Session

from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import BATCH, PersonTag, Tag
from mentorhub.workspace.rules import tags


def take_off(
    session: Session, meant: Sequence[Tag], people: Sequence[Select[int]], *, now: dt.datetime
) -> int:
    """Take these tags off these people (ids, in parts), and remember who had which since when.

    Returns how many had one.
    """
    found: set[int] = set()
    for tag in meant:
        since: dict[int, str] = {}
        for some in people:
            of_them = PersonTag.tag_id == tag.id, PersonTag.person_id.in_(some)
            had = session.execute(select(PersonTag.person_id, PersonTag.tagged_at).where(*of_them))
            since |= {person_id: tagged_at.isoformat() for person_id, tagged_at in had}
            session.execute(
                delete(PersonTag).where(*of_them).execution_options(synchronize_session=False)
            )
        tag.taken_off, tag.taken_off_at = json.dumps(since), now
        found.update(since)
    return len(found)


def take_back_off(session: Session, workspace_id: int, at: dt.datetime) -> set[int]:
    """Take off what was put on at that moment; a tag that was made for it and that nobody else has goes as well."""
    then = PersonTag.workspace_id == workspace_id, PersonTag.tagged_at == at
    people = set(session.scalars(select(PersonTag.person_id).where(*then)))
    session.execute(delete(PersonTag).where(*then).execution_options(synchronize_session=False))
    new = Tag.workspace_id == workspace_id, Tag.created_at == at, Tag.cadence_days.is_(None)
    is_borne = exists().where(PersonTag.tag_id == Tag.id)
    session.execute(delete(Tag).where(*new, ~is_borne).execution_options(synchronize_session=False))
    return people


def put_back(session: Session, workspace_id: int, at: dt.datetime) -> set[int]:
    """Put on again what was taken off at that moment, as of when each got it; as far as there is room."""
    then = Tag.workspace_id == workspace_id, Tag.taken_off_at == at
    people: set[int] = set()
    for tag in session.scalars(select(Tag).where(*then).order_by(Tag.id)).all():
        since = {int(person_id): text for person_id, text in json.loads(tag.taken_off).items()}
        there = _there(session, list(since), workspace_id=workspace_id, before=at)
        for person_id, (numbers, has) in there.items():
            free = tags.free_numbers(numbers, most=tags.PER_PERSON)
            if free and tag.id not in has:
                people.add(person_id)
                session.add(
                    PersonTag(
                        workspace_id=workspace_id,
                        person_id=person_id,
                        tag_id=tag.id,
                        number=free[0],
                        tagged_at=dt.datetime.fromisoformat(since[person_id]),
                    )
                )
        tag.taken_off, tag.taken_off_at = "", None
        session.flush()
    return people


def _there(
    session: Session, ids: Sequence[int], *, workspace_id: int, before: dt.datetime
) -> dict[int, tuple[set[int], set[int]]]:
    """Of these people those who are still there, each with the taken numbers and the tags they have."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        # A row id may be given anew once its person is erased.
        mine = Person.workspace_id == workspace_id, Person.created_at <= before
        for person_id in session.scalars(select(Person.id).where(Person.id.in_(some), *mine)):
            found[person_id] = (set(), set())
        borne = select(PersonTag).where(PersonTag.person_id.in_(some))
        for one in session.scalars(borne):
            if one.person_id in found:
                found[one.person_id][0].add(one.number)
                found[one.person_id][1].add(one.tag_id)
    return found
