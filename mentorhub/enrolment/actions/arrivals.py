"""Arriving in the line. Everybody who submits the form is stored, placed and seated at once, in one batch.

`arrive` and `allocate_cohort` are the same in two steps: an arrival that did not get the cohort's lock is stored
without a place, and a periodic task places it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError

from mentorhub.enrolment.line import allocation, locked
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.queries.arrivals import (
    Applicant,
    CohortRef,
    ExistingEnrolments,
    cohort_terms,
    live_place,
    new_enrolment,
)
from mentorhub.enrolment.rules.refusals import AlreadyInLine, LineFull
from mentorhub.foundation.batching import Batcher
from mentorhub.foundation.config import extension_or_new
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.foundation.errors import Busy, Refusal

__all__ = ["Applicant", "Arrival", "allocate_cohort", "arrive", "take_place", "take_place_again"]

_TRIES = 3  # an address that arrives without the lock at this moment is seen at the second look


class Arrival(NamedTuple):
    """The enrolment that was stored and the token of its link. Without a place where the line was busy."""

    id: int
    token: str
    is_placed: bool = True


_Outcome = Arrival | Refusal


def take_place(slug: str, *, applicant: Applicant) -> Arrival:
    """Arrive in the cohort of this programme whose window is open (else its next or last one) and be placed.

    Requests that arrive together in this process share one transaction, in the order of their arrival.
    Raises `NotOpenYet`, `NoLongerOpen`, `AlreadyInLine` (this address, or this browser), `LapsedBefore`,
    `HoldElsewhere`, `LineFull`, `NotFound`.
    """
    return _with_others(CohortRef(slug=slug), applicant)


def take_place_again(cohort_id: int, *, applicant: Applicant) -> Arrival:
    """As `take_place`, in this cohort: by the link that was mailed after a lapse."""
    return _with_others(CohortRef(cohort_id=cohort_id), applicant)


def arrive(cohort_id: int, *, applicant: Applicant) -> Arrival:
    """Store an arrival, without a place yet. Takes no lock. Refuses as `take_place`."""
    return _arrive(CohortRef(cohort_id=cohort_id), applicant)


def allocate_cohort(cohort_id: int) -> None:
    """Place every arrival committed before this call, seat who can be, write entries and mails.

    Raises `Busy` when the cohort's lock was not free; arrivals are stored and a periodic task places them.
    """
    with transaction(viewer=SYSTEM) as session:
        allocation.allocate_due(session, cohort_id)


def _with_others(cohort_ref: CohortRef, applicant: Applicant) -> Arrival:
    def take(applicants: Sequence[Applicant]) -> Sequence[_Outcome]:
        return _take_places(cohort_ref, applicants)

    outcome = extension_or_new("arriving", Batcher).submit(cohort_ref, applicant, take)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _take_places(cohort_ref: CohortRef, applicants: Sequence[Applicant]) -> Sequence[_Outcome]:
    for _ in range(_TRIES - 1):
        try:
            return _placed(cohort_ref, applicants)
        except IntegrityError:
            continue
        except Busy:
            return _kept_all(cohort_ref, applicants)
    return _placed(cohort_ref, applicants)


def _placed(cohort_ref: CohortRef, applicants: Sequence[Applicant]) -> Sequence[_Outcome]:
    """Everybody's place or refusal, under the cohort's lock."""
    with transaction(viewer=SYSTEM) as session:
        terms = cohort_terms(session, cohort_ref)
        # Made before the lock is taken: nobody else has to wait for it.
        rows = [new_enrolment(terms, applicant) for applicant in applicants]
        line = locked.lock_cohort(session, terms.cohort_id)
        known = ExistingEnrolments(session, terms.cohort_id, applicants)
        room = _Room(allocation.room(line))
        came = [_admit(known, room, *one) for one in zip(applicants, rows, strict=True)]
        arrivals = [one.enrolment for one in came if isinstance(one, _Admitted) and one.is_first]
        allocation.allocate(line, arrivals)
        return [one.outcome() if isinstance(one, _Admitted) else one for one in came]


def _admit(
    known: ExistingEnrolments, room: "_Room", applicant: Applicant, mine: Enrolment
) -> "_Admitted | Refusal":
    try:
        known.refuse(applicant)
        earlier = known.earlier(applicant)
        if earlier is not None:
            return _Admitted(earlier, is_first=False)
        room.take()
    except Refusal as refusal:
        return refusal
    known.add(applicant, mine)
    return _Admitted(mine, is_first=True)


@dataclass
class _Room:
    """How many more may get a place under this lock; None for any number."""

    left: int | None

    def take(self) -> None:
        """One place less; raises `LineFull` where there is none left."""
        if self.left is None:
            return
        if self.left <= 0:
            raise LineFull
        self.left -= 1


class _Admitted(NamedTuple):
    """A row of this batch; `is_first` is False for an address or browser that submitted before."""

    enrolment: Enrolment
    is_first: bool

    def outcome(self) -> _Outcome:
        """Once the row has its id."""
        enrolment_id = self.enrolment.id
        if not self.is_first:
            return AlreadyInLine(enrolment_id)
        return Arrival(enrolment_id, self.enrolment.token)


def _kept_all(cohort_ref: CohortRef, applicants: Sequence[Applicant]) -> Sequence[_Outcome]:
    """Each arrival, placed later; where nothing at all can be stored, the others do not wait for the same answer."""
    kept: list[_Outcome] = []
    for applicant in applicants:
        is_shut = bool(kept) and isinstance(kept[-1], Busy)
        kept.append(kept[-1] if is_shut else _kept(cohort_ref, applicant))
    return kept


def _kept(cohort_ref: CohortRef, applicant: Applicant) -> _Outcome:
    """An arrival that is placed later, or its refusal."""
    try:
        return _arrive(cohort_ref, applicant)._replace(is_placed=False)
    except Refusal as refusal:
        return refusal


def _arrive(cohort_ref: CohortRef, applicant: Applicant) -> Arrival:
    with transaction(viewer=PUBLIC) as session:
        terms = cohort_terms(session, cohort_ref)
        ExistingEnrolments(session, terms.cohort_id, [applicant]).refuse(applicant)
        enrolment = new_enrolment(terms, applicant)
        session.add(enrolment)
        try:
            session.flush()
        except IntegrityError as error:
            # Two at once: the index admitted one, and this one has the same address.
            session.rollback()
            known = live_place(session, terms.cohort_id, applicant)
            raise AlreadyInLine(known) from error
        return Arrival(enrolment.id, enrolment.token)
