"""One row of every kind that a practice stores of its line and its money, besides the seat and its mentorship."""

import datetime as dt

from sqlalchemy.orm import Session

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.foundation import clock
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.inquiries import Inquiry, SavedReply
from mentorhub.programs.models.intake import IntakeQuestion

INTAKE = (IntakeQuestion, IntakeAnswer)
PRICE = {"amount_minor": 64000, "currency": "eur"}


def fill(session: Session, enrolment_id: int) -> None:
    """An inquiry, an answer, an attempt to pay, a saved card, a part, a disputed and refunded payment, a finding."""
    seat, now = session.get_one(Enrolment, enrolment_id), clock.now()
    program_id = session.get_one(Cohort, seat.cohort_id).program_id
    of = {"practice_id": seat.practice_id}
    checkout = Checkout(
        **of, **PRICE, enrolment_id=seat.id, price_id=seat.price_id, attempt=1, terms_version=1,
        parameters={}, expires_at=now, created_at=now,
    )  # fmt: skip
    inquiry = Inquiry(
        **of, program_id=program_id, name="Ada", email="a@b.org", email_key="a@b.org",
        created_at=now, last_message_at=now,
    )  # fmt: skip
    question = IntakeQuestion(**of, cohort_id=seat.cohort_id, position=1, question="Why?")
    session.add_all([
        question,
        SavedReply(**of, title="Dates", body="From [day] on."),
        inquiry,
        StripeCustomer(**of, enrolment_id=seat.id, customer_id=f"cus_{seat.id}", created_at=now),
        Instalment(**of, **PRICE, enrolment_id=seat.id, number=1, due_on=dt.date(2030, 1, 1)),
        PromotionCode(**of, code=f"CODE-{seat.id}", percent_off=10, created_at=now, ask_at=now),
        checkout,
    ])  # fmt: skip
    session.flush()
    session.add(inquiry.ask("?", now=now))
    if seat.enrolled_at is not None:  # whoever has no seat yet is not asked
        said = {"question": "Why?", "answer": "So.", "answered_at": now}
        session.add(IntakeAnswer(**of, enrolment_id=seat.id, question_id=question.id, **said))
    paid = Payment(
        **of, **PRICE, checkout_id=checkout.id, payment_intent=f"pi_{seat.id}", captured_at=now
    )
    paid.refunds.append(Refund(**of, **PRICE, reason="goodwill", requested_at=now, due_at=now))
    paid.disputes.append(Dispute(**of, **PRICE, stripe_dispute=f"dp_{seat.id}", opened_at=now))
    session.add(paid)
    subject = {"subject_type": "dispute", "subject_public_id": str(seat.id)}
    open_finding(session, "dispute_opened", practice_id=seat.practice_id, now=now, **subject)
