"""People and programmes that tests start from, written through the models in one transaction each."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import SignedInDevice, User
from mentorhub.accounts.models.practices import Membership, Practice, PracticeSlug
from mentorhub.accounts.rules.practices import Role
from mentorhub.accounts.security import authenticators
from mentorhub.accounts.security.users import make_user
from mentorhub.enrolment.line.allocation import give_place
from mentorhub.enrolment.line.locked import LockedPlace
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.slugs import free_slug, slug_from
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program, ProgramSlug
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.rules.offers import PriceKind
from tests.support.forms import submit

PASSWORD = "a quiet long passphrase"


@dataclass(frozen=True)
class Scene:
    """One practice with one programme, its cohort and price."""

    practice_id: int
    mentor_id: int
    program_id: int
    cohort_id: int
    price_id: int
    slug: str


def user(email: str, name: str = "Amara Nwosu", **fields: Any) -> int:
    """A confirmed user with `PASSWORD`."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        made: User = make_user(
            session, email=email, name=name, now=now, password=PASSWORD, confirmed_at=now
        )
        for field, value in fields.items():
            setattr(made, field, value)
        session.flush()
        return made.id


def device(user_id: int, **fields: Any) -> str:
    """The public id of a browser that is signed in with this user's account, elsewhere."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        seen = {"browser": "Firefox", "system": "Linux", "network": "203.0.113.0/24"}
        times = {"created_at": now, "last_seen_at": now}
        made = SignedInDevice(user_id=user_id, **{**seen, **times, **fields})
        session.add(made)
        session.flush()
        return made.public_id


def practice(
    *, mentor_email: str = "ines@example.org", name: str = "Ines Halvorsen Mentoring"
) -> tuple[int, int]:
    """(practice_id, mentor_id): a practice with its owner, who mentors, and signs in with an app as well."""
    mentor_id = user(mentor_email, "Ines Halvorsen", timezone="Europe/Oslo")
    give_authenticator(mentor_id)
    with transaction(viewer=SYSTEM) as session:
        known = set(session.scalars(select(PracticeSlug.slug)))
        made = Practice(
            name=name,
            slug=free_slug(slug_from(name), taken=known),
            email=mentor_email,
            timezone="Europe/Oslo",
            place_name="Oslo",
            created_at=clock.now(),
        )
        made.mark_charges("join_platform")
        session.add(made)
        session.flush()
        session.add(PracticeSlug(slug=made.slug, practice_id=made.id, since=made.created_at))
        session.add(
            Membership(
                practice_id=made.id,
                user_id=mentor_id,
                role=Role.OWNER,
                created_at=clock.now(),
            )
        )
        return made.id, mentor_id


def program(
    practice_id: int,
    mentor_id: int,
    *,
    slug: str = "power-networking",
    title: str = "Power Networking Personal Mentoring",
    seats: int = 2,
    price_minor: int = 64000,
    currency: str = "eur",
    opens_in: dt.timedelta = dt.timedelta(hours=-1),
    closes_in: dt.timedelta = dt.timedelta(days=30),
    starts_in_days: int = 40,
    **program_fields: Any,
) -> Scene:
    """A published programme whose cohort's window is around now by default."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        made = _program(session, practice_id, slug=slug, title=title, **program_fields)
        cohort = Cohort(
            practice_id=practice_id,
            program_id=made.id,
            mentor_id=mentor_id,
            name="Spring circle",
            opens_at=now + opens_in,
            closes_at=now + closes_in,
            starts_on=(now + dt.timedelta(days=starts_in_days)).date(),
            ends_on=(now + dt.timedelta(days=starts_in_days + 84)).date(),
            seats=seats,
        )
        cohort.publish()
        session.add(cohort)
        session.flush()
        price_id = _price(session, cohort, price_minor, currency)
        return Scene(practice_id, mentor_id, made.id, cohort.id, price_id, slug)


def scene(**fields: Any) -> Scene:
    """A practice and its programme at once."""
    return program(*practice(), **fields)


def enrolled(of: Scene, user_id: int) -> tuple[int, int]:
    """(enrolment_id, mentorship_id): a claimed, paid seat, counted in its cohort."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        person = session.get_one(User, user_id)
        cohort = session.get_one(Cohort, of.cohort_id)
        made = Enrolment(
            practice_id=of.practice_id,
            cohort_id=of.cohort_id,
            user_id=user_id,
            name=person.name,
            email=person.email,
            email_key=person.email_key,
            timezone=person.timezone,
            price_id=of.price_id,
            amount_minor=0,
            currency="eur",
            terms_version=1,
            arrived_at=now,
            claimed_at=now,
        )
        session.add(made)
        session.flush()
        place = LockedPlace(session, cohort, now, made)
        give_place(place)
        cohort.waiting -= 1
        cohort.taken += 1
        made.grant(cohort.taken, now)
        place.record("granted")
        mentorship = Mentorship(
            practice_id=of.practice_id, enrolment_id=made.id, mentor_id=of.mentor_id, from_at=now
        )
        session.add(mentorship)
        session.flush()
        return made.id, mentorship.id


def give_authenticator(user_id: int) -> str:
    """An authenticator app for this user; its secret, encrypted."""
    secret = authenticators.new_secret()
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, user_id).set_authenticator(secret, counter=0)
    return secret


def code_of(email: str) -> str:
    """What this user's app shows now; that it was given before is forgotten, so that no test waits for the next."""
    with transaction(viewer=SYSTEM) as session:
        user = session.scalars(select(User).where(User.email == email)).one()
        assert user.tf_totp_secret is not None
        user.totp_counter = 0
        return authenticators.code_at(user.tf_totp_secret, clock.now())


def code_of_key(key: str) -> str:
    """What an app shows now into which this key was typed."""
    return str(TOTP(key=key).generate(time=clock.now()).token)


def sign_in(client: FlaskClient, email: str) -> None:
    """Through the real forms, with a code of the user's app where they have one."""
    step = "/sign-in/factor"
    response = submit(client, "/sign-in", page="/sign-in", email=email, password=PASSWORD)
    assert response.status_code in {302, 303}, response.text[:500]
    if response.location.startswith(step):
        with client.application.app_context():
            code = code_of(email)
        response = submit(client, step, page=step, code=code)
        assert response.status_code == 303, response.text[:500]


def _program(session: Session, practice_id: int, **fields: Any) -> Program:
    now = clock.now()
    made = Program(practice_id=practice_id, mentor_name="Ines Halvorsen", created_at=now, **fields)
    made.publish(now)
    session.add(made)
    session.flush()
    session.add(ProgramSlug(slug=made.slug, program_id=made.id, since=now))
    terms = ProgramTerms(practice_id=practice_id, program_id=made.id, version=1, since=now)
    terms.write(made.written.terms)
    session.add(terms)
    return made


def _price(session: Session, cohort: Cohort, amount_minor: int, currency: str) -> int:
    price = Price(
        practice_id=cohort.practice_id,
        cohort_id=cohort.id,
        kind=PriceKind.FULL if amount_minor else PriceKind.FREE,
        amount_minor=amount_minor,
        currency=currency,
    )
    session.add(price)
    session.flush()
    return price.id
