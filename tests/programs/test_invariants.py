"""Each invariant of programs finds its breach, planted past the rules and, where there is one, the constraint."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs import invariants
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program, ProgramSlug
from tests.support import conversing, factories
from tests.support.postgres import OWNER, Cluster
from tests.support.prices_changeable import let_prices_change


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """Two programmes in order, of which only the first is touched."""
    made = factories.scene()
    factories.program(made.practice_id, made.mentor_id, slug="untouched", price_minor=0)
    assert [invariant(viewer=SYSTEM) for invariant in invariants.INVARIANTS] == [[]] * 11
    return made


@pytest.fixture
def overlap_allowed(request: pytest.FixtureRequest, in_app: Flask) -> None:
    """The database without its own witness against overlapping windows."""
    if db.engine.dialect.name == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        drop = "ALTER TABLE cohort DROP CONSTRAINT cohort_windows_never_overlap"
        cluster.execute(drop, role=OWNER, database=str(db.engine.url.database))
        return
    with transaction(viewer=SYSTEM) as session:
        for event in ("insert", "update"):
            session.execute(text(f"DROP TRIGGER cohort_windows_never_overlap_{event}"))


@pytest.fixture
def prices_changeable(request: pytest.FixtureRequest, in_app: Flask) -> None:
    """The database without its own witness against changing what was promised."""
    let_prices_change(request)


@pytest.mark.parametrize(
    "breach",
    [
        update(Price).values(amount_minor=100),
        update(Price).values(label="Another"),
        update(Price).values(available_from=func.now()),
        delete(Price),
    ],
)
def test_a_promised_price_is_kept_by_the_database(scene: factories.Scene, breach: Any) -> None:
    with pytest.raises(IntegrityError, match="promised_prices_are_kept"):
        _plant(lambda session: session.execute(breach))


def test_a_promised_price_ends_sooner_and_never_later(scene: factories.Scene) -> None:
    soon = clock.now() + dt.timedelta(days=2)
    _plant(lambda session: session.execute(update(Price).values(available_until=soon)))
    sooner = update(Price).values(available_until=soon - dt.timedelta(days=1))
    _plant(lambda session: session.execute(sooner))
    for later in (soon, None):
        changed = update(Price).values(available_until=later)
        with pytest.raises(IntegrityError, match="promised_prices_are_kept"):
            _execute(changed)


def test_windows_of_published_cohorts_never_overlap(
    overlap_allowed: None, scene: factories.Scene
) -> None:
    with transaction(viewer=SYSTEM) as session:
        first = session.get_one(Cohort, scene.cohort_id)
        second = _second(first, opens_at=first.closes_at)
        session.add(second)
        session.flush()
        session.add(_free(second))
    assert invariants.windows_of_published_cohorts_never_overlap(viewer=SYSTEM) == []
    with transaction(viewer=SYSTEM) as session:
        first = session.get_one(Cohort, scene.cohort_id)
        first.closes_at += dt.timedelta(seconds=1)
        offenders = {first.public_id, session.get_one(Cohort, second.id).public_id}
    found = invariants.windows_of_published_cohorts_never_overlap(viewer=SYSTEM)
    assert set(found) == offenders


@pytest.mark.parametrize(
    "breach",
    [
        lambda scene: update(Program).where(Program.id == scene.program_id).values(slug="lost"),
        lambda scene: delete(ProgramSlug).where(ProgramSlug.program_id == scene.program_id),
    ],
)
def test_every_program_is_known_by_its_slug(
    scene: factories.Scene, breach: Callable[[factories.Scene], object]
) -> None:
    _plant(lambda session: session.execute(breach(scene)))  # type: ignore[call-overload]
    program = db.session.get_one(Program, scene.program_id)
    assert invariants.every_program_is_known_by_its_slug(viewer=SYSTEM) == [program.public_id]


def test_every_published_cohort_has_a_price(
    prices_changeable: None, scene: factories.Scene
) -> None:
    _plant(lambda session: session.execute(delete(Price).where(Price.id == scene.price_id)))
    cohort = db.session.get_one(Cohort, scene.cohort_id)
    assert invariants.every_published_cohort_has_a_price(viewer=SYSTEM) == [cohort.public_id]


@pytest.mark.parametrize(("amount", "currency"), [(49, "eur"), (64000, "e.r"), (5001, "kwd")])
def test_every_price_can_be_charged(
    prices_changeable: None, scene: factories.Scene, amount: int, currency: str
) -> None:
    changed = update(Price).where(Price.id == scene.price_id)
    _plant(lambda session: session.execute(changed.values(amount_minor=amount, currency=currency)))
    price = db.session.get_one(Price, scene.price_id)
    assert invariants.every_price_can_be_charged(viewer=SYSTEM) == [price.public_id]


def _execute(statement: Any) -> None:
    _plant(lambda session: session.execute(statement))


def _plant(breach: Callable[[Session], object]) -> None:
    with transaction(viewer=SYSTEM) as session:
        breach(session)


@pytest.mark.parametrize(
    "column", invariants.no_stored_name_holds_what_nobody_sees.columns, ids=str
)
def test_no_stored_name_holds_what_nobody_sees(
    prices_changeable: None, scene: factories.Scene, column: Any
) -> None:
    conversing.of(scene)
    where = column.class_.id == select(func.min(column.class_.id)).scalar_subquery()
    named = update(column.class_).where(where).values({column: "Ines\u200b"})
    _plant(lambda session: session.execute(named))
    assert len(invariants.no_stored_name_holds_what_nobody_sees(viewer=SYSTEM)) == 1


def _second(first: Cohort, *, opens_at: dt.datetime) -> Cohort:
    cohort = Cohort(
        practice_id=first.practice_id,
        program_id=first.program_id,
        mentor_id=first.mentor_id,
        name="Autumn circle",
        seats=1,
        opens_at=opens_at,
        closes_at=opens_at + dt.timedelta(days=9),
        starts_on=first.starts_on,
        ends_on=first.ends_on,
    )
    cohort.publish()
    return cohort


def _free(cohort: Cohort) -> Price:
    return Price(
        practice_id=cohort.practice_id,
        cohort_id=cohort.id,
        kind="free",
        amount_minor=0,
        currency="eur",
    )
