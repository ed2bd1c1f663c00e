"""A practice as a mentor opens it from the web, and drafts of what it offers: whole, or with something missing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mentorhub.accounts.actions.practices import create_practice
from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions.cohorts import add_price, create_cohort
from mentorhub.programs.actions.offers import create_program
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program, Texts
from tests.support import factories

WHOLE = Texts(
    promise="From a card to *a colleague*",
    summary="Twelve weeks, one person after the other.",
    introduction_md="We begin with whom you have met.",
    offer_md="### A talk each week\nHalf an hour.",
    mentor_md="I have mentored since 2011.",
    refund_policy_md="All of it until two weeks before the start.",
    terms_md="You come, or say so a day before.",
)


@dataclass(frozen=True)
class Opened:
    """A practice without anything, and its owner."""

    id: int
    public_id: str
    owner_id: int


@dataclass(frozen=True)
class Draft:
    """A programme and its cohort, which nobody else sees; ids inside, public ids beside them."""

    program_id: int
    cohort_id: int
    program: str
    cohort: str
    slug: str


def practice(email: str = "nora@example.org", name: str = "Nora Vik") -> Opened:
    """Opened a moment ago by somebody new."""
    owner_id = factories.user(email, name)
    made = create_practice(name=name, email=email, owner_id=owner_id, currency="nok")
    with reading(viewer=SYSTEM) as session:
        return Opened(made, session.get_one(Practice, made).public_id, owner_id)


def draft(
    of: Opened,
    *,
    slug: str = "first-circle",
    texts: Texts = WHOLE,
    opens_in: dt.timedelta = dt.timedelta(days=2),
    amount_minor: int | None = 0,
    **fields: Any,
) -> Draft:
    """All that is needed is there, unless said otherwise; without a price for None."""
    viewer = USER(of.owner_id)
    program_id = create_program(
        of.id, viewer=viewer, slug=slug, title="The first circle", texts=texts
    )
    made = cohort(of, program_id, opens_in=opens_in, amount_minor=amount_minor, **fields)
    with reading(viewer=SYSTEM) as session:
        row = session.scalars(select(Cohort).where(Cohort.public_id == made)).one()
        program = session.get_one(Program, program_id).public_id
        return Draft(program_id, row.id, program, made, slug)


def cohort(
    of: Opened,
    program_id: int,
    *,
    opens_in: dt.timedelta = dt.timedelta(days=2),
    amount_minor: int | None = 0,
    **fields: Any,
) -> str:
    """The public id of a draft cohort, open for twenty days; without a price for None."""
    viewer, now = USER(of.owner_id), clock.now()
    usual = {
        "name": "Spring",
        "seats": 6,
        "opens_at": now + opens_in,
        "closes_at": now + opens_in + dt.timedelta(days=20),
        "starts_on": (now + dt.timedelta(days=40)).date(),
        "ends_on": (now + dt.timedelta(days=120)).date(),
        "mentor_id": of.owner_id,
    }
    cohort_id = create_cohort(program_id, viewer=viewer, **{**usual, **fields})
    if amount_minor is not None:
        add_price(cohort_id, viewer=viewer, amount_minor=amount_minor, currency="nok")
    with reading(viewer=SYSTEM) as session:
        return session.get_one(Cohort, cohort_id).public_id
