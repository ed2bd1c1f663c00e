"""`mentorhub open-program`: a programme is open from now on, or nothing is made and the command says why."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.cli.programs import open_program
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.foundation.slugs import SlugMisshapen, SlugTaken
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.programs import program_page
from mentorhub.programs.rules.cohorts import PublicState
from mentorhub.programs.rules.offers import PriceKind, PriceNotChargeable
from tests.cli.conftest import Command

WORDS = ("a-rush", "--seats", "2", "--price-minor", "700")


def _open(slug: str, *, seats: int = 3, price_minor: int = 500, currency: str = "EUR") -> str:
    return open_program(
        slug,
        seats=seats,
        price_minor=price_minor,
        currency=currency,
        owner_email="owner@example.org",
        owner_name="The Owner",
    )


def _count(model: type[User] | type[Practice] | type[Program]) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0


def test_open_program_prints_an_address_that_answers(command: Command, app: Flask) -> None:
    done = command("open-program", "a-rush", "--seats", "2", "--price-minor", "700")
    assert done.output == "http://localhost:8000/programs/a-rush\n"
    seats = app.test_client().get("/programs/a-rush/seats.json").get_json()
    assert seats == {"seats": 2, "taken": 0, "free": 2, "waiting": 0, "state": "open"}


def test_open_program_refuses_a_taken_address(command: Command) -> None:
    words = ("open-program", "a-rush", "--seats", "2", "--price-minor", "0", "--currency", "nok")
    assert command(*words).exit_code == 0
    again = command(*words)
    assert again.exit_code == 1
    assert again.stderr == "Error: this address is taken; choose another SLUG\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("A Rush", "--seats", "2", "--price-minor", "0"), "lower-case"),
        (("a-rush", "--seats", "2", "--price-minor", "1"), "Stripe cannot take"),
        (("a-rush", "--seats", "0", "--price-minor", "0"), "--seats"),
        (("a-rush", "--seats", "2", "--price-minor", "-5"), "--price-minor"),
        ((*WORDS, "--owner-name", "\u200b"), "can be seen"),
        ((*WORDS, "--owner-email", "nobody"), "this is no address"),
    ],
)
def test_open_program_says_what_is_wrong(
    command: Command, words: tuple[str, ...], said: str
) -> None:
    done = command("open-program", *words)
    assert done.exit_code in {1, 2}
    assert said in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_a_practice_that_cannot_charge_yet_is_refused_before_anything_is_made(
    command: Command, app: Flask
) -> None:
    assert command("open-program", "a-gift", *WORDS[1:]).exit_code == 0
    with app.app_context():
        with transaction(viewer=SYSTEM) as session:
            practice = session.scalars(select(Practice)).one()
            practice.stripe_account, practice.stripe_state = "acct_1", StripeState.PENDING
        done = command("open-program", *WORDS)
        assert (done.exit_code, "cannot take payments yet" in done.stderr) == (1, True)
        assert _count(Program) == 1
        assert (
            command("open-program", "a-free-one", "--seats", "2", "--price-minor", "0").exit_code
            == 0
        )


@pytest.mark.database
def test_a_programme_is_open_from_now_on(in_app: Flask) -> None:
    assert _open("a-rush") == "http://localhost/programs/a-rush"
    page = program_page("a-rush", viewer=PUBLIC, now=clock.now())
    assert (page.state, page.free) == (PublicState.OPEN, 3)
    assert page.price is not None
    assert (page.price.amount_minor, page.price.currency) == (500, "eur")


@pytest.mark.database
def test_a_programme_closes_in_ninety_days_and_starts_after(in_app: Flask) -> None:
    _open("a-rush")
    cohort = program_page("a-rush", viewer=PUBLIC, now=clock.now()).cohort
    assert cohort is not None
    assert cohort.closes_at - cohort.opens_at == dt.timedelta(days=90)
    assert cohort.starts_on > cohort.closes_at.date()


@pytest.mark.database
def test_a_programme_may_be_free(in_app: Flask) -> None:
    _open("a-gift", price_minor=0)
    page = program_page("a-gift", viewer=PUBLIC, now=clock.now())
    assert page.price is not None
    assert page.price.kind == PriceKind.FREE


@pytest.mark.database
def test_an_owner_opens_several_in_one_practice(in_app: Flask) -> None:
    _open("the-first")
    _open("the-second")
    assert (_count(User), _count(Practice)) == (1, 1)


@pytest.mark.database
def test_a_taken_address_changes_nothing(in_app: Flask) -> None:
    _open("a-rush")
    with pytest.raises(SlugTaken):
        _open("a-rush", seats=9)
    page = program_page("a-rush", viewer=PUBLIC, now=clock.now())
    assert (page.seats, _count(Practice)) == (3, 1)


@pytest.mark.database
@pytest.mark.parametrize(
    ("slug", "price_minor", "refusal"),
    [("A Rush", 500, SlugMisshapen), ("a-rush", 10, PriceNotChargeable)],
)
def test_what_cannot_be_opened_makes_nobody_an_owner(
    in_app: Flask, slug: str, price_minor: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        _open(slug, price_minor=price_minor)
    assert _count(User) == 0
