"""The places of somebody who closes their account: given up at once, anonymised after the grace period."""

import datetime as dt

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.line import endings
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.enrolment.models.mentorships import is_place_of
from mentorhub.enrolment.queries.account_closing import is_nameless_from, is_over
from mentorhub.enrolment.queries.checkouts import money_of_place
from mentorhub.enrolment.rules.refusals import MoneyOnItsWay
from mentorhub.enrolment.rules.states import ENROLMENT, EnrolmentState
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.erasure import ERASED_NAME, erased_address
from mentorhub.mail.retention import forget_address
from mentorhub.payments.models.checkouts import Checkout, StripeCustomer


def give_up_place(enrolment_id: int) -> bool:
    """End a live place of somebody whose account is being closed, as they would by themselves; False for any other.

    Whoever restores the account at the same time keeps the place, or has lost it before: their row is locked.
    Raises `CheckoutUnderway` (close the checkout first), `MoneyOnItsWay`.
    """
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        enrolment, now = place.enrolment, place.now
        user = _closing(session, enrolment)
        if user is None:
            return False
        endings.place_first(place)
        if enrolment.state == EnrolmentState.PAYING:
            raise MoneyOnItsWay
        if enrolment.state == EnrolmentState.ENROLLED and is_over(place.cohort, now=now):
            endings.complete(place)
            return True
        if enrolment.state == EnrolmentState.ENROLLED:
            endings.withdraw(place, by=user.id)
            return True
        if not ENROLMENT.allows("leave", enrolment.state):
            return False
        endings.leave(place)
        return True


def forget_place(enrolment_id: int) -> bool:
    """Take the person out of a place that has ended, and out of its money, which stays; False where it is not due.

    What they answered is deleted; its links open nothing any more; the journal never held who it was.
    """
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        enrolment, now = place.enrolment, place.now
        user = _closing(session, enrolment)
        if user is None or not session.scalar(_due(user, enrolment, now=now)):
            return False
        take_person_out(session, enrolment, now=now)
        return True


def take_person_out(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Make a place nameless: it and what was paid for it stay; within an action, under the cohort's lock."""
    forget_address(session, enrolment.email, package="enrolment", now=now)
    _forget_payer(session, enrolment)
    session.execute(delete(IntakeAnswer).where(IntakeAnswer.enrolment_id == enrolment.id))
    enrolment.name, enrolment.browser_key = ERASED_NAME, ""
    enrolment.email = enrolment.email_key = erased_address("place", enrolment.id)
    enrolment.link_version += 1


def _closing(session: Session, enrolment: Enrolment) -> User | None:
    """Whose place it is, if they are closing their account; nobody restores it before this is over."""
    whose = (
        select(User)
        .join(Enrolment, is_place_of())
        .where(Enrolment.id == enrolment.id, User.closing_at.is_not(None), User.erased_at.is_(None))
    )
    return session.scalar(whose.with_for_update(read=True, of=User))


def _due(user: User, enrolment: Enrolment, *, now: dt.datetime) -> Select[int]:
    place = select(Enrolment.id).join(User, is_place_of())
    return place.where(Enrolment.id == enrolment.id, User.id == user.id, is_nameless_from(now))


def _forget_payer(session: Session, enrolment: Enrolment) -> None:
    """What was paid stays, and says no more who paid; the card is not charged again."""
    for checkout in session.scalars(select(Checkout).where(Checkout.enrolment_id == enrolment.id)):
        checkout.forget_payer()
    for payment in money_of_place(session, enrolment.id).payments:
        payment.forget_payer()
    theirs = StripeCustomer.enrolment_id == enrolment.id
    for customer in session.scalars(select(StripeCustomer).where(theirs)):
        customer.forget_card()
