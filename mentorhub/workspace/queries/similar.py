"""Whom of a notebook somebody may be: everybody made comparable, and those like a typed name or the same mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, or_, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.matching.candidates import Candidate, candidate_of
from mentorhub.workspace.matching.pairs import POSSIBLE, Index, find_matches
from mentorhub.workspace.models.details import PersonDetail
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.models.writing import match_key, read_details
from mentorhub.workspace.queries.notebook import own_person, own_workspace
from mentorhub.workspace.queries.reach import load_reach
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.details import DetailKind, Details

COMPARED_MAX = 60  # people with a word or a detail in common
SHOWN_MAX = 5  # of those whom somebody typed may be
LIKE_MAX = 20  # of those who are offered by name
TYPED = 0  # the key of whoever is typed: no row has it


@dataclass(frozen=True)
class Similar:
    """Somebody of the notebook whom a typed name may mean, and why, the codes of `Reason` with commas between."""

    person: Person
    reasons: str


def everybody_compared(session: Session, workspace: Workspace) -> list[Candidate]:
    """Everybody of a notebook who can be seen, by their ids, as they are compared."""
    mine = select(Person).where(Person.workspace_id == workspace.id)
    people = session.scalars(mine.order_by(Person.id)).all()
    return [
        candidate_of(person_id, details, region=workspace.phone_region)
        for person_id, details in read_details(session, people).items()
    ]


def similar_people(
    details: Details, *, viewer: Viewer, form_key: str | None = None
) -> list[Similar]:
    """Whom of the viewer's people somebody with these details may be, the likeliest first; raises `NotFound`.

    Nobody where the form of this key was sent before: whom it added is who is meant.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        sent = Person.workspace_id == workspace.id, Person.form_key == form_key
        asked = select(Person.id).where(*sent).execution_options(**WITH_DELETED)
        if form_key and session.scalar(asked):
            return []
        region = workspace.phone_region
        people = _near(session, workspace, details)
        stored = read_details(session, people)
        index = Index(candidate_of(key, one, region=region) for key, one in stored.items())
        typed = candidate_of(TYPED, details, region=region)
        by_id = {person.id: person for person in people}
        found = find_matches(typed, index, least=POSSIBLE)[:SHOWN_MAX]
        return [Similar(by_id[one.key], ",".join(one.reasons)) for one in found]


def people_like(public_id: str, name: str, *, viewer: Viewer) -> tuple[Person, list[Person]]:
    """A person of the viewer's, and others with a word of this name in theirs, those with the most words first.

    Raises `NotFound` for anybody else's.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = own_person(session, public_id, workspace_id=workspace.id)
        others = Person.workspace_id == workspace.id, Person.id != mine.id
        common = _words_in_common(name)
        if common is None:
            return mine, []
        asked = select(Person).where(*others, common > 0).options(joinedload(Person.occasion))
        order = common.desc(), Person.name_key, Person.id
        found = session.scalars(asked.order_by(*order).limit(LIKE_MAX)).all()
        load_reach(session, found)
        return mine, list(found)


def _near(session: Session, workspace: Workspace, details: Details) -> Sequence[Person]:
    """Those who share a word of the name, a mailbox, a number or a profile, these first."""
    ways = {
        DetailKind.EMAIL: details.emails,
        DetailKind.PHONE: details.phones,
        DetailKind.LINK: details.links,
    }
    keys = {
        match_key(kind, one.value, region=workspace.phone_region)
        for kind, several in ways.items()
        for one in several
    } - {""}
    reached = select(PersonDetail.person_id).where(
        PersonDetail.workspace_id == workspace.id,
        PersonDetail.kind.in_(list(ways)),
        PersonDetail.match_key.in_(keys),
    )
    shares = Person.id.in_(reached)
    common = _words_in_common(details.name)
    is_near = shares if common is None else or_(shares, common > 0)
    order: list[Any] = [shares.desc(), *([] if common is None else [common.desc()]), Person.id]
    asked = select(Person).where(Person.workspace_id == workspace.id, is_near)
    asked = asked.options(joinedload(Person.occasion)).order_by(*order)
    return session.scalars(asked.limit(COMPARED_MAX)).all()


def _words_in_common(name: str) -> ColumnElement[int] | None:
    """How many words of a name stand in a person's; None for a name in initials."""
    typed = {word for word in words.name_key(name).split() if len(word) > 1}
    found: ColumnElement[int] | None = None
    for word in sorted(typed)[:6]:
        one = cast(case((Person.name_key.contains(word, autoescape=True), 1), else_=0), Integer)
        found = one if found is None else found + one
    return found
