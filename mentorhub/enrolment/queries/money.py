"""What was paid for places and what was refunded, as pages show it. Actions use `line.money`, under the lock."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.rules.refunds import DisputeState

MISMATCH = "price_mismatch"


@dataclass(frozen=True)
class Money:
    """The money of one place, the oldest payment first; amounts in minor units of its currency."""

    payments: tuple[Payment, ...] = ()

    @property
    def currency(self) -> str:
        """What it was paid in; '' where nothing was."""
        return self.payments[0].currency if self.payments else ""

    @property
    def paid_minor(self) -> int:
        """All that was ever paid."""
        return sum(payment.amount_minor for payment in self.payments)

    @property
    def left_minor(self) -> int:
        """What is left of it, disputed or not."""
        return sum(payment.kept_minor for payment in self.payments)

    @property
    def refundable_minor(self) -> int:
        """What may be sent back today."""
        return sum(payment.refundable_minor for payment in self.payments)

    @property
    def refunds(self) -> list[Refund]:
        """All that was asked for, the oldest first."""
        found = (refund for payment in self.payments for refund in payment.refunds)
        return sorted(found, key=lambda refund: refund.id)

    @property
    def disputes(self) -> list[Dispute]:
        """Whatever a bank asked back."""
        return [dispute for payment in self.payments for dispute in payment.disputes]

    @property
    def is_disputed(self) -> bool:
        """Whether a bank is asking now."""
        return any(dispute.state == DisputeState.OPEN for dispute in self.disputes)


NOTHING = Money()


def money_of(session: Session, places: Sequence[int] | Select[int]) -> dict[int, Money]:
    """The money of these enrolments (ids) that have any. Three queries however many they are."""
    checkouts = select(Checkout.id).where(Checkout.enrolment_id.in_(places))
    instalments = select(Instalment.id).where(Instalment.enrolment_id.in_(places))
    rows = session.execute(
        select(func.coalesce(Checkout.enrolment_id, Instalment.enrolment_id), Payment)
        .outerjoin(Checkout, Checkout.id == Payment.checkout_id)
        .outerjoin(Instalment, Instalment.id == Payment.instalment_id)
        .where(or_(Payment.checkout_id.in_(checkouts), Payment.instalment_id.in_(instalments)))
        .order_by(Payment.captured_at, Payment.id)
        .options(selectinload(Payment.refunds), selectinload(Payment.disputes))
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[Payment]] = {}
    for enrolment_id, payment in rows:
        found.setdefault(enrolment_id, []).append(payment)
    return {enrolment_id: Money(tuple(payments)) for enrolment_id, payments in found.items()}


def mismatched(session: Session, places: Sequence[int]) -> dict[int, Checkout]:
    """The checkouts of these enrolments whose payment differs from what was asked, while nobody has decided."""
    rows = session.scalars(
        select(Checkout)
        .join(Finding, Finding.subject_public_id == Checkout.public_id)
        .where(
            Checkout.enrolment_id.in_(places),
            Finding.kind == MISMATCH,
            Finding.closed_at.is_(None),
        )
    )
    return {checkout.enrolment_id: checkout for checkout in rows}
