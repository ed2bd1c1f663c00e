"""A programme is opened by one command, or five minutes after each start of the demo."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts.models import Practice, User
from mentorhub.demo import opening, seed
from mentorhub.demo.stories.offers import SOON
from mentorhub.enrolment.actions import arrivals
from mentorhub.foundation import clock
from mentorhub.foundation.database import PUBLIC, db
from mentorhub.programs import queries, rules
from mentorhub.programs.models import Cohort, Program

pytestmark = pytest.mark.database
MINUTE = dt.timedelta(minutes=1)


def _open(slug: str, *, seats: int = 3, price_minor: int = 500, currency: str = "EUR") -> str:
    return opening.open_program(
        slug,
        seats=seats,
        price_minor=price_minor,
        currency=currency,
        owner_email="owner@example.org",
        owner_name="The Owner",
    )


def _count(model: type[User] | type[Practice]) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0


def _soon() -> queries.ProgramPage:
    db.session.rollback()
    return queries.program_page(SOON.slug, viewer=PUBLIC, now=clock.now())


def _cohorts_of_soon() -> int:
    asked = select(func.count(Cohort.id)).join(Program, Program.id == Cohort.program_id)
    return db.session.scalar(asked.where(Program.slug == SOON.slug)) or 0


def test_a_programme_is_open_from_now_on(in_app: Flask) -> None:
    assert _open("a-rush") == "http://localhost/programs/a-rush"
    page = queries.program_page("a-rush", viewer=PUBLIC, now=clock.now())
    assert (page.state, page.free) == (rules.PublicState.OPEN, 3)
    assert page.price is not None
    assert (page.price.amount_minor, page.price.currency) == (500, "eur")


def test_a_programme_closes_in_ninety_days_and_starts_after(in_app: Flask) -> None:
    _open("a-rush")
    cohort = queries.program_page("a-rush", viewer=PUBLIC, now=clock.now()).cohort
    assert cohort is not None
    assert cohort.closes_at - cohort.opens_at == dt.timedelta(days=90)
    assert cohort.starts_on > cohort.closes_at.date()


def test_a_programme_may_be_free(in_app: Flask) -> None:
    _open("a-gift", price_minor=0)
    page = queries.program_page("a-gift", viewer=PUBLIC, now=clock.now())
    assert page.price is not None
    assert page.price.kind == rules.PriceKind.FREE


def test_an_owner_opens_several_in_one_practice(in_app: Flask) -> None:
    _open("the-first")
    _open("the-second")
    assert (_count(User), _count(Practice)) == (1, 1)


def test_a_taken_address_changes_nothing(in_app: Flask) -> None:
    _open("a-rush")
    with pytest.raises(rules.SlugTaken):
        _open("a-rush", seats=9)
    page = queries.program_page("a-rush", viewer=PUBLIC, now=clock.now())
    assert (page.seats, _count(Practice)) == (3, 1)


@pytest.mark.parametrize(
    ("slug", "price_minor", "refusal"),
    [("A Rush", 500, rules.SlugMisshapen), ("a-rush", 10, rules.PriceNotChargeable)],
)
def test_what_cannot_be_opened_makes_nobody_an_owner(
    in_app: Flask, slug: str, price_minor: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        _open(slug, price_minor=price_minor)
    assert _count(User) == 0


def test_a_start_before_the_opening_moves_it(in_demo: Flask) -> None:
    with clock.moved(3 * MINUTE):
        opening.open_in_five_minutes(mentor_id=seed.mentor_id())
        page = _soon()
        assert page.cohort is not None
        assert 4 * MINUTE < page.cohort.opens_at - clock.now() <= 5 * MINUTE
    assert _cohorts_of_soon() == 1


def test_a_start_after_the_opening_publishes_the_next_circle(in_demo: Flask) -> None:
    with clock.moved(9 * MINUTE):
        assert _soon().state == rules.PublicState.OPEN
        opening.open_in_five_minutes(mentor_id=seed.mentor_id())
        page = _soon()
        assert page.cohort is not None
        assert (page.state, page.cohort.name) == (rules.PublicState.SCHEDULED, "Circle 2")


def test_a_start_long_after_publishes_the_next_circle(in_demo: Flask) -> None:
    with clock.moved(dt.timedelta(days=200)):
        opening.open_in_five_minutes(mentor_id=seed.mentor_id())
        assert _soon().state == rules.PublicState.SCHEDULED
    assert _cohorts_of_soon() == 2


def test_who_came_to_the_earlier_circle_keeps_the_place(in_demo: Flask) -> None:
    with clock.moved(9 * MINUTE):
        cohort = _soon().cohort
        assert cohort is not None
        applicant = arrivals.Applicant(name="Early", email="early@example.org")
        arrivals.arrive(cohort.id, applicant=applicant)
        arrivals.settle_cohort(cohort.id)
        opening.open_in_five_minutes(mentor_id=seed.mentor_id())
        assert db.session.get_one(Cohort, cohort.id).taken == 1
