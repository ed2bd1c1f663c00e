"""Writing the index of what finds people: what stands there now is compared with what is written, and only the rest is.

One notebook is written to by one transaction at a time; which people, `models.index_upkeep` knows.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Select,
    SmallInteger,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.workspace.models.details import PersonDetail
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction, Participant, StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.search import SearchPosting, SearchWord
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.rules.details import DetailKind
from mentorhub.workspace.rules.indexing import (
    OF_DETAILS,
    Field,
    words_about,
    words_in,
    words_of_folded,
)

BATCH = 500  # people in one question: SQLite takes only so many
Posting = tuple[str, int, Field]  # word, person, field


def index_people(session: Session, workspace_id: int, fields_of: dict[int, set[Field]]) -> None:
    """Bring these fields of these people of one notebook to what is written; who is gone by now is passed by."""
    lock_index(session, workspace_id)
    alike: dict[frozenset[Field], list[int]] = defaultdict(list)
    for person_id, changed in fields_of.items():
        alike[frozenset(changed)].append(person_id)
    for fields, ids in alike.items():
        for start in range(0, len(ids), BATCH):
            some = sorted(ids)[start : start + BATCH]
            _replace(session, workspace_id, some, fields)


def lock_index(session: Session, workspace_id: int) -> None:
    """Wait until nobody else writes this notebook's index; until the transaction ends. SQLite has one writer anyway.

    Taken last, after all rows, and nothing is waited for with it: two that wait for each other cannot be.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = func.hashtextextended(f"search_word:{workspace_id}", 0)
        session.execute(select(func.pg_advisory_xact_lock(key)))


def forget_words(session: Session, workspace_id: int, words: Collection[str]) -> None:
    """Drop those of these words that nobody in the notebook has any more."""
    held = select(SearchPosting.word).where(
        SearchPosting.workspace_id == SearchWord.workspace_id,
        SearchPosting.word == SearchWord.word,
    )
    gone = delete(SearchWord).where(
        SearchWord.workspace_id == workspace_id,
        SearchWord.word == bindparam("gone"),
        ~held.exists(),
    )
    if words:
        session.connection().execute(gone, [{"gone": word} for word in sorted(words)])


def written(
    session: Session, ids: Sequence[int], fields: Collection[Field]
) -> dict[int, dict[Field, set[str]]]:
    """The words of these fields of these people, at most `BATCH`, as what is written about them now says."""
    asked = select(Person).where(Person.id.in_(ids)).execution_options(**WITH_DELETED)
    people = session.scalars(asked).all()
    found: dict[int, dict[Field, set[str]]] = {
        person.id: {field: set() for field in fields} for person in people
    }
    if OF_DETAILS & set(fields) or Field.OCCASION in fields:
        keys = _phone_keys(session, ids)
        for person_id, details in read_details(session, people).items():
            about = words_about(details, keys[person_id])
            found[person_id].update({field: about[field] for field in about if field in fields})
    if Field.TAG in fields:
        for person_id, name in session.execute(_tags(ids)):
            found[person_id][Field.TAG].update(words_in(name))
    if Field.HISTORY in fields:
        for person_id, folded in session.execute(_said(ids)):
            found[person_id][Field.HISTORY].update(words_of_folded(folded))
        for person_id, words in session.execute(_planned(ids)):
            found[person_id][Field.HISTORY].update(words_in(words))
    return found


def indexed(
    session: Session, ids: Sequence[int], fields: Collection[Field] = tuple(Field)
) -> set[Posting]:
    """What the index says of these fields of these people."""
    asked = select(SearchPosting.word, SearchPosting.person_id, SearchPosting.field).where(
        SearchPosting.person_id.in_(ids), SearchPosting.field.in_([*fields])
    )
    return {(word, person_id, Field(field)) for word, person_id, field in session.execute(asked)}


def postings_of(found: dict[int, dict[Field, set[str]]]) -> set[Posting]:
    """The same as rows of the index."""
    return {
        (word, person_id, field)
        for person_id, fields in found.items()
        for field, words in fields.items()
        for word in words
    }


def _replace(
    session: Session, workspace_id: int, ids: Sequence[int], fields: Collection[Field]
) -> None:
    before = indexed(session, ids, fields)
    after = postings_of(written(session, ids, fields))
    _add(session, workspace_id, sorted(after - before))
    gone = before - after
    if gone:
        one = delete(SearchPosting).where(
            SearchPosting.workspace_id == workspace_id,
            SearchPosting.word == bindparam("gone"),
            SearchPosting.person_id == bindparam("who"),
            SearchPosting.field == bindparam("where"),
        )
        rows = [{"gone": word, "who": who, "where": int(field)} for word, who, field in gone]
        session.connection().execute(one, rows)
        forget_words(session, workspace_id, {word for word, _who, _field in gone})


def _add(session: Session, workspace_id: int, new: Sequence[Posting]) -> None:
    """New rows of the index, with the words that the notebook did not have."""
    if not new:
        return
    words = sorted({word for word, _who, _field in new})
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        known = insert(SearchWord).prefix_with("OR IGNORE")
        of_words = [{"workspace_id": workspace_id, "word": w, "backwards": w[::-1]} for w in words]
        connection.execute(known, of_words)
        rows = [
            {"workspace_id": workspace_id, "word": word, "person_id": who, "field": int(field)}
            for word, who, field in new
        ]
        connection.execute(insert(SearchPosting), rows)
        return
    connection.execute(
        _NEW_WORDS, {"notebook": workspace_id, "words": words, "back": [w[::-1] for w in words]}
    )
    given, who, where = zip(*new, strict=True)
    connection.execute(
        _NEW_POSTINGS,
        {
            "notebook": workspace_id,
            "words": [*given],
            "who": [*who],
            "fields": [int(field) for field in where],
        },
    )


# One statement for any number of rows, prepared once.
_NEW_WORDS = text(
    "INSERT INTO search_word (workspace_id, word, backwards) "
    "SELECT :notebook, word, back FROM unnest(:words, :back) AS given (word, back) "
    "ON CONFLICT DO NOTHING"
).bindparams(bindparam("words", type_=ARRAY(Text)), bindparam("back", type_=ARRAY(Text)))
_NEW_POSTINGS = text(
    "INSERT INTO search_posting (workspace_id, word, person_id, field) "
    "SELECT :notebook, word, who, field FROM unnest(:words, :who, :fields) "
    "AS given (word, who, field)"
).bindparams(
    bindparam("words", type_=ARRAY(Text)),
    bindparam("who", type_=ARRAY(BigInteger)),
    bindparam("fields", type_=ARRAY(SmallInteger)),
)


def _phone_keys(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    asked = select(PersonDetail.person_id, PersonDetail.value, PersonDetail.match_key).where(
        PersonDetail.person_id.in_(ids), PersonDetail.kind == DetailKind.PHONE
    )
    for person_id, typed, key in session.execute(asked):
        found[person_id].append((typed, key))
    return found


def _tags(ids: Sequence[int]) -> Select[int, str]:
    asked = select(PersonTag.person_id, Tag.name).join(Tag, Tag.id == PersonTag.tag_id)
    return asked.where(PersonTag.person_id.in_(ids))


def _said(ids: Sequence[int]) -> CompoundSelect[Any]:
    """What was said, folded as it was written: for all who took part, and about each alone."""
    took_part = Participant.person_id.in_(ids), Participant.deleted_at.is_(None)
    together = (
        select(Participant.person_id, Interaction.search_key)
        .join(Interaction, Interaction.id == Participant.interaction_id)
        .where(*took_part, Interaction.deleted_at.is_(None), Interaction.search_key != "")
    )
    alone = select(Participant.person_id, Participant.search_key)
    return union_all(together, alone.where(*took_part, Participant.search_key != ""))


def _planned(ids: Sequence[int]) -> CompoundSelect[Any]:
    """What was promised, what was and is to be done, and why a contact was closed."""
    promised = select(Promise.person_id, Promise.what)
    planned = select(FollowUp.person_id, FollowUp.reason)
    moved = select(StageChange.person_id, StageChange.reason)
    return union_all(
        promised.where(Promise.person_id.in_(ids), Promise.deleted_at.is_(None)),
        planned.where(FollowUp.person_id.in_(ids), FollowUp.deleted_at.is_(None)),
        moved.where(StageChange.person_id.in_(ids), StageChange.reason != ""),
    )
