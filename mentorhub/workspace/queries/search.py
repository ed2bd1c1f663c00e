"""Whom a search finds, the best first: words looked up in the notebook's index, mistyped ones as what was meant.

The index is asked by itself, never joined with other tables: right after an import PostgreSQL knows nothing of how many
rows there are, and would turn such a join round.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.matching import typos
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.search import SearchPosting, SearchWord
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.rhythm import Calendar
from mentorhub.workspace.rules.indexing import Field
from mentorhub.workspace.rules.searches import (
    ENOUGH,
    TYPO_SCORE,
    How,
    Term,
    ends_of,
    past,
    terms_in,
)

FEW = 500  # people who are asked for by their ids: SQLite takes only so many
Spellings = Mapping[str, Sequence[str]]  # words of the notebook that stand for a typed one
_RANK = SearchPosting.field // 10


class Found(NamedTuple):
    """Ids of whom a search means, the best first, and what was looked for: words as typed, and as they were meant."""

    ids: list[int]
    terms: Sequence[Term]
    spellings: Spellings


def best_first(session: Session, workspace_id: int, which: Which, *, calendar: Calendar) -> Found:
    """Whom these words and filters mean: by how well, then whom one spoke with last, then by name.

    Other spellings are looked for where few are found as it was typed.
    """
    terms = terms_in(which.search)
    condition = which.people_of(workspace_id, calendar=calendar)
    spellings = numbers_meant(session, workspace_id, terms)
    found = _scored(session, workspace_id, terms, spellings, condition)
    if len(found) < ENOUGH:
        near = spellings_meant(session, workspace_id, terms)
        if near:
            spellings = {**spellings, **near}
            found = _scored(session, workspace_id, terms, spellings, condition) | found
    ids = [person_id for person_id, _order in sorted(found.items(), key=itemgetter(1))]
    return Found(ids, terms, spellings)


def whom(
    session: Session, workspace_id: int, which: Which, *, calendar: Calendar
) -> Iterator[ColumnElement[bool]]:
    """The people meant, as conditions on a person of which each is for some of them, the oldest first."""
    if not which.has_words:
        yield which.people_of(workspace_id, calendar=calendar)
        return
    ids = sorted(best_first(session, workspace_id, which, calendar=calendar).ids)
    for start in range(0, len(ids), FEW):
        some = Person.id.in_(ids[start : start + FEW])
        yield and_(Person.workspace_id == workspace_id, some)


def notebooks_to_index(*, viewer: Viewer) -> list[tuple[int, int]]:
    """Id, and how far it is indexed, of each notebook that was there before the index."""
    asked = select(Workspace.id, Workspace.indexed_to).where(Workspace.indexed_to.is_not(None))
    with reading(viewer=viewer) as session:
        return [
            (row_id, done or 0) for row_id, done in session.execute(asked.order_by(Workspace.id))
        ]


def numbers_meant(session: Session, workspace_id: int, terms: Sequence[Term]) -> Spellings:
    """The notebook's numbers that begin or end as those which were typed."""
    found: dict[str, Sequence[str]] = {}
    for term in terms:
        if term.how is How.NUMBER:
            beginning, ending = ends_of(term.word)
            asked = _stretch(workspace_id, beginning, ending)
            found[term.word] = sorted(session.scalars(asked))[: typos.MOST]
    return found


def spellings_meant(session: Session, workspace_id: int, terms: Sequence[Term]) -> Spellings:
    """The notebook's words that may have been meant by those which may be mistyped."""
    found: dict[str, Sequence[str]] = {}
    for term in terms:
        if term.may_be_mistyped:
            half = typos.halves(term.word)
            length = func.length(SearchWord.word).between(half.length_min, half.length_max)
            near = _stretch(workspace_id, half.beginning, half.ending, length)
            meant = typos.meant(term.word, session.scalars(near))
            if meant:
                found[term.word] = meant
    return found


def condition_of(term: Term, spellings: Spellings) -> ColumnElement[bool]:
    """That a row of the index is what this term looks for; the notebook is said beside it."""
    word, meant = SearchPosting.word, spellings.get(term.word, ())
    as_typed: ColumnElement[bool] = word == term.word
    if term.how is How.BEGINNING:
        as_typed = _begins(word, term.word)
    elif term.how is How.SHORT:
        in_names = and_(_begins(word, term.word), SearchPosting.field == Field.NAME.value)
        as_typed = or_(as_typed, in_names)
    return or_(as_typed, word.in_(meant)) if meant else as_typed


def _scored(
    session: Session,
    workspace_id: int,
    terms: Sequence[Term],
    spellings: Spellings,
    condition: ColumnElement[bool],
) -> dict[int, tuple[int, int, str, int]]:
    """Whoever has all terms and meets the condition, with what they are ordered by."""
    scores = _scores(session, workspace_id, terms, spellings)
    if not scores:
        return {}
    few = [Person.id.in_(scores)] if len(scores) <= FEW else []
    asked = select(Person.id, Person.last_contact_on, Person.name_key).where(condition, *few)
    return {
        person_id: (scores[person_id], -last_on.toordinal() if last_on else 0, name, person_id)
        for person_id, last_on, name in session.execute(asked)
        if person_id in scores
    }


def _scores(
    session: Session, workspace_id: int, terms: Sequence[Term], spellings: Spellings
) -> dict[int, int]:
    """Of everybody in whom all terms are found, the sum of the best score of each."""
    if not terms:
        return {}
    parts = [
        select(posting.c.person_id, func.min(posting.c.score).label("score")).group_by(
            posting.c.person_id
        )
        for posting in (_matching(workspace_id, term, spellings) for term in terms)
    ]
    every = union_all(*parts).subquery()
    asked = (
        select(every.c.person_id, func.sum(every.c.score))
        .group_by(every.c.person_id)
        .having(func.count() == len(terms))
    )
    return {person_id: int(score) for person_id, score in session.execute(asked)}


def _matching(workspace_id: int, term: Term, spellings: Spellings) -> Any:
    """Rows of the index that this term looks for, a stretch each, with a score: the lower, the better.

    A name comes before a detail, and that before a note; of each the whole word before what begins so; other
    spellings after all of them.
    """
    mine, word = SearchPosting.workspace_id == workspace_id, SearchPosting.word
    is_part = case((word == term.word, 0), else_=1)
    as_typed = 2 * _RANK + is_part
    stretches = [select(SearchPosting.person_id, as_typed.label("score")).where(mine)]
    if term.how is How.BEGINNING:
        stretches[0] = stretches[0].where(_begins(word, term.word))
    else:
        stretches[0] = stretches[0].where(word == term.word)
    if term.how is How.SHORT:
        named = select(SearchPosting.person_id, literal(1).label("score"))
        in_names = SearchPosting.field == Field.NAME.value
        stretches.append(named.where(mine, in_names, _begins(word, term.word)))
    meant = spellings.get(term.word, ())
    if meant:
        worse = 1 if term.how is How.NUMBER else TYPO_SCORE
        other = select(SearchPosting.person_id, (2 * _RANK + worse).label("score"))
        stretches.append(other.where(mine, word.in_(meant)))
    return union_all(*stretches).subquery()


def _stretch(
    workspace_id: int, beginning: str, ending: str, *more: ColumnElement[bool]
) -> Select[str]:
    """The notebook's words that begin so, or that end so (read backwards)."""
    mine = SearchWord.workspace_id == workspace_id
    ways = ((SearchWord.word, beginning), (SearchWord.backwards, ending))
    each = [select(SearchWord.word).where(mine, _begins(of, part), *more) for of, part in ways]
    found = union_all(*each).subquery()
    return select(found.c.word).distinct()


def _begins(column: Any, part: str) -> ColumnElement[bool]:
    return and_(column >= part, column < past(part))
