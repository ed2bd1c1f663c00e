"""What a welcome link does now, and whether whoever is signed in may take a seat without one."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import WELCOME, Enrolment
from mentorhub.enrolment.models.mentorships import account_of
from mentorhub.enrolment.rules.refusals import WelcomeStanding, welcome_standing
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation import links
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC, USER, Viewer


@dataclass(frozen=True)
class Welcome:
    """What comes of a welcome link; whose seat it is where it is claimed, and since when."""

    standing: WelcomeStanding
    owner_id: int | None = None
    claimed_at: dt.datetime | None = None
    timezone: str = "UTC"


def welcome(token: str, *, viewer: Viewer, now: dt.datetime) -> Welcome:
    """Without using it; `viewer` is who has opened it."""
    link = links.opened_until(token, purpose=WELCOME)
    if link is None:
        return Welcome(WelcomeStanding.SPENT)
    with reading(viewer=PUBLIC) as session:  # the link says whose seat it is
        named = select(Enrolment).where(Enrolment.public_id == link.public_id)
        enrolment = session.scalar(named)
        if enrolment is None:
            return Welcome(WelcomeStanding.SPENT)
        user = account_of(session, enrolment)
        standing = standing_of_welcome(link, enrolment, user, viewer=viewer, now=now)
        if standing != WelcomeStanding.CLAIMED:
            return Welcome(standing)
        return Welcome(standing, enrolment.user_id, enrolment.claimed_at, enrolment.timezone)


def standing_of_welcome(
    link: links.Dated, enrolment: Enrolment, user: User | None, *, viewer: Viewer, now: dt.datetime
) -> WelcomeStanding:
    """Of a link to this enrolment; `user` is the account of its address, if there is one."""
    return welcome_standing(
        until=link.until,
        is_latest=link.version == enrolment.link_version,
        is_claimed=enrolment.claimed_at is not None,
        is_rehearsal=enrolment.cohort.is_rehearsal,
        has_account=user is not None and user.is_settled and viewer != USER(user.id),
        now=now,
    )


def may_claim(enrolment_id: int, *, viewer: Viewer) -> bool:
    """Whether the seat waits for the account that is signed in: its address is confirmed, and the applicant's."""
    if viewer.kind != "user":
        return False
    with reading(viewer=APPLICANT(enrolment_id)) as session:  # by the seat's link
        enrolment = session.get(Enrolment, enrolment_id)
        if enrolment is None or not is_claimable(enrolment):
            return False
        user = account_of(session, enrolment)
        return user is not None and viewer == USER(user.id) and is_open_to_seats(user)


def is_claimable(enrolment: Enrolment) -> bool:
    """Whether the seat is enrolled, and nobody's account has it yet; that of a rehearsal never is an account's."""
    return (
        enrolment.state == EnrolmentState.ENROLLED
        and enrolment.claimed_at is None
        and not enrolment.cohort.is_rehearsal
    )


def is_open_to_seats(user: User) -> bool:
    """Whether the address is known to be this account's, and the account is not being closed."""
    return user.confirmed_at is not None and user.closing_at is None
