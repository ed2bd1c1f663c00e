"""Rate limits: on in a running install, counted per caller, answered with a calm page; off in other tests."""

import dataclasses
from pathlib import Path

import pytest
from flask import Flask
from limits.storage import memory

from mentorhub.app import create_app
from mentorhub.web import limits
from mentorhub.web.limits import PRUNED_AFTER, ThreadlessStorage, limiter
from tests.conftest import dispose, settings_for


def test_too_often_is_429_per_caller(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.db'}")
    app = create_app(dataclasses.replace(settings, testing=False))
    app.add_url_rule("/limited", view_func=limiter.limit("2/minute")(_limited))
    try:
        codes = [app.test_client().get("/limited").status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        refused = app.test_client().get("/limited")
        assert "Too many attempts" in refused.text
        other = app.test_client().get("/limited", environ_base={"REMOTE_ADDR": "10.0.0.9"})
        assert other.status_code == 200
    finally:
        limiter.enabled = False
        limiter.reset()
        dispose(app)


def test_every_view_has_the_name_that_limits_are_found_by(app: Flask) -> None:
    unnamed = [one for one, view in app.view_functions.items() if not hasattr(view, "__name__")]
    assert unnamed == []


def test_a_file_of_another_release_is_led_to_where_limits_are_on(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.db'}")
    app = create_app(dataclasses.replace(settings, testing=False))
    try:
        answer = app.test_client().get("/static/css/app.0123456789abcdef.css")
        assert answer.status_code == 302
        with app.test_client().get(answer.location) as file:
            assert file.status_code == 200
    finally:
        limiter.enabled = False
        dispose(app)


def test_limits_are_off_in_tests_that_are_not_about_them(app: Flask) -> None:
    app.add_url_rule("/limited", view_func=limiter.limit("1/minute")(_limited))
    assert [app.test_client().get("/limited").status_code for _ in range(3)] == [200] * 3


class Clock:
    """Stands in for `time`, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(limits, "time", made)
    monkeypatch.setattr(memory, "time", made)
    return made


def test_a_counter_counts_until_its_time_is_over(clock: Clock) -> None:
    found = ThreadlessStorage()
    assert [found.incr("a", 60), found.incr("a", 60), found.incr("a", 60, amount=3)] == [1, 2, 5]
    assert (found.get("a"), found.get("b"), found.get_expiry("a")) == (5, 0, 1060.0)
    clock.now += 60
    assert found.get("a") == 0
    assert found.incr("a", 60) == 1
    assert found.get_expiry("a") == clock.now + 60


def test_what_is_given_back_is_never_below_none(clock: Clock) -> None:
    found = ThreadlessStorage()
    found.incr("a", 60)
    assert [found.decr("a"), found.decr("a"), found.decr("never")] == [0, 0, 0]
    assert found.incr("a", 60) == 1
    clock.now += 60
    assert found.decr("a") == 0
    assert "a" not in found.storage


def test_what_has_run_out_is_forgotten_without_a_thread(clock: Clock) -> None:
    found = ThreadlessStorage()
    found.timer.join()  # the one that the library starts with
    found.incr("short", 1)
    found.incr("long", 600)
    assert not found.timer.is_alive()
    clock.now += PRUNED_AFTER + 1
    found.incr("new", 60)
    assert (set(found.storage), set(found.expirations)) == ({"long", "new"}, {"long", "new"})


def _limited() -> str:
    return "fine"
