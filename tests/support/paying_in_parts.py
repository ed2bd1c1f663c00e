"""What tests of later payments share: a seat bought in three parts, its card, its plan."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.periodic.money import charge_instalments
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.ledger import Payment
from mentorhub.programs.rules.offers import MissedInstalment
from tests.support import factories
from tests.support.applicants import enrolment, pass_time, place_applicant
from tests.support.factories import Scene
from tests.support.pricing import instalments, pay_in_parts
from tests.support.stripe_client import StripeClient


@dataclass(frozen=True)
class Parts:
    """Ada has paid the first of three parts of the only seat, Ben waits."""

    scene: Scene
    ada: int
    ben: int
    card: str

    def instalment(self, number: int = 2) -> Instalment:
        """One of Ada's payments, as it is now."""
        return instalments(self.ada)[number - 1]


def parts(stripe: StripeClient, *, missed: MissedInstalment = MissedInstalment.PAUSE) -> Parts:
    """One seat at €640 in three parts, 30 days apart."""
    scene = factories.scene(seats=1, missed_instalment=missed)
    pay_in_parts(scene, count=3, days=30)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    today = clock.now().astimezone(ZoneInfo(enrolment(ada).timezone)).date()
    open_checkout(ada, consent="I agree.", consented_on=today)
    db.session.rollback()
    checkout = db.session.scalars(select(Checkout)).one()
    stripe.pay(str(checkout.stripe_session))
    fulfil(checkout.id)
    db.session.rollback()
    card = db.session.scalars(select(StripeCustomer.payment_method)).one()
    return Parts(scene, ada, ben, card)


def wait_until_due(found: Parts, number: int = 2) -> None:
    """A moment after the day and hour on which this payment is tried."""
    try_at = found.instalment(number).try_at
    assert try_at is not None
    pass_time(seconds=(try_at - clock.now()).total_seconds() + 1)


def spoil_card(stripe: StripeClient, found: Parts, behaviour: str = "generic_decline") -> None:
    """From now on Ada's card is refused, or behaves as given."""
    stripe.control(f"payment_methods/{found.card}", behaviour=behaviour)


def refused(stripe: StripeClient, found: Parts, behaviour: str = "generic_decline") -> None:
    """Ada's second payment is tried, and her bank says no."""
    spoil_card(stripe, found, behaviour)
    wait_until_due(found)
    charge_instalments()


def paid_amounts() -> list[tuple[int, bool]]:
    """(amount, whether it is an instalment's own) of every payment, the oldest first."""
    db.session.rollback()
    rows = db.session.scalars(select(Payment).order_by(Payment.id))
    return [(row.amount_minor, row.instalment_id is not None) for row in rows]


def pay_by_debit() -> None:
    """The kept way to pay is a bank debit that takes days."""
    db.session.scalars(select(StripeCustomer)).one().payment_method = "pm_sepaDebit_processing"
    db.session.commit()
