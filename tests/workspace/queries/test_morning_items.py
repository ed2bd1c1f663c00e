"""Rows as a morning email's templates read them: what is late, how many years, and links of each thing alone."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.workspace.models.details import PersonDay
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.morning_items import Items
from mentorhub.workspace.rules.details import DayKind

TODAY = dt.date(2026, 2, 28)


@pytest.fixture
def items(in_app: Flask) -> Items:
    """Of an owner, on the last day of a February without a 29th."""
    return Items(User(link_version=0), TODAY, clock.now())


@pytest.mark.parametrize(("year", "years"), [(None, 0), (1984, 42), (2030, 0)])
def test_a_birthday_says_how_many_years_where_its_year_is_known(
    items: Items, year: int | None, years: int
) -> None:
    day = PersonDay(kind=DayKind.BIRTHDAY, label="", month=2, day=29, year=year)
    (said,) = items.days([(day, Person(name="Eva"))])
    assert said == {"name": "Eva", "is_birthday": True, "label": "", "on": TODAY, "years": years}


@pytest.mark.parametrize(("days_ago", "is_late"), [(0, False), (1, True)])
def test_a_promise_is_late_after_its_day(items: Items, days_ago: int, is_late: bool) -> None:
    person, due_on = Person(name="Eva"), TODAY - dt.timedelta(days=days_ago)
    made = [Promise(public_id=one, person=person, what="Write", due_on=due_on) for one in "ab"]
    first, second = items.promises(made)
    assert first["is_late"] is is_late
    assert len({first["done"], first["later"], second["done"], second["later"]}) == 4
