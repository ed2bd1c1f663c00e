"""Due work of places: place arrivals, end overdue holds, remind of offers, end what was called off or given up."""

import logging

from mentorhub.enrolment.actions import (
    account_closing,
    arrivals,
    endings,
    rehearsals,
    seats,
)
from mentorhub.enrolment.periodic.money import each, is_closed_to_payment
from mentorhub.enrolment.queries import account_closing as closing
from mentorhub.enrolment.queries import due
from mentorhub.enrolment.queries import rehearsals as rehearsed
from mentorhub.enrolment.rules.refusals import CheckoutUnderway
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.programs.actions.inquiries import enrol_inquiry

log = logging.getLogger(__name__)


def allocate_arrivals() -> int:
    """Place arrivals whose own request did not get to it; returns the cohorts left."""
    return each(lambda: due.unplaced_cohorts(viewer=SYSTEM), arrivals.allocate_cohort)


def enrol_inquiries() -> int:
    """Say of answered inquiries that their visitor has a seat since; returns how many are left."""
    return work_off(lambda: due.seats_after_inquiries(viewer=SYSTEM, limit=ALL), enrol_inquiry)


def lapse_holds() -> int:
    """End holds past their deadline, each checkout closed at Stripe first; returns how many are left."""
    return each(lambda: due.overdue_holds(viewer=SYSTEM, now=clock.now(), limit=ALL), _lapse)


def extend_short_holds() -> int:
    """Lengthen holds that could not be paid for while their practice took no payments; returns how many are left."""
    return each(
        lambda: due.short_holds(viewer=SYSTEM, now=clock.now(), limit=ALL),
        seats.extend_short_hold,
    )


def remind_of_offers() -> int:
    """Send the reminder of offers that end soon, once each; returns how many are left."""
    return each(
        lambda: due.unanswered_offers(viewer=SYSTEM, now=clock.now(), limit=ALL),
        endings.remind_of_offer,
    )


def wind_up_cohorts() -> int:
    """End the places of cohorts that were called off, each checkout closed first; returns how many are left."""
    return each(lambda: due.called_off_places(viewer=SYSTEM, limit=ALL), _wind_up)


def give_up_places() -> int:
    """End the places of people who close their account, each checkout closed first; returns how many are left."""
    return each(lambda: closing.places_to_give_up(viewer=SYSTEM, limit=ALL), _give_up)


def forget_places() -> int:
    """Take people whose grace is over out of their places; returns how many are left."""
    return each(
        lambda: closing.places_to_forget(viewer=SYSTEM, now=clock.now(), limit=ALL),
        account_closing.forget_place,
    )


def end_rehearsals() -> int:
    """End rehearsals whose hour is over, and forget what was typed in old ones; returns how many of both are left."""
    running = each(
        lambda: rehearsed.overdue_rehearsals(viewer=SYSTEM, now=clock.now(), limit=ALL),
        rehearsals.end_overdue_rehearsal,
    )
    named = each(
        lambda: rehearsed.rehearsed_names(viewer=SYSTEM, now=clock.now(), limit=ALL),
        rehearsals.forget_rehearsed_place,
    )
    return running + named


def _wind_up(enrolment_id: int) -> None:
    if is_closed_to_payment(enrolment_id):
        endings.wind_up(enrolment_id)


def _give_up(enrolment_id: int) -> None:
    if is_closed_to_payment(enrolment_id):
        account_closing.give_up_place(enrolment_id)


def _lapse(enrolment_id: int) -> None:
    if not is_closed_to_payment(enrolment_id):
        return  # paid at the last moment: the seat is confirmed instead
    try:
        endings.lapse_hold(enrolment_id)
    except CheckoutUnderway:
        log.info("enrolment %s opened a checkout just now; its hold goes on", enrolment_id)
