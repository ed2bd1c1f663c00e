"""Notebooks to measure: one of 10,000 people and 100,000 conversations among 200 others, the same for the same seed.

Written in bulk past the actions, then indexed as a notebook of before the index is; nothing is analysed.
"""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.bulk import insert_rows
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import Model, new_public_id
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.models.by_name import occasion_named, organization_key, organizations_named
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.periodic import index_notebooks
from mentorhub.workspace.rules import words
from tests.support import factories
from tests.support.address_book import Record, Writer
from tests.support.factories import Scene

PEOPLE, CONVERSATIONS_EACH = 10_000, 10
OTHERS, PEOPLE_OF_OTHERS, CONVERSATIONS_OF_OTHERS = 200, 50, 5
OWNER = "amara@example.org"
BULK = 5_000
COMMON = (
    "the and met for with about at in on to she he we they talked coffee lunch called conference project new job team "
    "moved flat children school marathon promised send introduce book idea funding investor product launch hiring "
    "workshop training holiday Berlin Prague asked interested next month again likes dogs sailing running cooking "
    "garden music theatre university research paper grant logistics energy solar Gespräch Kündigung Förderung "
    "Universität schůzka kniha příští zahrada vaření"
).split()
PLACES = ("Web Summit", "Trade Evening", "Energy Fair", "Founders Camp", "Design Week")


@dataclass(frozen=True)
class Seeded:
    """Whose the large notebook is, some of its people, and words of its notes."""

    viewer: Viewer
    workspace_id: int
    people: Sequence[Record]
    notes: Sequence[str]


def seed(
    practice: tuple[int, int], *, people: int = PEOPLE, others: int = OTHERS, number: int = 5
) -> Seeded:
    """Write the notebooks of mentees of this practice and mentor (ids), the large one last, and index them all."""
    rng = random.Random(number)
    writer = Writer(rng)
    scene = factories.program(*practice, slug="notebooks", seats=others + 5)
    for other in range(others):
        workspace_id = _opened(scene, f"other-{other}@example.org")
        written = [writer.person() for _ in range(PEOPLE_OF_OTHERS)]
        _fill(workspace_id, written, rng, each=CONVERSATIONS_OF_OTHERS)
    workspace_id = _opened(scene, OWNER)
    written = [writer.person() for _ in range(people)]
    notes = _fill(workspace_id, written, rng, each=CONVERSATIONS_EACH)
    while index_notebooks():
        pass
    with transaction(viewer=SYSTEM) as session:
        owner = session.get_one(Workspace, workspace_id).user_id
    return Seeded(USER(owner), workspace_id, written, notes)


def searches(seeded: Seeded, kind: str, count: int, *, number: int = 3) -> list[str]:
    """What is typed, of one of the kinds of `KINDS`: each is in the notebook, or nearly so."""
    rng = random.Random(f"{number} {kind}")
    found: list[str] = []
    while len(found) < count:
        typed = KINDS[kind](seeded, rng)
        if typed:
            found.append(typed)
    return found


def _word(seeded: Seeded, rng: random.Random) -> str:
    one = rng.choice(seeded.people)
    return _one_of(rng, f"{one.name} {' '.join(one.organizations)}")


def _noted(seeded: Seeded, rng: random.Random) -> str:
    return _one_of(rng, rng.choice(seeded.notes))


def _mistyped(seeded: Seeded, rng: random.Random) -> str:
    word = _word(seeded, rng) if rng.random() < 0.6 else _noted(seeded, rng)
    at = rng.randrange(1, len(word)) if word else 0
    other = rng.choice("abcdefghijklmnoprstuvz")
    return word and rng.choice((word[:at] + word[at + 1 :], f"{word[:at]}{other}{word[at:]}"))


def _accented(seeded: Seeded, rng: random.Random) -> str:
    name = rng.choice(seeded.people).name
    return next((word for word in name.split() if not word.isascii() and len(word) > 3), "")


def _two(seeded: Seeded, rng: random.Random) -> str:
    one = rng.choice(seeded.people)
    name, work = _one_of(rng, one.name), _one_of(rng, " ".join(one.organizations))
    return f"{name} {work[:4]}" if name and work else ""


KINDS: dict[str, Callable[[Seeded, random.Random], str]] = {
    "word": _word,
    "word_in_a_note": _noted,
    "typo": _mistyped,
    "accent": _accented,
    "two_words": _two,
}


def _one_of(rng: random.Random, text: str) -> str:
    long = [word for word in words.folded(text).split() if len(word) > 4 and word.isalpha()]
    return rng.choice(long) if long else ""


def _opened(scene: Scene, email: str) -> int:
    user_id = factories.user(email, email.split("@", maxsplit=1)[0].title())
    factories.enrolled(scene, user_id)
    open_workspace(viewer=USER(user_id))
    with transaction(viewer=SYSTEM) as session:
        mine = update(Workspace).where(Workspace.user_id == user_id).values(indexed_to=0)
        session.execute(mine)
        return session.scalars(select(Workspace.id).where(Workspace.user_id == user_id)).one()


def _fill(
    workspace_id: int, people: Sequence[Record], rng: random.Random, *, each: int
) -> list[str]:
    """People with what reaches them, where they work, and their conversations; returns what was noted."""
    now = clock.now()
    rare = ["".join(rng.choices("bcdfglmnprstv" + "aeiou" * 3, k=7)) for _ in range(8_000)]
    notes = [_note(rng, rare) for _ in range(len(people) * each)]
    with transaction(viewer=SYSTEM) as session:
        organizations = organizations_named(
            session, [one for r in people for one in r.organizations], workspace_id=workspace_id
        )
        places = [
            made.id
            for name in PLACES
            for made in [occasion_named(session, name, workspace_id=workspace_id, on=None)]
            if made
        ]
        of = {"workspace_id": workspace_id}
        ids = _insert(
            session,
            "person",
            (_person(one, now) | of | {"occasion_id": rng.choice(places)} for one in people),
        )
        both = list(zip(ids, people, strict=True))
        _insert(session, "person_detail", (of | row for row in _details(both)))
        _insert(session, "person_affiliation", (of | row for row in _work(both, organizations)))
        user_id = session.get_one(Workspace, workspace_id).user_id
        changed = {"from_stage": None, "to_stage": "met", "reason": "", "by_user_id": user_id}
        moves = (of | changed | {"person_id": row_id, "at": now} for row_id in ids)
        _insert(session, "stage_change", moves)
        talked = _insert(session, "interaction", (of | _talk(note, rng, now) for note in notes))
        who = itertools.cycle(ids)
        parts = (
            of | {"interaction_id": one, "person_id": next(who), "note": "", "search_key": ""}
            for one in talked
        )
        _insert(session, "participant", parts)
    return notes


def _insert(session: Session, table: str, rows: Iterator[dict[str, Any]]) -> list[int]:
    made: Table = Model.metadata.tables[table]
    ids: list[int] = []
    while some := list(itertools.islice(rows, BULK)):
        ids += insert_rows(session, made, some)
    return ids


def _person(one: Record, now: dt.datetime) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "name": one.name,
        "name_key": words.name_key(one.name),
        "last_contact_on": now.date(),
        "added_on": now.date(),
        "created_at": now,
    }


def _details(people: Sequence[tuple[int, Record]]) -> Iterator[dict[str, Any]]:
    for person_id, one in people:
        for kind, values in (("email", one.emails), ("phone", one.phones), ("link", one.links)):
            for position, value in enumerate(values):
                row = {"person_id": person_id, "kind": kind, "position": position, "label": ""}
                yield row | {"value": value, "match_key": ""}


def _work(
    people: Sequence[tuple[int, Record]], organizations: dict[str, int]
) -> Iterator[dict[str, Any]]:
    for person_id, one in people:
        for position, name in enumerate(one.organizations):
            yield {
                "person_id": person_id,
                "organization_id": organizations[organization_key(name)],
                "position": position,
            }


def _note(rng: random.Random, rare: Sequence[str]) -> str:
    count = max(4, min(60, int(rng.lognormvariate(2.6, 0.5))))
    common = rng.choices(COMMON, k=count)
    return " ".join(rng.choice(rare) if rng.random() < 0.25 else word for word in common)


def _talk(note: str, rng: random.Random, now: dt.datetime) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "kind": "message",
        "is_two_way": True,
        "on_date": now.date() - dt.timedelta(days=rng.randrange(900)),
        "note": note,
        "search_key": words.folded(note),
        "logged_at": now,
    }
