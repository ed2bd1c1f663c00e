"""Signed-in devices: listed, ended one by one or all, notified of when new, asked for with the user in one query."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from mentorhub.accounts import periodic
from mentorhub.accounts.actions.devices import notify_of_new_device
from mentorhub.accounts.models.people import SignedInDevice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.accounts.test_views import INSIDE, is_inside
from tests.support import factories
from tests.support.account_emails import mails
from tests.support.forms import submit

PAGE = "/account/devices"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


@pytest.fixture
def amara(app: Flask) -> int:
    """A user with a password."""
    with app.app_context():
        return factories.user("amara@example.org", "Amara Nwosu")


def browser(app: Flask, agent: str = FIREFOX, address: str = "203.0.113.77") -> FlaskClient:
    """A signed-in browser."""
    client = app.test_client()
    client.environ_base.update({"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address})
    factories.sign_in(client, "amara@example.org")
    return client


def notices(app: Flask) -> list[str]:
    """The notices of new devices, after the periodic task."""
    with app.app_context():
        assert periodic.notify_of_new_devices() == 0
    return [mail.text_body for mail in mails(app, "new_device")]


def seen_at(app: Flask) -> dt.datetime:
    """When the only device was last seen."""
    with app.app_context(), reading(viewer=SYSTEM) as session:
        found = session.scalars(select(SignedInDevice.last_seen_at)).one()
        db.session.rollback()
        return found


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_list_devices_names_each_and_marks_this_one(app: Flask, amara: int) -> None:
    here, phone = browser(app), browser(app, SAFARI, "2001:db8:1:2::3")
    page = here.get(PAGE).text
    assert page.index("Firefox on Linux") < page.index("this one") < page.index("Safari on iPhone")
    assert "203.0.113.0/24" in page and "2001:db8:1::/48" in page
    assert "203.0.113.77" not in page
    assert "Nowhere else" not in page
    assert "Nowhere else" in browser_alone(app, phone)


def browser_alone(app: Flask, client: FlaskClient) -> str:
    """The page once all others are signed out."""
    submit(client, f"{PAGE}/endings", page=PAGE)
    return client.get(PAGE).text


def test_list_devices_is_the_viewers_own(app: Flask, amara: int) -> None:
    with app.app_context():
        factories.device(factories.user("bryn@example.org"), system="Android")
    assert "Android" not in browser(app).get(PAGE).text
    assert app.test_client().get(PAGE).location == f"/sign-in?next={PAGE}"


def test_end_device_signs_out_that_one_alone(app: Flask, amara: int) -> None:
    here, phone, other = browser(app), browser(app, SAFARI), browser(app)
    form = re.search(
        r'action="(\S+/ending)"(?:(?!</form).)*Safari on iPhone', here.get(PAGE).text, re.DOTALL
    )
    assert form
    response = submit(here, form.group(1), page=PAGE)
    assert (response.status_code, response.location) == (303, PAGE)
    assert "Signed out there." in here.get(PAGE).text
    assert is_inside(here) and is_inside(other) and not is_inside(phone)
    assert submit(here, form.group(1), page=PAGE).status_code == 303  # twice is once


def test_end_other_devices_leaves_this_one(app: Flask, amara: int) -> None:
    here, phone, other = browser(app), browser(app, SAFARI), browser(app)
    submit(here, f"{PAGE}/endings", page=PAGE)
    assert "Signed out on 2 other devices." in here.get(PAGE).text
    assert is_inside(here) and not is_inside(phone) and not is_inside(other)


def test_a_strangers_device_is_not_there(app: Flask, amara: int) -> None:
    with app.app_context():
        theirs = factories.device(factories.user("bryn@example.org"))
    here = browser(app)
    for name in (theirs, "made-up"):
        assert submit(here, f"{PAGE}/{name}/ending", page=INSIDE).status_code == 404
    submit(here, f"{PAGE}/endings", page=INSIDE)
    with app.app_context():
        ended = select(SignedInDevice.ended_at).where(SignedInDevice.public_id == theirs)
        assert db.session.scalar(ended) is None


def test_a_session_without_its_device_opens_nothing(app: Flask, amara: int) -> None:
    here, other = browser(app), browser(app)
    with other.session_transaction() as held:
        held["device"] = "made-up"
    with here.session_transaction() as held:
        del held["device"]
    assert not is_inside(here) and not is_inside(other)


def test_anothers_device_opens_nothing(app: Flask, amara: int) -> None:
    with app.app_context():
        theirs = factories.device(factories.user("bryn@example.org"))
    here = browser(app)
    with here.session_transaction() as held:
        held["device"] = theirs
    assert not is_inside(here)


def test_signing_out_ends_the_device(app: Flask, amara: int) -> None:
    here = browser(app)
    cookie = here.get_cookie("mentorhub")
    assert cookie
    submit(here, "/sign-out", page=INSIDE)
    here.set_cookie("mentorhub", cookie.value)
    assert not is_inside(here)


def test_signing_in_again_replaces_this_browsers_device(app: Flask, amara: int) -> None:
    here = browser(app)
    cookie = here.get_cookie("mentorhub")
    assert cookie
    submit(here, "/sign-in", page=INSIDE, email="amara@example.org", password=factories.PASSWORD)
    with app.app_context():
        live = select(func.count()).where(SignedInDevice.ended_at.is_(None))
        assert db.session.scalar(live) == 1
    old = app.test_client()
    old.set_cookie("mentorhub", cookie.value)
    assert not is_inside(old)


def test_a_new_device_is_told_of_but_not_the_first(app: Flask, amara: int) -> None:
    here = browser(app)
    assert notices(app) == []
    browser(app, SAFARI)
    (text,) = notices(app)
    assert "Safari on iPhone, from the network 203.0.113.0/24" in text
    assert "http://localhost/account/devices" in text
    assert notices(app) == [text]
    submit(here, "/sign-out", page=INSIDE)
    factories.sign_in(here, "amara@example.org")  # this browser is known, also once signed out
    assert notices(app) == [text]
    browser(app, "", "")
    assert "A browser we do not know, from the network unknown" in notices(app)[1]


def test_a_notice_is_sent_once_however_often_its_periodic_task_runs(app: Flask, amara: int) -> None:
    browser(app)
    browser(app, SAFARI)
    with app.app_context():
        (device_id,) = db.session.scalars(
            select(SignedInDevice.id).where(SignedInDevice.notice_due_at.is_not(None))
        ).all()
        for one in (device_id, device_id, device_id + 99):
            notify_of_new_device(one)
    assert len(mails(app, "new_device")) == 1


def test_a_visitor_costs_no_query_and_a_user_one(app: Flask, amara: int) -> None:
    here, visitor = browser(app), app.test_client()
    with statements(app) as asked:
        visitor.get("/sign-in")
        assert asked == []
        here.get("/sign-in")
    assert len([one for one in asked if "signed_in_device" in one]) == 1
    assert len([one for one in asked if "user_account" in one]) == 1


def test_a_device_is_noted_as_seen_every_ten_minutes_at_most(app: Flask, amara: int) -> None:
    here = browser(app)
    first = seen_at(app)
    with clock.moved(dt.timedelta(minutes=9)):
        assert is_inside(here)
    assert seen_at(app) == first
    with clock.moved(dt.timedelta(minutes=11)):
        assert is_inside(here)
    assert seen_at(app) - first >= dt.timedelta(minutes=11)
