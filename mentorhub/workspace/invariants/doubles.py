"""The invariants of doubles and merges, each a query that returns offenders (table and id)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.doubles import PersonMerge, PersonPair
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise


def nothing_is_left_with_somebody_merged(*, viewer: Viewer) -> list[str]:
    """All that hung on them went over: no favour, promise or follow-up, and no part in a conversation that shows."""
    merged = select(PersonMerge.merged_id)
    found: list[str] = []
    tables: tuple[Any, ...] = (Participant, Give, FollowUp, Promise)
    with reading(viewer=viewer) as session:
        for table in tables:
            asked = select(table.id).where(table.person_id.in_(merged))
            if (
                table is Participant
            ):  # where both took part, one part is hidden until they are two again
                asked = asked.where(table.deleted_at.is_(None))
            rows = session.scalars(asked.execution_options(**WITH_DELETED))
            found += [f"{table.__tablename__} {row_id}" for row_id in rows]
    return found


def whoever_is_merged_is_hidden_since_then(*, viewer: Viewer) -> list[str]:
    """They are seen nowhere, go into no bin, and are erased when the way back ends."""
    asked = (
        select(PersonMerge.id)
        .join(Person, Person.id == PersonMerge.merged_id)
        .where(Person.deleted_at.is_distinct_from(PersonMerge.merged_at))
    )
    return _offenders("person_merge", asked, viewer=viewer)


def every_merge_is_of_two_people_of_one_notebook(*, viewer: Viewer) -> list[str]:
    """Who is kept is there, seen or in the bin, and is somebody else of the same notebook."""
    kept, merged = aliased(Person), aliased(Person)
    asked = (
        select(PersonMerge.id)
        .outerjoin(kept, kept.id == PersonMerge.kept_id)
        .outerjoin(merged, merged.id == PersonMerge.merged_id)
        .where(
            or_(
                kept.workspace_id.is_distinct_from(PersonMerge.workspace_id),
                merged.workspace_id.is_distinct_from(PersonMerge.workspace_id),
                PersonMerge.kept_id == PersonMerge.merged_id,
            )
        )
    )
    return _offenders("person_merge", asked, viewer=viewer)


def every_pair_is_ordered_and_of_one_notebook(*, viewer: Viewer) -> list[str]:
    """Two who may be one, or are two, are named once, and both are there."""
    one, other = aliased(Person), aliased(Person)
    asked = (
        select(PersonPair.id)
        .outerjoin(one, one.id == PersonPair.one_id)
        .outerjoin(other, other.id == PersonPair.other_id)
        .where(
            or_(
                one.workspace_id.is_distinct_from(PersonPair.workspace_id),
                other.workspace_id.is_distinct_from(PersonPair.workspace_id),
                PersonPair.one_id >= PersonPair.other_id,
            )
        )
    )
    return _offenders("person_pair", asked, viewer=viewer)


def _offenders(table: str, asked: Any, *, viewer: Viewer) -> list[str]:
    with reading(viewer=viewer) as session:
        rows = session.scalars(asked.execution_options(**WITH_DELETED))
        return [f"{table} {row_id}" for row_id in rows]


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    nothing_is_left_with_somebody_merged,
    whoever_is_merged_is_hidden_since_then,
    every_merge_is_of_two_people_of_one_notebook,
    every_pair_is_ordered_and_of_one_notebook,
)
