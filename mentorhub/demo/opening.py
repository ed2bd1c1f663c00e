"""Programmes opened by command: one open from now on, and the demo's that opens five minutes after each start."""

import datetime as dt

from sqlalchemy import func, select

from mentorhub.accounts.actions import create_practice
from mentorhub.accounts.models import Membership, User
from mentorhub.accounts.rules import Role, email_key
from mentorhub.accounts.security import make_user
from mentorhub.demo.stories.offers import SOON
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, USER, Viewer, reading, transaction
from mentorhub.foundation.links import absolute
from mentorhub.programs import rules
from mentorhub.programs.actions.cohorts import add_price, create_cohort, publish_cohort
from mentorhub.programs.actions.offers import create_program, publish_program
from mentorhub.programs.actions.windows import end_window, move_window
from mentorhub.programs.models import Cohort, Program, ProgramSlug

OPEN_DAYS, COURSE_WEEKS = 90, 12
SOON_IN = dt.timedelta(minutes=5)
SOON_OPEN_DAYS, SOON_COURSE_WEEKS = 21, 6


def open_program(
    slug: str,
    *,
    seats: int,
    price_minor: int,
    currency: str,
    owner_email: str,
    owner_name: str,
) -> str:
    """A published programme that takes people from now on, in its owner's practice; its address.

    Owner and practice are made where there are none. Raises `SlugTaken`, `SlugMisshapen`,
    `PriceNotChargeable`, `Misshapen`, and then nothing is made.
    """
    rules.refuse_misshapen_slug(slug)
    rules.refuse_unchargeable(price_minor, currency.lower())
    with reading(viewer=SYSTEM) as session:
        if session.get(ProgramSlug, slug) is not None:
            raise rules.SlugTaken
    owner_id = _owner(owner_email, owner_name)
    viewer = USER(owner_id)
    practice_id = _practice_of(owner_id) or create_practice(
        name=owner_name, email=owner_email, owner_id=owner_id
    )
    title = slug.replace("-", " ").replace("_", " ").capitalize()
    program_id = create_program(
        practice_id, viewer=viewer, slug=slug, title=title, mentor_name=owner_name
    )
    cohort_id = _draft(program_id, "First circle", viewer=viewer, seats=seats, opens_at=clock.now())
    add_price(cohort_id, viewer=viewer, amount_minor=price_minor, currency=currency)
    publish_program(program_id, viewer=viewer)
    publish_cohort(cohort_id, viewer=viewer)
    return absolute(f"/programs/{slug}")


def open_in_five_minutes(*, mentor_id: int) -> None:
    """See to it that the demo's third programme opens five minutes from now; its mentor's deed.

    A cohort that has not opened yet is moved. One that has takes no more arrivals, and the next
    one is published.
    """
    viewer = USER(mentor_id)
    opens_at = clock.now() + SOON_IN
    program_id, latest, cohorts = _soon()
    if latest is not None and latest.opens_at > clock.now():
        closes_at = opens_at + dt.timedelta(days=SOON_OPEN_DAYS)
        move_window(latest.id, viewer=viewer, opens_at=opens_at, closes_at=closes_at)
        return
    if latest is not None:
        end_window(latest.id, viewer=viewer)
    cohort_id = _draft(
        program_id,
        f"Circle {cohorts + 1}",
        viewer=viewer,
        seats=SOON.seats,
        opens_at=opens_at,
        open_days=SOON_OPEN_DAYS,
        weeks=SOON_COURSE_WEEKS,
    )
    add_price(cohort_id, viewer=viewer, amount_minor=SOON.price_minor, currency=SOON.currency)
    publish_cohort(cohort_id, viewer=viewer)


def _owner(email: str, name: str) -> int:
    """The user of this address, made where there is none; signs in by a mailed link."""
    with transaction(viewer=SYSTEM) as session:
        user = session.scalar(select(User).where(User.email_key == email_key(email)))
        if user is None:
            now = clock.now()
            user = make_user(session, email=email, name=name, now=now, confirmed_at=now)
            session.flush()
        return user.id


def _practice_of(owner_id: int) -> int | None:
    with reading(viewer=USER(owner_id)) as session:
        return session.scalar(
            select(Membership.practice_id)
            .where(Membership.user_id == owner_id, Membership.role == Role.OWNER)
            .order_by(Membership.id)
            .limit(1)
        )


def _soon() -> tuple[int, Cohort | None, int]:
    """The third programme, its last cohort, and how many it has had."""
    with reading(viewer=SYSTEM) as session:
        program_id = session.scalars(select(Program.id).where(Program.slug == SOON.slug)).one()
        of_it = Cohort.program_id == program_id
        cohorts = session.scalar(select(func.count(Cohort.id)).where(of_it))
        latest = select(Cohort).where(of_it).order_by(Cohort.opens_at.desc()).limit(1)
        return program_id, session.scalar(latest), cohorts or 0


def _draft(
    program_id: int,
    name: str,
    *,
    viewer: Viewer,
    seats: int,
    opens_at: dt.datetime,
    open_days: int = OPEN_DAYS,
    weeks: int = COURSE_WEEKS,
) -> int:
    """A cohort that starts the day after its window and is mentored by the viewer."""
    closes_at = opens_at + dt.timedelta(days=open_days)
    starts_on = closes_at.date() + dt.timedelta(days=1)
    assert viewer.id is not None
    return create_cohort(
        program_id,
        viewer=viewer,
        name=name,
        seats=seats,
        opens_at=opens_at,
        closes_at=closes_at,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(weeks=weeks) - dt.timedelta(days=1),
        mentor_id=viewer.id,
    )
