"""Mails about later instalments: taken, or refused with the way to pay by oneself."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails import composing
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.payments.models.checkouts import Instalment


def queue_instalment_paid(
    session: Session, enrolment: Enrolment, instalment: Instalment, *, now: dt.datetime
) -> None:
    """This much was taken, as agreed."""
    with composing.written_for(enrolment):
        subject = _("Your payment has arrived")
    composing.post(
        session,
        "instalment_paid",
        enrolment,
        subject=subject,
        now=now,
        fact_key=f"instalment {instalment.public_id} paid by {instalment.payment_intent}",
        instalment=_context(instalment),
    )


def queue_instalment_failed(
    session: Session,
    enrolment: Enrolment,
    instalment: Instalment,
    *,
    ends_at: dt.datetime,
    now: dt.datetime,
) -> None:
    """The card was refused; it is tried again on `try_at`, and until `ends_at` nothing happens to the seat."""
    with composing.written_for(enrolment):
        subject = _("A payment did not go through")
    composing.post(
        session,
        "instalment_failed",
        enrolment,
        subject=subject,
        now=now,
        fact_key=f"instalment {instalment.public_id} refused {instalment.attempts}",
        instalment=_context(instalment),
        try_at=instalment.try_at,
        ends_at=ends_at,
        after=enrolment.cohort.program.missed_instalment.value,
    )


def _context(instalment: Instalment) -> dict[str, Any]:
    return {
        "number": instalment.number,
        "due_on": instalment.due_on,
        "amount_minor": instalment.amount_minor,
        "currency": instalment.currency,
        "failure_code": instalment.failure_code,
    }
