"""Mails about places that end with a refund: withdrawn, removed, called off, refunded."""

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails import composing
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.names import isolated
from mentorhub.payments.models.ledger import Payment


def queue_withdrawn(
    session: Session, enrolment: Enrolment, *, refund_minor: int, now: dt.datetime
) -> None:
    """You have withdrawn; this much goes back by the programme's policy."""
    with composing.written_for(enrolment):
        subject = _("You have withdrawn")
    composing.post(
        session, "withdrawn", enrolment, subject=subject, now=now, refund_minor=refund_minor
    )


def queue_removed(
    session: Session, enrolment: Enrolment, *, words: str, refund_minor: int, now: dt.datetime
) -> None:
    """The practice has ended your place, and says why in its own words."""
    with composing.written_for(enrolment):
        subject = _("Your place has ended")
    composing.post(
        session,
        "removed",
        enrolment,
        subject=subject,
        now=now,
        words=words,
        refund_minor=refund_minor,
    )


def queue_seat_ended(session: Session, enrolment: Enrolment, *, why: str, now: dt.datetime) -> None:
    """Why: all went back (`refunded`), the bank took it (`dispute_lost`), a part never came (`instalment_missed`)."""
    with composing.written_for(enrolment):
        subject = _("Your seat has ended")
    composing.post(session, "seat_ended", enrolment, subject=subject, now=now, why=why)


def queue_called_off(
    session: Session, enrolment: Enrolment, *, words: str, refund_minor: int, now: dt.datetime
) -> None:
    """The whole cohort was called off; everything paid goes back."""
    with composing.written_for(enrolment):
        subject = _(
            "%(program)s will not take place", program=isolated(enrolment.cohort.program.title)
        )
    composing.post(
        session,
        "called_off",
        enrolment,
        subject=subject,
        now=now,
        fact_key=f"place {enrolment.public_id} called off",
        words=words,
        refund_minor=refund_minor,
    )


def queue_refunded(
    session: Session, enrolment: Enrolment, payment: Payment, *, now: dt.datetime
) -> None:
    """Your payment came when no seat was left; all of it goes back."""
    with composing.written_for(enrolment):
        subject = _("Your payment is being refunded in full")
    paid = {"amount_minor": payment.amount_minor, "currency": payment.currency}
    composing.post(session, "refunded", enrolment, subject=subject, now=now, payment=paid)


def queue_money_back(
    session: Session, enrolment: Enrolment, *, refund_minor: int, now: dt.datetime
) -> None:
    """The practice sends this much back."""
    with composing.written_for(enrolment):
        subject = _("A refund is on its way to you")
    composing.post(
        session, "money_back", enrolment, subject=subject, now=now, refund_minor=refund_minor
    )
