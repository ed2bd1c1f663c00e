"""The operator's page over HTTP: open to owners, closed to the rest."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.rules.practices import Role
from mentorhub.operations.views.findings import FINDINGS, TASKS
from mentorhub.schedule import PERIODIC_TASKS
from tests.architecture.tree import modules
from tests.support import factories, operator_install
from tests.support.forms import submit


@pytest.fixture
def practice_id(app: Flask, client: FlaskClient) -> int:
    """Ines' practice; she is signed in."""
    with app.app_context():
        made, _ = factories.practice()
    factories.sign_in(client, "ines@example.org")
    return made


def test_show_overview_is_calm_when_all_is_well(client: FlaskClient, practice_id: int) -> None:
    page = client.get("/operations")
    assert page.status_code == 200
    assert "Nothing needs your attention." in page.text
    assert "No worker has run yet" in page.text


def test_show_overview_counts_and_opens_no_email(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    with app.app_context():
        operator_install.mail(practice_id)
        operator_install.finding(practice_id)
        operator_install.task(
            "mail", succeeded_ago=dt.timedelta(hours=1), last_error="SMTPException"
        )
    page = client.get("/operations").text
    assert "1 problem needs your attention." in page
    assert "A refund failed" in page
    assert "The bank said no." in page
    assert "SMTPException" in page
    assert "1 hour ago, late" in " ".join(page.split()).replace("</time>", "")
    assert "secret" not in page


def test_close_finding_takes_it_off_the_page(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    with app.app_context():
        public_id = operator_install.finding(practice_id)
    address = f"/operations/findings/{public_id}/closure"
    for _twice in range(2):
        answer = submit(client, address, page="/operations")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/operations")
    assert "Nothing needs your attention." in client.get("/operations").text


def test_try_mail_again_sends_it_from_the_page(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    with app.app_context():
        public_id = operator_install.given_up(practice_id)
    assert "Send again" in client.get("/operations").text
    address = f"/operations/mails/{public_id}/attempts"
    answer = submit(client, address, page="/operations")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/operations")
    page = client.get("/operations").text
    assert "The email is being sent again." in page
    assert "Send again" not in page


def test_try_mail_again_is_not_there_for_another_owner(app: Flask, practice_id: int) -> None:
    with app.app_context():
        factories.practice(mentor_email="other@example.org", name="Elsewhere")
        public_id = operator_install.given_up(practice_id)
    other = app.test_client()
    factories.sign_in(other, "other@example.org")
    address = f"/operations/mails/{public_id}/attempts"
    assert submit(other, address, page="/operations").status_code == 404


@pytest.mark.parametrize("role", [Role.MENTOR, Role.ASSISTANT, None])
def test_nobody_else_has_access(app: Flask, practice_id: int, role: Role | None) -> None:
    with app.app_context():
        user_id = factories.user("other@example.org", "Somebody Else")
        if role:
            operator_install.member(practice_id, user_id, role)
        public_id = operator_install.finding(practice_id)
    other = app.test_client()
    factories.sign_in(other, "other@example.org")
    assert other.get("/operations").status_code == 404
    address = f"/operations/findings/{public_id}/closure"
    assert submit(other, address, page="/account/password").status_code == 404


def test_an_owner_of_another_practice_cannot_close_it(app: Flask, practice_id: int) -> None:
    with app.app_context():
        factories.practice(mentor_email="other@example.org", name="Elsewhere")
        public_id = operator_install.finding(practice_id)
    other = app.test_client()
    factories.sign_in(other, "other@example.org")
    assert "Nothing needs your attention." in other.get("/operations").text
    address = f"/operations/findings/{public_id}/closure"
    assert submit(other, address, page="/operations").status_code == 404


def test_signed_out_leads_to_the_sign_in_page(client: FlaskClient) -> None:
    answer = client.get("/operations")
    assert answer.headers["Location"].startswith("/sign-in")
    posted = submit(client, "/operations/findings/x/closure", page="/sign-in")
    assert posted.headers["Location"].startswith("/sign-in")


def test_the_operators_page_takes_the_same_queries_however_much_there_is(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    with app.app_context():
        for number in range(120):
            operator_install.finding(practice_id, subject=f"re_{number}")
    page = client.get("/operations").text
    assert "120 problems need your attention." in page
    assert page.count("/closure") == 100


def test_each_kind_of_finding_has_its_words() -> None:
    opened = set()
    for path in modules("mentorhub"):
        opened |= set(re.findall(r'"([a-z]+(?:_[a-z]+)+)",\s+subject_type=', path.read_text()))
        opened |= set(re.findall(r'_notify\(\s*session,\s*"([a-z_]+)"', path.read_text()))
    assert {"refund_failed", "dispute_lost", "events_missed"} <= opened
    assert opened - set(FINDINGS) == set()


def test_each_periodic_task_has_its_words() -> None:
    assert set(TASKS) == {task.name for task in PERIODIC_TASKS}


def test_show_overview_names_tasks_in_words_and_says_what_to_do(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    with app.app_context():
        operator_install.task("mail", succeeded_ago=None)
    page = client.get("/operations").text
    assert "1 periodic task is late." in page
    assert "Send emails" in page
    assert "10 seconds" in page
    with app.app_context():
        operator_install.mail(practice_id, claimed_for=dt.timedelta(minutes=1))
        operator_install.finding(practice_id, kind="stripe_key_refused")
    page = client.get("/operations").text
    assert "Set the right Stripe key in the settings and restart." in page
    assert "<dt>Being sent</dt><dd>1</dd>" in page


def test_an_owner_among_several_cannot_close_what_is_about_the_whole_install(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    with app.app_context():
        public_id = operator_install.finding(None, kind="events_missed", subject="platform")
        factories.practice(mentor_email="other@example.org", name="Elsewhere")
    assert "Nothing needs your attention." in client.get("/operations").text
    address = f"/operations/findings/{public_id}/closure"
    assert submit(client, address, page="/operations").status_code == 404
