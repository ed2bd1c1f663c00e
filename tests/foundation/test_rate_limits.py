"""Tries are counted in the database: atomically, for all processes, until their span is over."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.app import create_app
from mentorhub.foundation import clock, rate_limits
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.limits import Hit, Limit
from mentorhub.foundation.rate_limits import RateLimitHit
from tests.conftest import dispose, settings_for

LIMIT = Limit("sign-in", 3, dt.timedelta(minutes=15))
NETWORK = Limit("network", 4, dt.timedelta(minutes=15))
AMARA, BRYN = LIMIT.of("amara"), LIMIT.of("bryn")
HERE = NETWORK.of("203.0.113.0/24")


def count(*tries: Hit) -> dt.datetime | None:
    """In a transaction of its own."""
    with transaction(viewer=SYSTEM) as session:
        return rate_limits.count(session, tries, now=clock.now())


def rows() -> int:
    """How many counters there are."""
    found = db.session.scalar(select(func.count(RateLimitHit.key_hash))) or 0
    db.session.rollback()
    return found


def test_the_one_too_many_is_refused_until_the_span_ends(in_app: Flask) -> None:
    began = clock.now()
    assert [count(AMARA) for _ in range(3)] == [None] * 3
    until = count(AMARA)
    assert until is not None
    assert dt.timedelta() <= until - began - LIMIT.within < dt.timedelta(seconds=5)
    with clock.moved(dt.timedelta(minutes=14)):
        assert count(AMARA) == until  # trying on does not put it off
    with clock.moved(dt.timedelta(minutes=16)):
        assert [count(AMARA) for _ in range(3)] == [None] * 3
        assert count(AMARA) is not None


def test_keys_count_apart(in_app: Flask) -> None:
    for _ in range(4):
        count(AMARA)
    assert count(AMARA) is not None
    assert count(BRYN) is None


def test_a_refused_network_uses_up_nobodys_address(in_app: Flask) -> None:
    for key in ("a", "b", "c", "d"):
        assert count(HERE, LIMIT.of(key)) is None
    for _ in range(5):
        assert count(HERE, AMARA) is not None
    assert count(AMARA) is None
    assert rows() == 6


def test_what_was_taken_back_counts_no_more(in_app: Flask) -> None:
    for _ in range(9):
        assert count(HERE, AMARA) is None
        with transaction(viewer=SYSTEM) as session:
            rate_limits.take_back(session, [HERE, AMARA])
    with transaction(viewer=SYSTEM) as session:
        rate_limits.take_back(session, [AMARA, BRYN])  # never below none
    assert [count(AMARA) for _ in range(3)] == [None] * 3
    assert count(AMARA) is not None


def test_what_counts_no_more_is_forgotten(in_app: Flask) -> None:
    count(AMARA)
    with clock.moved(dt.timedelta(minutes=10)):
        count(BRYN)
    assert rate_limits.forget_old() == 0
    assert rows() == 2
    with clock.moved(dt.timedelta(minutes=16)):
        rate_limits.forget_old()
    assert rows() == 1


@pytest.fixture
def other_process(database_url: str) -> Iterator[Flask]:
    """Another app on the same database, as another process has it."""
    made = create_app(settings_for(database_url))
    yield made
    dispose(made)


def test_another_process_counts_on(app: Flask, other_process: Flask) -> None:
    said = []
    for one in (app, other_process, app, other_process):
        with one.app_context():
            said.append(count(AMARA) is None)
    assert said == [True, True, True, False]


def test_tries_at_the_same_moment_are_all_counted(app: Flask, other_process: Flask) -> None:
    allowed: list[bool] = []

    def submit_form(one: Flask) -> None:
        with one.app_context():
            allowed.append(count(HERE, AMARA) is None)
            db.session.remove()

    threads = [
        threading.Thread(target=submit_form, args=(one,)) for one in (app, other_process) * 6
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(allowed) == [False] * 9 + [True] * 3
