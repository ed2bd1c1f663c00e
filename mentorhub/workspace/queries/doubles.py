"""Who may be there twice: pairs that a worker found, those that are two people, and notebooks that wait for a look."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.paging import PageOf
from mentorhub.workspace.models.doubles import PersonMerge, PersonPair
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.merges import Merged, merges_of
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.reach import load_reach
from mentorhub.workspace.rules.doubles import AGAIN_AFTER

PAGE = 20
OF_ONE_MAX = 3  # pairs on a person's own page


@dataclass(frozen=True)
class Double:
    """Two people who may be one, the one written down first before the other, and why, the codes of `Reason`."""

    one: Person
    other: Person
    reasons: str


@dataclass(frozen=True)
class Pairs(PageOf[Double]):
    """One page of pairs, and how many there are."""

    SIZE = PAGE


@dataclass(frozen=True)
class DoublesPage:
    """What may be doubles, the surest first; what was dismissed, the latest first; merges that can be undone.

    `found_at` is when the notebook was looked through, None before the first time; `is_stale` that something was
    written since, which a worker will look through; `people` how many there are.
    """

    open: Pairs
    dismissed: Pairs
    merges: Sequence[Merged]
    found_at: dt.datetime | None
    is_stale: bool
    people: int


def doubles(*, viewer: Viewer, page: int, dismissed_page: int) -> DoublesPage:
    """Whom the viewer may have twice; raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = PersonPair.workspace_id == workspace.id
        is_open, is_dismissed = (
            PersonPair.dismissed_at.is_(None),
            PersonPair.dismissed_at.is_not(None),
        )
        surest = PersonPair.score.desc(), PersonPair.one_id, PersonPair.other_id
        latest = PersonPair.dismissed_at.desc(), PersonPair.id.desc()
        everybody = select(func.count(Person.id)).where(Person.workspace_id == workspace.id)
        return DoublesPage(
            open=_pairs(session, mine, is_open, order=surest, page=page),
            dismissed=_pairs(session, mine, is_dismissed, order=latest, page=dismissed_page),
            merges=merges_of(
                session, PersonMerge.workspace_id == workspace.id, zone=workspace.user.timezone
            ),
            found_at=workspace.pairs_found_at,
            is_stale=workspace.pairs_stale_at is not None,
            people=session.scalar(everybody) or 0,
        )


def open_pairs(*, viewer: Viewer) -> int:
    """How many pairs of the viewer's people may be doubles; raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        which = PersonPair.workspace_id == workspace.id, PersonPair.dismissed_at.is_(None)
        return _count(session, *which)


def pairs_of(session: Session, person: Person) -> list[tuple[Person, str]]:
    """Who may be this person as well, the surest first, each with the reasons."""
    mine = or_(PersonPair.one_id == person.id, PersonPair.other_id == person.id)
    asked, _one, _other = _of_two(mine, PersonPair.dismissed_at.is_(None))
    rows = session.execute(asked.order_by(PersonPair.score.desc()).limit(OF_ONE_MAX))
    return [(other if one.id == person.id else one, pair.reasons) for pair, one, other in rows]


def notebooks_to_look_through(*, viewer: Viewer, now: dt.datetime) -> list[int]:
    """Ids of notebooks in which something was written since they were looked through, and not only just."""
    was_long_ago = or_(
        Workspace.pairs_found_at.is_(None), Workspace.pairs_found_at <= now - AGAIN_AFTER
    )
    asked = select(Workspace.id).where(Workspace.pairs_stale_at.is_not(None), was_long_ago)
    with reading(viewer=viewer) as session:
        return list(session.scalars(asked.order_by(Workspace.pairs_stale_at, Workspace.id)))


def _pairs(session: Session, *which: Any, order: tuple[Any, ...], page: int) -> Pairs:
    """A page of them; one past the end is the last."""
    total = _count(session, *which)
    page = max(1, min(page, -(-total // PAGE)))
    asked, one, other = _of_two(*which)
    asked = asked.options(joinedload(one.occasion), joinedload(other.occasion))
    rows = session.execute(asked.order_by(*order).offset((page - 1) * PAGE).limit(PAGE)).all()
    load_reach(session, [person for _pair, *two in rows for person in two])
    return Pairs([Double(first, second, pair.reasons) for pair, first, second in rows], page, total)


def _count(session: Session, *which: Any) -> int:
    asked, _one, _other = _of_two(*which)
    counted = asked.with_only_columns(func.count(PersonPair.id), maintain_column_froms=True)
    return session.scalar(counted) or 0


def _of_two(*which: Any) -> tuple[Select[Any], Any, Any]:
    """Pairs of which both can be seen: nobody in the bin, nobody merged."""
    one: Any = aliased(Person)
    other: Any = aliased(Person)
    asked: Select[Any] = (
        select(PersonPair, one, other)
        .join(one, one.id == PersonPair.one_id)
        .join(other, other.id == PersonPair.other_id)
        .where(*which)
    )
    return asked, one, other
