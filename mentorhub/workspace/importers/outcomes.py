"""What each record of a file is to the notebook: somebody new, somebody who is there, somebody who may be. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentorhub.workspace.importers.details import details_of
from mentorhub.workspace.importers.records import Record
from mentorhub.workspace.matching.candidates import Candidate, candidate_of
from mentorhub.workspace.matching.identities import digests, identities
from mentorhub.workspace.matching.pairs import Index, Match, find_matches
from mentorhub.workspace.matching.reasons import Reason
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.imports import Book, Outcome

SURE = frozenset({Reason.SAME_PROFILE, Reason.SAME_EMAIL, Reason.SAME_PHONE})
REMOVED = "removed"


@dataclass(frozen=True)
class Found:
    """One record: what it is, whom it updates or may be (`person_id`, or `same_row` of the file), and why."""

    outcome: Outcome
    person_id: int | None = None
    same_row: int | None = None
    reasons: tuple[str, ...] = ()


def outcomes(records: Sequence[Record], record_digests: Sequence[str], book: Book) -> list[Found]:
    """What each record is, in their order. Later records are compared with earlier ones of the file as well."""
    index = Index(
        candidate_of(person_id, details, region=book.region)
        for person_id, details in book.people.items()
    )
    known = _Known(book, index)
    found: list[Found] = []
    for record, digest in zip(records, record_digests, strict=True):
        found.append(_found(record, digest, known))
        if record.problem is None:
            known.rows.setdefault(digest, record.row)
    return found


class _Known:
    """The notebook, and the file's rows so far: by digest, and whom each profile is of (rows below zero)."""

    def __init__(self, book: Book, index: Index) -> None:
        self.book, self.index = book, index
        self.rows: dict[str, int] = {}
        self.profiles: defaultdict[str, set[int]] = defaultdict(set)
        for one in index.people:
            self._note(one)

    def add(self, one: Candidate) -> None:
        """Compare later rows with this one as well."""
        self.index.add(one)
        self._note(one)

    def of_profile(self, one: Candidate) -> int | None:
        """The only one with such a profile: whoever changed their name since is the same person."""
        keys = {key for profile in one.profiles for key in self.profiles.get(profile, ())}
        return keys.pop() if len(keys) == 1 else None

    def _note(self, one: Candidate) -> None:
        for profile in one.profiles:
            self.profiles[profile].add(one.key)


def _found(record: Record, digest: str, known: _Known) -> Found:
    book = known.book
    if record.problem is not None:
        return Found(Outcome.UNUSABLE, reasons=(record.problem.value,))
    details = details_of(record)
    if book.removed and _is_removed(details, book):
        return Found(Outcome.UNUSABLE, reasons=(REMOVED,))
    card = book.cards.get(record.uid) if record.uid else None
    if (card or book.seen.get(digest)) in book.people:
        return Found(Outcome.UPDATE, person_id=card or book.seen[digest])
    if digest in known.rows:
        return Found(Outcome.UPDATE, same_row=known.rows[digest])
    one = candidate_of(-record.row, details, region=book.region)
    same = known.of_profile(one)
    matches = [] if same is not None else find_matches(one, known.index)
    known.add(one)
    if same is not None:
        return _whose(Outcome.UPDATE, same, (Reason.SAME_PROFILE,))
    return _matched(matches)


def _matched(matches: Sequence[Match]) -> Found:
    """Sure where the best match has a mailbox, number or profile in common, and no other has as well."""
    if not matches:
        return Found(Outcome.NEW)
    best = matches[0]
    sure = [match for match in matches if SURE & set(match.reasons)]
    outcome = Outcome.UPDATE if [best] == sure else Outcome.DOUBLE
    return _whose(outcome, best.key, best.reasons)


def _whose(outcome: Outcome, key: int, reasons: Sequence[Reason]) -> Found:
    """Of somebody of the notebook, or below zero of an earlier row."""
    return Found(
        outcome,
        person_id=key if key > 0 else None,
        same_row=-key if key < 0 else None,
        reasons=tuple(reason.value for reason in reasons),
    )


def _is_removed(details: Details, book: Book) -> bool:
    found: Iterable[tuple[str, str]] = digests(
        identities(details, region=book.region), key=book.removal_key
    )
    return not book.removed.isdisjoint(found)
