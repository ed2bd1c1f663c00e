"""Applicants for tests of the line: who came, where they stand, and one way to ask."""

import datetime as dt

from sqlalchemy import select

from mentorhub import audit
from mentorhub.enrolment.actions import arrivals
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.programs.models.cohorts import Cohort
from tests.support import factories
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient


def place_applicant(scene: Scene, name: str, *, browser: str = "") -> int:
    """An applicant arrives and is placed; returns the enrolment's id."""
    enrolment_id = arrive(scene, name, browser=browser)
    arrivals.allocate_cohort(scene.cohort_id)
    return enrolment_id


def arrive(scene: Scene, name: str, *, browser: str = "", is_return: bool = False) -> int:
    """An applicant arrives; nobody places them."""
    applicant = arrivals.Applicant(
        name=name.title(),
        email=f"{name}@example.org",
        browser_key=browser or name,
        is_return=is_return,
    )
    return arrivals.arrive(scene.cohort_id, applicant=applicant).id


def enrol(stripe: StripeClient, scene: Scene, name: str) -> int:
    """An applicant arrives, pays the held seat and is enrolled; returns the enrolment's id."""
    enrolment_id = place_applicant(scene, name)
    checkout_id, session_id = checkout_session(enrolment_id)
    stripe.pay(session_id)
    fulfil(checkout_id)
    return enrolment_id


def claim(enrolment_id: int) -> Viewer:
    """The seat becomes its applicant's account; returns them as the viewer."""
    user_id = factories.user(enrolment(enrolment_id).email)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Enrolment, enrolment_id).user_id = user_id
    return USER(user_id)


def enrolment(enrolment_id: int) -> Enrolment:
    """The row as it is now."""
    db.session.rollback()
    return db.session.get_one(Enrolment, enrolment_id)


def states(*ids: int) -> list[str]:
    """The state of each."""
    return [enrolment(one).state.value for one in ids]


def cohort(scene: Scene) -> Cohort:
    """The cohort as it is now."""
    db.session.rollback()
    return db.session.get_one(Cohort, scene.cohort_id)


def checkout_session(enrolment_id: int) -> tuple[int, str]:
    """Open a checkout: (its id, Stripe's session id)."""
    open_checkout(enrolment_id)
    db.session.rollback()
    found = db.session.scalars(
        select(Checkout).where(Checkout.enrolment_id == enrolment_id).order_by(Checkout.id.desc())
    ).first()
    assert found is not None
    assert found.stripe_session is not None
    return found.id, found.stripe_session


def checkouts() -> list[Checkout]:
    """All there are, in the order they were asked for."""
    db.session.rollback()
    return list(db.session.scalars(select(Checkout).order_by(Checkout.id)))


def mails_to(name: str) -> list[str]:
    """The kinds of mail an applicant was sent, in order."""
    db.session.rollback()
    return list(
        db.session.scalars(
            select(OutboxMail.kind)
            .where(OutboxMail.to_address == f"{name}@example.org")
            .order_by(OutboxMail.id)
        )
    )


def journal_kinds(scene: Scene) -> list[str]:
    """The kinds of the cohort's entries, in order."""
    db.session.rollback()
    return list(
        db.session.scalars(
            select(LineEntry.kind)
            .where(LineEntry.cohort_id == scene.cohort_id)
            .order_by(LineEntry.number)
        )
    )


def assert_in_order() -> None:
    """Every invariant of the install holds."""
    db.session.rollback()
    assert {name: found for name, found in audit.run().items() if found} == {}


def pass_time(**units: float) -> None:
    """Move the app's clock."""
    clock.advance(dt.timedelta(**units))
