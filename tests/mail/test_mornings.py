"""The row of a morning email: begun with a notebook, planned anew, forbidden what cannot be."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.morning_hours import Last
from mentorhub.mail.mornings import MailMorning, begin_morning, plan_morning
from mentorhub.mail.quiet_hours import Hours
from tests.support import factories

pytestmark = pytest.mark.database
NOW = dt.datetime(2026, 11, 27, 6, tzinfo=dt.UTC)  # a Friday, seven in Oslo


@pytest.fixture
def amara(in_app: Flask) -> int:
    """A user whose morning email has begun."""
    user_id = factories.user("amara@example.org", timezone="Europe/Oslo")
    with transaction(viewer=SYSTEM) as session:
        begin_morning(session, user_id, zone="Europe/Oslo", now=NOW)
    return user_id


def test_it_begins_at_half_past_seven_and_a_sent_one_is_followed_by_the_next(amara: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        row = plan_morning(session, amara, zone="Europe/Oslo", now=NOW)
        assert row is not None
        assert (row.due_at, row.last) == (NOW + dt.timedelta(minutes=30), None)
        row.mark_sent(NOW.date(), sent_at := row.due_at)
        row.plan(Hours("Europe/Oslo"), sent_at)
        assert row.due_at == NOW + dt.timedelta(days=1, minutes=30)
        assert row.last == Last(NOW.date(), NOW + dt.timedelta(minutes=30))


def test_whoever_has_no_notebook_has_none(amara: int) -> None:
    other = factories.user("other@example.org")
    with transaction(viewer=SYSTEM) as session:
        assert plan_morning(session, other, zone="UTC", now=NOW) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 1440},
        {"minutes": -1},
        {"last_on": NOW.date()},
        {"last_on": NOW.date(), "last_at": NOW + dt.timedelta(days=9)},
    ],
)
def test_the_database_forbids_what_cannot_be(amara: int, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(update(MailMorning).values(**wrong))


def test_nobody_has_two(amara: int) -> None:
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        begin_morning(session, amara, zone="UTC", now=NOW)
