"""When devices end by themselves, or with something else."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts import periodic
from mentorhub.accounts.actions.passwords import set_password
from mentorhub.accounts.models.people import SignedInDevice, User
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.accounts.test_views import is_inside
from tests.accounts.test_views_devices import PAGE, amara, browser
from tests.support.forms import submit

__all__ = ["amara"]  # a fixture


def test_devices_that_sleep_are_signed_out_and_then_forgotten(app: Flask, amara: int) -> None:
    here = browser(app)
    for days, inside in ((59, True), (59 + 61, False)):
        with clock.moved(dt.timedelta(days=days)), app.app_context():
            assert periodic.remove_old_devices() == 0
        with clock.moved(dt.timedelta(days=days)):
            assert (here.get(PAGE).status_code == 200) is inside
    with clock.moved(dt.timedelta(days=59 + 61 + 31)), app.app_context():
        periodic.remove_old_devices()
        assert db.session.scalar(select(func.count(SignedInDevice.id))) == 0


@pytest.mark.parametrize(
    ("seen_days_ago", "signed_in_days_ago", "inside"),
    [(59, 179, True), (60, 60, False), (0, 180, False)],
)
def test_a_device_opens_nothing_once_its_time_is_over_without_a_periodic_task(
    app: Flask, amara: int, seen_days_ago: int, signed_in_days_ago: int, inside: bool
) -> None:
    here = browser(app)
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        device = session.scalars(select(SignedInDevice)).one()
        device.last_seen_at -= dt.timedelta(days=seen_days_ago)
        device.created_at -= dt.timedelta(days=signed_in_days_ago)
    assert (here.get(PAGE).status_code == 200) is inside
    with app.app_context():
        periodic.remove_old_devices()
        live = select(func.count()).where(SignedInDevice.ended_at.is_(None))
        assert db.session.scalar(live) == int(inside)


def test_a_new_password_ends_every_device(app: Flask, amara: int) -> None:
    browser(app)
    with app.app_context():
        set_password("another quiet passphrase", viewer=USER(amara))
        live = select(func.count()).where(SignedInDevice.ended_at.is_(None))
        assert db.session.scalar(live) == 0


def test_a_visitor_who_signs_out_ends_nothing(app: Flask, amara: int) -> None:
    here, visitor = browser(app), app.test_client()
    assert submit(visitor, "/sign-out", page="/sign-in").location == "/"
    assert is_inside(here)


def test_no_whole_address_of_a_browser_is_stored(app: Flask, amara: int) -> None:
    for _ in range(2):
        browser(app)
    with app.app_context():
        user = db.session.get_one(User, amara)
        assert (user.current_login_ip, user.last_login_ip, user.login_count) == (None, None, 2)
