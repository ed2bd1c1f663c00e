"""Why a search found the people of a page: where the words stand, with the line around them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from mentorhub.workspace.models.by_name import organization_key
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, Participant, StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.search import SearchPosting
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.queries.search import Found, Spellings, condition_of
from mentorhub.workspace.queries.tags import tags_of
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.indexing import Field, Source, digits_of, texts_of, words_in
from mentorhub.workspace.rules.searches import How, Term
from mentorhub.workspace.rules.snippets import Piece, marked, snippet

REASONS = 2  # beside the name, of one person
WORDS_MAX = 40  # of those found, by which conversations are looked through
Told = tuple[Source, str, str, dt.date | None]  # what a text is, the text, its label, its day


class Reason(NamedTuple):
    """A text in which something was found; `typed` is what was looked for where it is written otherwise here."""

    source: Source
    pieces: list[Piece]
    label: str = ""
    on: dt.date | None = None
    typed: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Why:
    """The name with what was found in it marked, and other texts in which something was found."""

    name: Sequence[Piece] = ()
    reasons: Sequence[Reason] = ()


NO_REASON = Why()


@dataclass(frozen=True)
class Hit:
    """What was looked for, and the words of one person that are it, by where they stand."""

    terms: Sequence[Term]
    spellings: Spellings
    words: dict[Field, set[str]] = field(default_factory=dict)

    def met_by(self, words: Sequence[str]) -> set[Term]:
        """The terms that these words are."""
        return {term for term in self.terms if any(self._is(term, word) for word in words)}

    def is_meant(self, word: str) -> bool:
        """Whether it is any of them."""
        return any(self._is(term, word) for term in self.terms)

    def typed_for(self, words: Sequence[str]) -> str:
        """What was typed for the one of these words that is spelled otherwise; '' where all are as typed."""
        for term in self.terms:
            if term.how is not How.NUMBER and any(
                word in self.spellings.get(term.word, ()) and not word.startswith(term.word)
                for word in words
            ):
                return term.word
        return ""

    def _is(self, term: Term, word: str) -> bool:
        is_part = term.how in (How.BEGINNING, How.SHORT) and word.startswith(term.word)
        return is_part or word == term.word or word in self.spellings.get(term.word, ())


def why_found(
    session: Session, people: Sequence[Person], found: Found, *, organization: str = ""
) -> dict[int, Why]:
    """For each of these people, by id. With an organisation (by name), as what and when they were there."""
    hits = _hits(session, people, found)
    where = {field for hit in hits.values() for field in hit.words}
    details = read_details(session, people) if where - {Field.TAG, Field.HISTORY} else {}
    told = _history(session, hits) if Field.HISTORY in where else {}
    tags = tags_of(session, list(hits)) if Field.TAG in where else {}
    return {
        person.id: Why(
            marked(person.name, hits[person.id].is_meant) if found.terms else (),
            [
                *_worked(person, organization),
                *_reasons(
                    person,
                    hits[person.id],
                    [
                        *(_told(details[person.id]) if person.id in details else ()),
                        *((Source.TAG, tag.name, "", None) for tag in tags.get(person.id, ())),
                        *told.get(person.id, ()),
                    ],
                ),
            ],
        )
        for person in people
    }


def _hits(session: Session, people: Sequence[Person], found: Found) -> dict[int, Hit]:
    hits = {person.id: Hit(found.terms, found.spellings) for person in people}
    if not (found.terms and people):
        return hits
    # Without the notebook, so that no database reads all rows of the words: those of a few people are far fewer.
    asked = select(SearchPosting.person_id, SearchPosting.field, SearchPosting.word).where(
        SearchPosting.person_id.in_(hits),
        or_(*(condition_of(term, found.spellings) for term in found.terms)),
    )
    for person_id, where, word in session.execute(asked):
        hits[person_id].words.setdefault(Field(where), set()).add(word)
    return hits


def _reasons(person: Person, hit: Hit, told: Sequence[Told]) -> Iterator[Reason]:
    """Texts in which there is something that neither the name nor an earlier text has; other spellings in any case."""
    names = words_in(person.name)
    left = set(hit.terms) - hit.met_by(names)
    typed = hit.typed_for(names)
    if typed:
        yield Reason(Source.NAME, marked(person.name, hit.is_meant), typed=typed)
    count = 0
    for source, text, label, on in told:
        words = words_in(text)
        if source is Source.PHONE:
            words += [*_numbers(text, hit)]
        new = hit.met_by(words) & left
        if new and count < REASONS:
            left -= new
            count += 1
            pieces = snippet(text, hit.is_meant) or [Piece(text, is_marked=True)]
            yield Reason(source, pieces, label, on, hit.typed_for(words))


def _numbers(text: str, hit: Hit) -> Iterator[str]:
    """The number as a whole, where it is one that was looked for: typed in whatever groups."""
    digits = digits_of(text).lstrip("0")
    for word in hit.words.get(Field.DETAIL, ()):
        if digits and (word.endswith(digits) or digits.endswith(word)):
            yield word


def _told(details: Details) -> Iterator[Told]:
    for _field, source, text in texts_of(details):
        if source is not Source.NAME and text:
            yield source, text, "", None
    for phone in details.phones:
        yield Source.PHONE, phone.value, phone.label, None
    names = (details.given_name, details.additional_name, details.family_name)
    yield Source.NAME, " ".join(filter(None, names)), "", None


def _worked(person: Person, organization: str) -> Iterator[Reason]:
    key = organization_key(organization)
    for one in person.affiliations if key else ():
        if one.organization.name_key == key:
            work = ", ".join(filter(None, (one.title, one.department, one.organization.name)))
            pieces = [Piece(work, is_marked=False)]
            yield Reason(Source.ORGANIZATION, pieces, since=one.since, until=one.until)


def _history(session: Session, hits: dict[int, Hit]) -> dict[int, list[Told]]:
    """What was said, the latest first, then what was promised and planned, of those whose history has the words."""
    words = {
        who: hit.words[Field.HISTORY] for who, hit in hits.items() if Field.HISTORY in hit.words
    }
    told: dict[int, list[Told]] = defaultdict(list)
    for person_id, on, note, private in session.execute(_said(words)):
        told[person_id] += [
            (Source.CONVERSATION, note, "", on),
            (Source.PRIVATE_NOTE, private, "", on),
        ]
    gives = select(Participant.person_id, Give.what, Give.on_date).join(
        Give, Give.interaction_id == Participant.interaction_id
    )
    for person_id, what, on in session.execute(gives.where(Participant.person_id.in_(words))):
        told[person_id].append((Source.GIVE, what, "", on))
    for source, table, column in (
        (Source.PROMISE, Promise, Promise.what),
        (Source.FOLLOW_UP, FollowUp, FollowUp.reason),
        (Source.STAGE, StageChange, StageChange.reason),
    ):
        asked = select(table.person_id, column).where(table.person_id.in_(words), column != "")
        for person_id, text in session.execute(asked.order_by(table.id.desc())):
            told[person_id].append((source, text, "", None))
    return told


def _said(words: dict[int, set[str]]) -> Select[int, dt.date, str, str]:
    """Conversations of these people in which one of their words stands; of very many words, all conversations."""
    every = sorted({word for of_one in words.values() for word in of_one})
    asked = (
        select(Participant.person_id, Interaction.on_date, Interaction.note, Participant.note)
        .join(Interaction, Interaction.id == Participant.interaction_id)
        .where(Participant.person_id.in_(words))
        .order_by(Interaction.on_date.desc(), Interaction.id.desc())
    )
    if len(every) > WORDS_MAX:
        return asked
    keys = Interaction.search_key, Participant.search_key
    return asked.where(
        or_(*(key.contains(word, autoescape=True) for key in keys for word in every))
    )
