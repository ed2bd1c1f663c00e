"""One applicant as their practice sees them: all that happened to the place, its payments and refunds."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.addresses import is_one_mailbox
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.queries.instalments import PlannedPayment, plan_of
from mentorhub.enrolment.queries.lines import managed_practices
from mentorhub.enrolment.queries.money import NOTHING, Money, mismatched, money_of
from mentorhub.enrolment.rules.states import ENROLMENT, EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program


@dataclass(frozen=True, kw_only=True)
class EnrolmentHistory:
    """An applicant's place from its first entry to its last. `names` are the staff's, by id.

    `plan`: its payments, where it is paid in parts; empty for any other.
    """

    enrolment: Enrolment
    cohort: Cohort
    program: Program
    entries: tuple[LineEntry, ...]
    checkouts: tuple[Checkout, ...]
    plan: tuple[PlannedPayment, ...]
    money: Money
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


def enrolment_history(enrolment_id: int, *, viewer: Viewer) -> EnrolmentHistory:
    """Everything the practice is shown of an applicant. Raises `NotFound` to strangers."""
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
        money = money_of(session, [enrolment_id]).get(enrolment_id, NOTHING)
        return EnrolmentHistory(
            enrolment=enrolment,
            cohort=enrolment.cohort,
            program=enrolment.cohort.program,
            entries=_entries(session, enrolment_id),
            checkouts=_checkouts(session, enrolment_id),
            plan=tuple(plan_of(session, enrolment)),
            money=money,
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
