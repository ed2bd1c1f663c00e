"""Mails about an enrolled seat, its instalments, its refunds and its end; the welcome link is made here."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails import places
from mentorhub.enrolment.models.applicants import WELCOME, Enrolment
from mentorhub.enrolment.models.mentorships import account_of
from mentorhub.enrolment.rules.refusals import WELCOME_LIVES
from mentorhub.foundation import links
from mentorhub.foundation.names import isolated
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.instalments import ACCOUNT_MOVED
from mentorhub.programs.queries.intake import is_asked
from mentorhub.programs.rules.offers import MissedInstalment


def queue_enrolled(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The seat is yours; the welcome link (single use, 7 days) makes the account."""
    with places.written_for(enrolment):
        subject = _("Welcome, seat %(seat)s is yours", seat=enrolment.seat_number)
    places.post(
        session,
        "enrolled",
        enrolment,
        subject=subject,
        now=now,
        **_welcome(session, enrolment, now=now),
    )


def queue_granted(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The practice gives you a seat; the welcome link makes the account."""
    with places.written_for(enrolment):
        subject = _(
            "A seat is yours, from %(practice)s", practice=isolated(enrolment.practice.name)
        )
    places.post(
        session,
        "granted",
        enrolment,
        subject=subject,
        now=now,
        **_welcome(session, enrolment, now=now),
    )


def queue_paused(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Your programme pauses; the reason is in the row."""
    with places.written_for(enrolment):
        subject = _("Your programme is paused")
    places.post(session, "paused", enrolment, subject=subject, now=now, why=enrolment.pause_reason)


def queue_resumed(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Your programme goes on."""
    with places.written_for(enrolment):
        subject = _("Your programme goes on")
    places.post(session, "resumed", enrolment, subject=subject, now=now)


def _welcome(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> dict[str, Any]:
    until = now + WELCOME_LIVES
    token = links.sign_dated(
        enrolment.public_id, enrolment.link_version, purpose=WELCOME, until=until
    )
    user = account_of(session, enrolment)
    return {
        "welcome_link": links.absolute(f"/welcome/{token}"),
        "welcome_until": until,
        "has_account": user is not None and user.is_settled,
        "welcome_md": enrolment.cohort.welcome_md,
        "intake_link": _intake_link(session, enrolment),
    }


def _intake_link(session: Session, enrolment: Enrolment) -> str:
    """Where the mentor's questions are answered; '' where nothing is asked."""
    if not is_asked(session, enrolment.cohort_id):
        return ""
    return links.absolute(f"/enrolments/{enrolment.token}/intake")


def queue_instalment_paid(
    session: Session, enrolment: Enrolment, instalment: Instalment, *, now: dt.datetime
) -> None:
    """This much was taken, as agreed."""
    with places.written_for(enrolment):
        subject = _("Your payment has arrived")
    places.post(
        session,
        "instalment_paid",
        enrolment,
        subject=subject,
        now=now,
        fact_key=f"instalment {instalment.public_id} paid by {instalment.payment_intent}",
        instalment=_paid_in_part(instalment),
    )


def queue_instalment_failed(
    session: Session,
    enrolment: Enrolment,
    instalment: Instalment,
    *,
    ends_at: dt.datetime,
    after: MissedInstalment,
    now: dt.datetime,
) -> None:
    """The card was refused; it is tried again on `try_at`, and until `ends_at` nothing happens to the seat.

    `after`: what happens to it then. Where the practice has moved to another account, nothing happens at all: the payer
    is asked to give a card there.
    """
    is_moved = instalment.failure_code == ACCOUNT_MOVED
    with places.written_for(enrolment):
        subject = _("A payment did not go through")
        if is_moved:
            subject = _("Please give your card again")
    places.post(
        session,
        "instalment_failed",
        enrolment,
        subject=subject,
        now=now,
        fact_key=f"instalment {instalment.public_id} refused {instalment.attempts}",
        instalment=_paid_in_part(instalment),
        try_at=instalment.try_at,
        ends_at=ends_at,
        after="" if is_moved else after.value,
    )


def _paid_in_part(instalment: Instalment) -> dict[str, Any]:
    return {
        "number": instalment.number,
        "due_on": instalment.due_on,
        "amount_minor": instalment.amount_minor,
        "currency": instalment.currency,
        "failure_code": instalment.failure_code,
    }


def queue_withdrawn(
    session: Session, enrolment: Enrolment, *, refund_minor: int, now: dt.datetime
) -> None:
    """You have withdrawn; this much goes back by the programme's policy."""
    with places.written_for(enrolment):
        subject = _("You have withdrawn")
    places.post(
        session, "withdrawn", enrolment, subject=subject, now=now, refund_minor=refund_minor
    )


def queue_removed(
    session: Session, enrolment: Enrolment, *, words: str, refund_minor: int, now: dt.datetime
) -> None:
    """The practice has ended your place, and says why in its own words."""
    with places.written_for(enrolment):
        subject = _("Your place has ended")
    places.post(
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
    with places.written_for(enrolment):
        subject = _("Your seat has ended")
    places.post(session, "seat_ended", enrolment, subject=subject, now=now, why=why)


def queue_called_off(
    session: Session, enrolment: Enrolment, *, words: str, refund_minor: int, now: dt.datetime
) -> None:
    """The whole cohort was called off; everything paid goes back."""
    with places.written_for(enrolment):
        subject = _(
            "%(program)s will not take place", program=isolated(enrolment.cohort.program.title)
        )
    places.post(
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
    with places.written_for(enrolment):
        subject = _("Your payment is being refunded in full")
    paid = {"amount_minor": payment.amount_minor, "currency": payment.currency}
    places.post(session, "refunded", enrolment, subject=subject, now=now, payment=paid)


def queue_money_back(
    session: Session, enrolment: Enrolment, *, refund_minor: int, now: dt.datetime
) -> None:
    """The practice sends this much back."""
    with places.written_for(enrolment):
        subject = _("A refund is on its way to you")
    places.post(
        session, "money_back", enrolment, subject=subject, now=now, refund_minor=refund_minor
    )
