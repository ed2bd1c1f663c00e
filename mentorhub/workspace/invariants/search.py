"""The invariants of the index that finds people, each a query that returns offenders (public ids)."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.indexing import BATCH, indexed, postings_of, written
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.search import SearchPosting, SearchWord
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.indexing import Field


def every_person_is_found_by_exactly_what_is_written(*, viewer: Viewer) -> list[str]:
    """The index has each word that stands about a person, where it stands, and no other; of deleted people as well.

    Notebooks that are still being indexed are compared as far as that has come.
    """
    found: list[str] = []
    with reading(viewer=viewer) as session:
        for people in _people(session):
            ids = [*people]
            says = indexed(session, ids)
            other = says ^ postings_of(written(session, ids, tuple(Field)))
            found += [people[person_id] for person_id in sorted({one[1] for one in other})]
    return found


def every_word_of_the_index_is_somebodys(*, viewer: Viewer) -> list[str]:
    """A notebook's words are those of its people: none is missing, and none is left of somebody who is gone."""
    same = and_(
        SearchPosting.workspace_id == SearchWord.workspace_id,
        SearchPosting.word == SearchWord.word,
    )
    left = select(SearchWord.workspace_id).where(~exists().where(same))
    missing = select(SearchPosting.workspace_id).where(~exists().where(same))
    backwards = select(SearchWord.workspace_id, SearchWord.word, SearchWord.backwards)
    asked = select(Workspace.id, Workspace.public_id)
    with reading(viewer=viewer) as session:
        wrong = {
            notebook for notebook, word, back in session.execute(backwards) if word[::-1] != back
        }
        either = or_(Workspace.id.in_(left), Workspace.id.in_(missing))
        found = {public_id for _id, public_id in session.execute(asked.where(either))}
        if wrong:
            rows = session.execute(asked)
            found |= {public_id for row_id, public_id in rows if row_id in wrong}
        return sorted(found)


def _people(session: Session) -> Iterator[dict[int, str]]:
    """Public ids of everybody who is indexed by now, by id, some hundred at a time."""
    is_indexed = or_(Workspace.indexed_to.is_(None), Person.id <= Workspace.indexed_to)
    asked = (
        select(Person.id, Person.public_id)
        .join(Workspace, Workspace.id == Person.workspace_id)
        .where(is_indexed)
        .order_by(Person.id)
        .limit(BATCH)
        .execution_options(**WITH_DELETED)
    )
    after = 0
    while rows := session.execute(asked.where(Person.id > after)).all():
        yield {person_id: public_id for person_id, public_id in rows}  # noqa: C416
        after = rows[-1][0]


INVARIANTS: Sequence[Callable[..., list[str]]] = (
    every_person_is_found_by_exactly_what_is_written,
    every_word_of_the_index_is_somebodys,
)
