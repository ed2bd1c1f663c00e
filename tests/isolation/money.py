"""One row of every kind that a practice stores of its line and its money, besides the seat and its mentorship."""

import datetime as dt

from sqlalchemy.orm import Session

from mentorhub.accounts.rules.practices import StripeState
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Inquiry

PRICE = {"amount_minor": 64000, "currency": "eur"}


def fill(session: Session, enrolment_id: int) -> None:
    """An inquiry, an account, an attempt to pay, a saved card, a part, a disputed and refunded payment, a finding."""
    seat, now = session.get_one(Enrolment, enrolment_id), clock.now()
    program_id = session.get_one(Cohort, seat.cohort_id).program_id
    of = {"practice_id": seat.practice_id}
    checkout = Checkout(
        **of, **PRICE, enrolment_id=seat.id, price_id=seat.price_id, attempt=1, terms_version=1,
        parameters={}, expires_at=now, created_at=now,
    )  # fmt: skip
    session.add_all([
        Inquiry(**of, program_id=program_id, name="Ada", email="a@b.org", message="?", created_at=now),
        StripeCustomer(**of, enrolment_id=seat.id, customer_id=f"cus_{seat.id}", created_at=now),
        Instalment(**of, **PRICE, enrolment_id=seat.id, number=1, due_on=dt.date(2030, 1, 1)),
        StripeConnection(
            **of, number=1, stripe_account=f"acct_{seat.id}", state=StripeState.PENDING, country="NO",
            parameters={}, missing={}, created_at=now,
        ),
        PromotionCode(**of, code=f"CODE-{seat.id}", percent_off=10, created_at=now),
        checkout,
    ])  # fmt: skip
    session.flush()
    paid = Payment(
        **of, **PRICE, checkout_id=checkout.id, payment_intent=f"pi_{seat.id}", captured_at=now
    )
    paid.refunds.append(Refund(**of, **PRICE, reason="goodwill", requested_at=now, due_at=now))
    paid.disputes.append(Dispute(**of, **PRICE, stripe_dispute=f"dp_{seat.id}", opened_at=now))
    session.add(paid)
    subject = {"subject_type": "dispute", "subject_public_id": str(seat.id)}
    open_finding(session, "dispute_opened", practice_id=seat.practice_id, now=now, **subject)
