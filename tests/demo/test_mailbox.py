"""The demo's mailbox shows every email with working links, and exists in the demo only."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mentorhub.app import create_app
from mentorhub.demo import mailbox, seed
from mentorhub.demo.stories import offers
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from tests.conftest import dispose, settings_for
from tests.demo.conftest import demo_settings
from tests.support.forms import submit

pytestmark = pytest.mark.database


@pytest.fixture
def install(copied: Callable[[Path], str], tmp_path: Path) -> Iterator[Flask]:
    """The demo's app as it is served, with its mailbox."""
    app = create_app(demo_settings(copied(tmp_path)))
    mailbox.init_app(app)
    yield app
    dispose(app)


@pytest.fixture
def browser(install: Flask) -> FlaskClient:
    """Somebody without an account."""
    return install.test_client()


def _mail(install: Flask, kind: str, address: str) -> str:
    """The public id of the one mail of a kind to an address."""
    with install.app_context():
        return db.session.scalars(
            select(OutboxMail.public_id).where(
                OutboxMail.kind == kind, OutboxMail.to_address == address
            )
        ).one()


def test_every_mail_is_listed_newest_first(install: Flask, browser: FlaskClient) -> None:
    with install.app_context():
        count = db.session.scalar(select(func.count(OutboxMail.id)))
        newest = select(OutboxMail.public_id).order_by(
            OutboxMail.created_at.desc(), OutboxMail.id.desc()
        )
        first = db.session.scalars(newest.limit(1)).one()
    page = browser.get("/demo/mailbox").text
    listed = re.findall(r'href="/demo/mailbox/([\w-]+)"', page)
    assert listed[0] == first
    assert len(listed) == count


def test_a_link_in_a_mail_works(install: Flask, browser: FlaskClient) -> None:
    mail = _mail(install, "enrolment.enrolled", "petra@example.org")
    page = browser.get(f"/demo/mailbox/{mail}").text
    links = [html.unescape(link) for link in re.findall(r'href="http://localhost(/[^"]+)"', page)]
    welcome = [link for link in links if link.startswith("/welcome/")]
    assert len(welcome) == 1
    assert browser.get(welcome[0]).status_code == 200


def test_an_email_is_shown_in_a_frame_of_its_own(install: Flask, browser: FlaskClient) -> None:
    mail = _mail(install, "enrolment.waiting", "orla@example.org")
    page = browser.get(f"/demo/mailbox/{mail}")
    body = browser.get(f"/demo/mailbox/{mail}/letter")
    assert f'src="/demo/mailbox/{mail}/letter"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "Dear Orla" in body.text


def test_only_the_email_may_bring_its_own_styles(install: Flask, browser: FlaskClient) -> None:
    mail = _mail(install, "enrolment.waiting", "orla@example.org")
    policies = [
        browser.get(path).headers["Content-Security-Policy"]
        for path in ("/demo/mailbox", f"/demo/mailbox/{mail}", f"/demo/mailbox/{mail}/letter")
    ]
    assert ["unsafe-inline" in policy for policy in policies] == [False, False, True]
    assert "script-src" not in policies[2]
    assert "frame-ancestors 'self'" in policies[2]


def test_links_of_an_email_open_in_the_whole_window(install: Flask, browser: FlaskClient) -> None:
    mail = _mail(install, "enrolment.waiting", "orla@example.org")
    assert '<base target="_top">' in browser.get(f"/demo/mailbox/{mail}/letter").text


@pytest.mark.parametrize("ending", ["", "/letter"])
def test_an_unknown_mail_is_not_found(browser: FlaskClient, ending: str) -> None:
    assert browser.get(f"/demo/mailbox/nothing{ending}").status_code == 404


def test_every_page_leads_to_the_mailbox(browser: FlaskClient) -> None:
    assert 'href="/demo/mailbox"' in browser.get("/").text


def test_there_is_no_mailbox_outside_the_demo(client: FlaskClient) -> None:
    assert client.get("/demo/mailbox").status_code == 404
    assert "/demo/mailbox" not in client.get("/").text


def test_the_mailbox_opens_nothing_by_mistake(
    copied: Callable[[Path], str], tmp_path: Path
) -> None:
    app = create_app(settings_for(copied(tmp_path)))
    mailbox.init_app(app)
    assert app.test_client().get("/demo/mailbox").status_code == 404
    dispose(app)


def test_every_view_of_the_mailbox_is_guarded(install: Flask) -> None:
    views = {
        name: view for name, view in install.view_functions.items() if name.startswith("demo.")
    }
    assert set(views) == {"demo.list_mails", "demo.show_mail", "demo.show_mail_body"}
    assert {getattr(view, "guard", "") for view in views.values()} == {"in_demo"}
    assert all(name.endswith(f".{view.__name__}") for name, view in views.items())


def test_the_mailbox_leads_to_the_stand_ins_panel(browser: FlaskClient) -> None:
    assert 'href="http://127.0.0.1:9/_sandbox"' in browser.get("/demo/mailbox").text


def test_the_mentor_signs_in_with_the_code_that_the_mailbox_shows(
    install: Flask, browser: FlaskClient
) -> None:
    for _ in range(2):  # the second time within the same half minute, with the next code
        fields = {"email": offers.MENTOR_EMAIL, "password": seed.PASSWORD}
        submit(browser, "/sign-in", page="/sign-in", **fields)
        (code,) = re.findall(r"<code data-code>(\d{6})</code>", browser.get("/demo/mailbox").text)
        step = "/sign-in/factor"
        assert "the mailbox page shows the code" in browser.get(step).text
        assert submit(browser, step, page=step, code=code).status_code == 303
        assert browser.get("/review").status_code == 200
        submit(browser, "/sign-out", page="/review")
