"""From an address to a person: links by mail, the free seat's word, and the welcome link that makes a mentee."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from mentorhub.accounts.models import User
from mentorhub.accounts.rules import AccountClosing
from mentorhub.accounts.security import confirm_address, make_user
from mentorhub.enrolment import emails, line, rules
from mentorhub.enrolment.models import WELCOME, Enrolment
from mentorhub.enrolment.rules import EnrolmentState
from mentorhub.foundation import clock, links
from mentorhub.foundation.database import APPLICANT, PUBLIC, SYSTEM, transaction
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.programs.rules import CohortState

LINK_PAUSE = dt.timedelta(minutes=15)


class WelcomeSpent(Refusal):
    """The welcome link was used before, or its seven days are over."""


@dataclass(frozen=True)
class Claimed:
    """Whose the seat is now, and whether the account is new."""

    user_id: int
    is_new: bool


def mail_link(enrolment_id: int) -> None:
    """Send the link of a place, or for a lapsed one the link to come again, to the address it belongs to.

    Once in a quarter of an hour: whoever types somebody's address must not fill their mailbox.
    """
    with transaction(viewer=SYSTEM) as session:
        enrolment = session.get_one(Enrolment, enrolment_id)
        now = clock.now()
        if emails.link_was_mailed(session, enrolment, since=now - LINK_PAUSE):
            return
        if enrolment.state == EnrolmentState.LAPSED:
            emails.queue_lapsed(session, enrolment, now=now)
        else:
            emails.queue_link(session, enrolment, now=now)


def confirm_free_seat(enrolment_id: int) -> None:
    """Take a seat that costs nothing, once the address is known to be the applicant's (the link was mailed).

    Doing it twice changes nothing. Raises `NothingToPay` where there is no such seat, `CohortCalledOff`.
    """
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        cohort, enrolment = line.locked_with(session, enrolment_id)
        if cohort.state == CohortState.CANCELLED:
            raise rules.CohortCalledOff
        if enrolment.amount_minor or enrolment.state not in {
            EnrolmentState.HELD,
            EnrolmentState.ENROLLED,
        }:
            raise rules.NothingToPay
        if enrolment.state == EnrolmentState.HELD:
            line.confirm(session, cohort, enrolment, now=clock.now())


def mail_welcome(enrolment_id: int) -> None:
    """Send a fresh welcome link for an enrolled seat that nobody has claimed yet."""
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        enrolment = session.get_one(Enrolment, enrolment_id)
        if enrolment.state != EnrolmentState.ENROLLED or enrolment.claimed_at is not None:
            raise NotFound
        emails.queue_enrolled(session, enrolment, now=clock.now())


def claim_enrolment(token: str, *, timezone: str = "") -> Claimed:
    """Give the seat to the account of its address, making one if there is none; the address is confirmed by the link.

    A new account lives in `timezone`, an IANA zone that there is; '' takes the seat's.

    Raises `WelcomeSpent` for a link that is used, over or superseded; `AccountClosing` where that account is being
    closed, and the link stays good.
    """
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        opened = links.opened_dated(token, purpose=WELCOME, now=now)
        if opened is None:
            raise WelcomeSpent
        enrolment = session.scalar(
            select(Enrolment).where(Enrolment.public_id == opened[0]).with_for_update()
        )
        if enrolment is None or enrolment.link_version != opened[1]:
            raise WelcomeSpent
        if not links.use_once(session, f"welcome:{enrolment.public_id}", now=now):
            raise WelcomeSpent
        user = session.scalar(select(User).where(User.email_key == enrolment.email_key))
        if user is not None and user.closing_at is not None:
            raise AccountClosing
        is_new = user is None
        if user is None:
            user = make_user(
                session,
                email=enrolment.email,
                name=enrolment.name,
                now=now,
                locale=enrolment.locale,
                timezone=timezone or enrolment.timezone,
                confirmed_at=now,
            )
            session.flush()
        confirm_address(user, now=now)
        enrolment.user_id = user.id
        enrolment.claimed_at = now
        return Claimed(user_id=user.id, is_new=is_new)
