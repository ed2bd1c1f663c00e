"""What every member of a practice sees of a line, an assistant too: who has which place, and what was paid."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.queries.lines import (
    Line,
    Paged,
    Place,
    page_of,
    seen_line_of,
    seen_practices,
)
from mentorhub.enrolment.rules.rosters import PaymentState, payment_state
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.rules.instalments import OPEN_INSTALMENTS
from mentorhub.programs.models.cohorts import Cohort


@dataclass(frozen=True)
class Placed:
    """What a roster shows of an applicant's place; never their address."""

    place: int | None
    seat_number: int | None
    name: str
    state: EnrolmentState
    granted_by: int | None
    passed_release: int | None
    end_reason: str
    arrived_at: dt.datetime
    offered_at: dt.datetime | None
    held_until: dt.datetime | None
    enrolled_at: dt.datetime | None
    paused_at: dt.datetime | None
    ended_at: dt.datetime | None


@dataclass(frozen=True)
class RosterPlace:
    """One place, and its money in minor units of `currency` ('' where nothing was paid)."""

    of: Placed
    payment: PaymentState
    paid_minor: int
    refunded_minor: int
    currency: str
    is_mismatched: bool


@dataclass(frozen=True)
class Roster:
    """One page of it, by place; `shown` is the one state it is narrowed to."""

    line: Line
    shown: EnrolmentState | None
    places: tuple[RosterPlace, ...]
    paged: Paged


def roles_held(*, viewer: Viewer) -> frozenset[Role]:
    """The viewer's roles in any practice: owners are shown operations, assistants nothing of a mentee's."""
    with reading(viewer=viewer) as session:
        held = select(Membership.role).where(Membership.user_id == viewer.id)
        return frozenset(session.scalars(held.distinct()))


def seen_cohort(public_id: str, *, viewer: Viewer) -> int:
    """The id of a cohort of a practice that the viewer is a member of; raises `NotFound` to anybody else."""
    with reading(viewer=viewer) as session:
        found = session.scalar(
            select(Cohort.id).where(
                Cohort.public_id == public_id, Cohort.practice_id.in_(seen_practices(viewer))
            )
        )
        if found is None:
            raise NotFound
        return found


def roster(
    cohort_id: int, *, viewer: Viewer, now: dt.datetime, shown: EnrolmentState | None, page: int
) -> Roster:
    """One page of a cohort's roster. Eight queries, or four where it is empty. Raises `NotFound` to strangers."""
    with reading(viewer=viewer) as session:
        line = seen_line_of(session, cohort_id, viewer=viewer, now=now)
        found = page_of(session, line, shown=shown, page=page)
        owing = _owing(session, [place.enrolment.id for place in found.places])
        places = tuple(_place(place, owing=owing) for place in found.places)
        return Roster(line, shown, places, found.paged)


def _owing(session: Session, places: Sequence[int]) -> set[int]:
    """Which of these enrolments have payments of their plan still to come."""
    found = select(Instalment.enrolment_id).where(
        Instalment.enrolment_id.in_(places), Instalment.state.in_(OPEN_INSTALMENTS)
    )
    return set(session.scalars(found))


def _place(place: Place, *, owing: set[int]) -> RosterPlace:
    one, money = place.enrolment, place.money
    return RosterPlace(
        of=Placed(**{field.name: getattr(one, field.name) for field in fields(Placed)}),
        payment=payment_state(
            is_free=one.amount_minor == 0 or bool(money.payments),
            paid_minor=money.paid_minor,
            left_minor=money.left_minor,
            is_owing=one.id in owing,
            is_disputed=money.is_disputed,
        ),
        paid_minor=money.paid_minor,
        refunded_minor=money.paid_minor - money.left_minor,
        currency=money.currency,
        is_mismatched=place.is_mismatched,
    )
