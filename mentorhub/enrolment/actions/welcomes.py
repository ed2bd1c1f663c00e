"""From an address to an account: links by mail, the confirmation of a free seat, and the welcome link."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.accounts.security.users import confirm_address, make_user
from mentorhub.enrolment.emails.places import link_was_mailed, queue_lapsed, queue_link
from mentorhub.enrolment.emails.seats import queue_enrolled
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.line.moves import confirm
from mentorhub.enrolment.models.applicants import WELCOME, Enrolment
from mentorhub.enrolment.models.mentorships import account_of
from mentorhub.enrolment.queries.welcomes import (
    is_claimable,
    is_open_to_seats,
    standing_of_welcome,
)
from mentorhub.enrolment.rules.refusals import (
    CohortCalledOff,
    NothingToPay,
    WelcomeSpent,
    WelcomeStanding,
    refuse_spent,
)
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import Busy, NotFound

LINK_PAUSE = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Claimed:
    """Whose the seat is now, and whether the account is new."""

    user_id: int
    is_new: bool


def mail_link(enrolment_id: int) -> None:
    """Send the link of a place, or for a lapsed one the link to enrol again, to the address it belongs to.

    Once in a quarter of an hour: whoever types somebody's address must not fill their mailbox.
    """
    with transaction(viewer=SYSTEM) as session:
        enrolment = session.get_one(Enrolment, enrolment_id)
        now = clock.now()
        if link_was_mailed(session, enrolment, since=now - LINK_PAUSE):
            return
        if enrolment.state == EnrolmentState.LAPSED:
            queue_lapsed(session, enrolment, now=now)
        else:
            queue_link(session, enrolment, now=now)


def confirm_free_seat(enrolment_id: int) -> None:
    """Take a seat that costs nothing, once the address is known to be the applicant's (the link was mailed).

    Doing it twice changes nothing. Raises `NothingToPay` where there is no such seat, `CohortCalledOff`.
    """
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        place = lock_place(session, enrolment_id)
        enrolment = place.enrolment
        if place.cohort.is_called_off:
            raise CohortCalledOff
        if enrolment.amount_minor or enrolment.state not in {
            EnrolmentState.HELD,
            EnrolmentState.ENROLLED,
        }:
            raise NothingToPay
        if enrolment.state == EnrolmentState.HELD:
            confirm(place)


def mail_welcome(enrolment_id: int) -> None:
    """Send a fresh welcome link for an enrolled seat that nobody has claimed yet."""
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        enrolment = session.get_one(Enrolment, enrolment_id)
        if enrolment.state != EnrolmentState.ENROLLED or enrolment.claimed_at is not None:
            raise NotFound
        queue_enrolled(session, enrolment, now=clock.now())


def claim_enrolment(token: str, *, timezone: str = "", viewer: Viewer = PUBLIC) -> Claimed:
    """Give the seat to the account of its address, making one if there is none; the address is confirmed by the link.

    It opens an existing account only for as long as a sign-in link; after that only for whoever is signed in to it.
    A new account gets `timezone`, a valid IANA zone; '' takes the seat's.
    Raises `WelcomeSpent` for a link that is used, over or superseded, or that asks to sign in first;
    `AccountClosing` where that account is being closed, and the link stays good; `Busy` where one is just being made.
    """
    link = links.opened_until(token, purpose=WELCOME)
    if link is None:
        raise WelcomeSpent(WelcomeStanding.SPENT)
    with transaction(viewer=PUBLIC) as session:  # the link signs them in, whoever was signed in
        now = clock.now()
        enrolment = session.scalar(
            select(Enrolment).where(Enrolment.public_id == link.public_id).with_for_update()
        )
        if enrolment is None:
            raise WelcomeSpent(WelcomeStanding.SPENT)
        user = account_of(session, enrolment)
        refuse_spent(standing_of_welcome(link, enrolment, user, viewer=viewer, now=now))
        if user is not None and user.closing_at is not None:
            raise AccountClosing
        is_new = user is None
        user = user or _made(session, enrolment, timezone=timezone, now=now)
        confirm_address(user, now=now)
        _give(session, enrolment, user, now=now)
        return Claimed(user_id=user.id, is_new=is_new)


def claim_own_seat(enrolment_id: int, *, viewer: Viewer) -> None:
    """Give the seat to whoever is signed in, where its address is theirs: no mail has to show that once more.

    Raises `NotFound` to everybody else, and where there is nothing to claim (any more).
    """
    with transaction(viewer=APPLICANT(enrolment_id)) as session:  # by the seat's link
        enrolment = session.get(Enrolment, enrolment_id, with_for_update=True)
        if enrolment is None or not is_claimable(enrolment):
            raise NotFound
        user = account_of(session, enrolment)
        if user is None or viewer != USER(user.id) or not is_open_to_seats(user):
            raise NotFound
        _give(session, enrolment, user, now=clock.now())


def _made(session: Session, enrolment: Enrolment, *, timezone: str, now: dt.datetime) -> User:
    user = make_user(
        session,
        email=enrolment.email,
        name=enrolment.name,
        now=now,
        locale=enrolment.locale,
        timezone=timezone or enrolment.timezone,
        confirmed_at=now,
    )
    try:
        session.flush()
    except IntegrityError as error:  # somebody signed up with it at the same moment
        raise Busy from error
    return user


def _give(session: Session, enrolment: Enrolment, user: User, *, now: dt.datetime) -> None:
    """Once for each seat, by whichever link or page."""
    if not links.use_once(session, f"welcome:{enrolment.public_id}", now=now):
        raise WelcomeSpent(WelcomeStanding.CLAIMED)
    enrolment.user_id = user.id
    enrolment.claimed_at = now
