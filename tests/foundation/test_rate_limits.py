"""Hits are counted in the database: atomically, for all processes, until their span is over, and naming nobody."""

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mentorhub.app import create_app
from mentorhub.foundation import clock, rate_limits
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.rate_limits import DatabaseStorage, Hit, RateLimitHit
from tests.conftest import dispose, settings_for

LIMIT = RateLimitItemPerMinute(3, 15, namespace="sign-in")
NETWORK = RateLimitItemPerMinute(4, 15, namespace="network")
WITHIN = dt.timedelta(minutes=15)
AMARA, BRYN = (LIMIT, "amara@example.org"), (LIMIT, "bryn@example.org")
HERE = NETWORK, "203.0.113.0/24"


def count(*hits: Hit) -> dt.datetime | None:
    """In a transaction of its own."""
    with transaction(viewer=SYSTEM):
        return rate_limits.count(*hits)


def take_back(*hits: Hit) -> None:
    """In a transaction of its own."""
    with transaction(viewer=SYSTEM):
        rate_limits.take_back(*hits)


def stored() -> list[str]:
    """The keys of all counters."""
    found = list(db.session.scalars(select(RateLimitHit.key_hash)))
    db.session.rollback()
    return found


def test_the_one_too_many_is_refused_until_the_span_ends(in_app: Flask) -> None:
    began = clock.now()
    assert [count(AMARA) for _ in range(3)] == [None] * 3
    until = count(AMARA)
    assert until is not None
    assert dt.timedelta() <= until - began - WITHIN < dt.timedelta(seconds=5)
    with clock.moved(dt.timedelta(minutes=14)):
        assert count(AMARA) == until  # trying on does not put it off
    with clock.moved(dt.timedelta(minutes=16)):
        assert [count(AMARA) for _ in range(3)] == [None] * 3
        assert count(AMARA) is not None


def test_keys_count_apart_and_so_do_limits(in_app: Flask) -> None:
    other = RateLimitItemPerMinute(3, 15, namespace="reset")
    for _ in range(4):
        count(AMARA)
    assert count(AMARA) is not None
    assert count(BRYN) is None
    assert count((other, AMARA[1])) is None


def test_a_hit_is_stored_under_a_hash_that_names_nobody(
    in_app: Flask, other_install: Flask
) -> None:
    count(AMARA)
    (here,) = stored()
    assert len(here) == 64 and "amara" not in here
    with other_install.app_context():  # of the same database, with another secret
        count(AMARA)
        assert len(stored()) == 2
        db.session.remove()


def test_a_refused_network_uses_up_nobodys_address(in_app: Flask) -> None:
    for key in ("a", "b", "c", "d"):
        assert count(HERE, (LIMIT, key)) is None
    for _ in range(5):
        assert count(HERE, AMARA) is not None
    assert count(AMARA) is None
    assert len(stored()) == 6


def test_what_was_taken_back_counts_no_more(in_app: Flask) -> None:
    for _ in range(9):
        assert count(HERE, AMARA) is None
        take_back(HERE, AMARA)
    take_back(AMARA, BRYN)  # never below none
    assert [count(AMARA) for _ in range(3)] == [None] * 3
    assert count(AMARA) is not None


def test_what_is_rolled_back_does_not_count(in_app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction(viewer=SYSTEM):
        rate_limits.count(AMARA)
        raise ZeroDivisionError
    assert stored() == []


def test_outside_a_transaction_nothing_is_counted(in_app: Flask) -> None:
    with pytest.raises(RuntimeError, match="in a transaction"):
        rate_limits.count(AMARA)


def test_what_counts_no_more_is_forgotten(in_app: Flask) -> None:
    count(AMARA)
    with clock.moved(dt.timedelta(minutes=10)):
        count(BRYN)
    assert rate_limits.forget_old() == 0
    assert len(stored()) == 2
    with clock.moved(dt.timedelta(minutes=16)):
        rate_limits.forget_old()
    assert len(stored()) == 1


def test_the_storage_does_what_the_library_asks_of_one(in_app: Flask) -> None:
    storage = storage_from_string("database://")
    assert isinstance(storage, DatabaseStorage)
    assert storage.check() and storage.base_exceptions is SQLAlchemyError
    with transaction(viewer=SYSTEM):
        assert [storage.incr("a", 60), storage.incr("a", 60, amount=3)] == [1, 4]
        assert storage.incr("b", 60) == 1
        assert (storage.get("a"), storage.get("never")) == (4, 0)
        assert 58 < storage.get_expiry("a") - clock.now().timestamp() <= 60
        assert abs(storage.get_expiry("never") - clock.now().timestamp()) < 2
        storage.decr("a")
        assert storage.get("a") == 3
        with clock.moved(dt.timedelta(minutes=1)):
            assert storage.get("a") == 0
        storage.clear("a")
        assert (storage.get("a"), storage.get("b")) == (0, 1)
        assert storage.reset() == 1


@pytest.fixture
def other_process(database_url: str) -> Iterator[Flask]:
    """Another app on the same database, as another process has it."""
    made = create_app(settings_for(database_url))
    yield made
    dispose(made)


@pytest.fixture
def other_install(database_url: str) -> Iterator[Flask]:
    """An app with another secret key."""
    made = create_app(dataclasses.replace(settings_for(database_url), secret_key="x" * 40))
    yield made
    dispose(made)


def test_another_process_counts_on(app: Flask, other_process: Flask) -> None:
    said = []
    for one in (app, other_process, app, other_process):
        with one.app_context():
            said.append(count(AMARA) is None)
    assert said == [True, True, True, False]


def test_hits_at_the_same_moment_are_all_counted(app: Flask, other_process: Flask) -> None:
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
