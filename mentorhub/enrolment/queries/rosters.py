"""A line as its members see it: who has which place, what was paid; and all that happened to one applicant."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.addresses import is_one_mailbox
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.queries.checkouts import Money, mismatched, money_of_place
from mentorhub.enrolment.queries.endings import due_minor
from mentorhub.enrolment.queries.intake import progress_of
from mentorhub.enrolment.queries.lines import Line, Place, page_of, seen_line_of
from mentorhub.enrolment.queries.managed import managed_practices
from mentorhub.enrolment.queries.plans import PlannedPayment, plan_of
from mentorhub.enrolment.rules.intake import Progress
from mentorhub.enrolment.rules.money import PaymentState, payment_state
from mentorhub.enrolment.rules.states import ENROLMENT, EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.paging import Paged
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.instalments import OPEN_INSTALMENTS
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.queries.terms import agreed_terms


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
    """One place, and its money in minor units of `currency` ('' where nothing was paid).

    `intake`: how far its answers have got, where it is a seat of a cohort that asks something.
    """

    of: Placed
    payment: PaymentState
    paid_minor: int
    refunded_minor: int
    currency: str
    is_mismatched: bool
    intake: Progress | None


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


def roster(
    cohort_id: int, *, viewer: Viewer, now: dt.datetime, shown: EnrolmentState | None, page: int
) -> Roster:
    """One page of a cohort's roster. Nine queries, or four where it is empty. Raises `NotFound` to strangers."""
    with reading(viewer=viewer) as session:
        line = seen_line_of(session, cohort_id, viewer=viewer, now=now)
        found = page_of(session, line, shown=shown, page=page)
        owing = _owing(session, [place.enrolment.id for place in found.places])
        intake = progress_of(session, [place.enrolment for place in found.places])
        places = tuple(_roster_place(one, owing=owing, intake=intake) for one in found.places)
        return Roster(line, shown, places, found.paged)


def _owing(session: Session, places: Sequence[int]) -> set[int]:
    """Which of these enrolments have payments of their plan still to come."""
    found = select(Instalment.enrolment_id).where(
        Instalment.enrolment_id.in_(places), Instalment.state.in_(OPEN_INSTALMENTS)
    )
    return set(session.scalars(found))


def _roster_place(place: Place, *, owing: set[int], intake: Mapping[int, Progress]) -> RosterPlace:
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
        intake=intake.get(one.id),
    )


@dataclass(frozen=True, kw_only=True)
class EnrolmentHistory:
    """An applicant's place from its first entry to its last. `names` are the staff's, by id.

    `plan`: its payments, where it is paid in parts; empty for any other. `terms`: those of its arrival, and `due_minor`
    what goes back by them today.
    """

    enrolment: Enrolment
    cohort: Cohort
    program: Program
    entries: tuple[LineEntry, ...]
    checkouts: tuple[Checkout, ...]
    plan: tuple[PlannedPayment, ...]
    money: Money
    terms: ProgramTerms
    due_minor: int
    to_decide: Checkout | None
    names: Mapping[int, str]

    @property
    def decided_over(self) -> Payment | None:
        """The payment that is not what its checkout asked for, while the practice has not decided."""
        if self.to_decide is None:
            return None
        wrong = self.to_decide.id
        return next((one for one in self.money.payments if one.checkout_id == wrong), None)

    @property
    def open_checkout(self) -> Checkout | None:
        """The payment page that is open now."""
        return next((one for one in self.checkouts if one.state == CheckoutState.OPEN), None)

    @property
    def other_payers(self) -> list[str]:
        """Addresses of payers who are not the applicant."""
        own = self.enrolment.email
        found = {one.payer_email: None for one in self.money.payments if one.payer_email}
        return [address for address in found if not is_one_mailbox(address, own)]

    @property
    def is_removable(self) -> bool:
        """Whether the practice can end this place; one whose money is on its way it cannot."""
        state = self.enrolment.state
        if state == EnrolmentState.PAYING:
            return False
        return state == EnrolmentState.ARRIVED or ENROLMENT.allows("remove", state)


def enrolment_history(enrolment_id: int, *, viewer: Viewer, now: dt.datetime) -> EnrolmentHistory:
    """Everything the practice is shown of an applicant, as of `now`. Raises `NotFound` to strangers."""
    with reading(viewer=viewer) as session:
        enrolment = session.scalars(
            select(Enrolment)
            .where(
                Enrolment.id == enrolment_id, Enrolment.practice_id.in_(managed_practices(viewer))
            )
            .options(
                joinedload(Enrolment.cohort).joinedload(Cohort.program).joinedload(Program.practice)
            )
            .execution_options(populate_existing=True)
        ).one_or_none()
        if enrolment is None:
            raise NotFound
        money = money_of_place(session, enrolment_id)
        terms = agreed_terms(session, enrolment.cohort.program_id, enrolment.terms_version)
        return EnrolmentHistory(
            enrolment=enrolment,
            cohort=enrolment.cohort,
            program=enrolment.cohort.program,
            entries=_entries(session, enrolment_id),
            checkouts=_checkouts(session, enrolment_id),
            plan=tuple(plan_of(session, enrolment)),
            money=money,
            terms=terms,
            due_minor=due_minor(enrolment.cohort, money, terms.policy, now=now),
            to_decide=mismatched(session, [enrolment_id]).get(enrolment_id),
            names=_names(session, enrolment, money),
        )


def _entries(session: Session, enrolment_id: int) -> tuple[LineEntry, ...]:
    return tuple(
        session.scalars(
            select(LineEntry)
            .where(LineEntry.enrolment_id == enrolment_id)
            .order_by(LineEntry.number)
        )
    )


def _checkouts(session: Session, enrolment_id: int) -> tuple[Checkout, ...]:
    return tuple(
        session.scalars(
            select(Checkout)
            .where(Checkout.enrolment_id == enrolment_id)
            .order_by(Checkout.id)
            .execution_options(populate_existing=True)
        )
    )


def _names(session: Session, enrolment: Enrolment, money: Money) -> Mapping[int, str]:
    ids = {enrolment.granted_by, *(refund.requested_by_id for refund in money.refunds)}
    rows = session.execute(
        select(User.id, User.name).where(User.id.in_([one for one in ids if one is not None]))
    )
    return {row.id: row.name for row in rows}
