"""An invitation's page as its reader sees it: new here, with an account, as somebody else, too late."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.accounts.test_views import is_inside
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit
from tests.support.inviting import BO, KIND, invite, membership, roles

MEMBERS = "/practice/members"
PAGE = f"{MEMBERS}/invitations"


@pytest.fixture
def practice(app: Flask) -> tuple[int, int]:
    """(its id, its owner's)."""
    with app.app_context():
        return factories.practice()


@pytest.fixture
def owner(app: Flask, practice: tuple[int, int]) -> FlaskClient:
    """Ines, signed in a moment ago."""
    client = app.test_client()
    factories.sign_in(client, "ines@example.org")
    return client


def _invited(app: Flask, practice: tuple[int, int], role: Role = Role.MENTOR) -> str:
    """The email's link."""
    with app.app_context():
        invite(*practice, role=role)
    return link_of(app, KIND)


def test_accept_invitation_makes_an_account_where_its_owners_browser_lives(
    app: Flask, practice: tuple[int, int]
) -> None:
    link, bo = _invited(app, practice), app.test_client()
    submit(bo, link, page=link, name="Bo Lindqvist", zone="Asia/Tokyo")
    with app.app_context():
        assert db.session.scalar(select(User.timezone).where(User.email == BO)) == "Asia/Tokyo"


def test_accept_invitation_makes_an_account_and_leads_to_a_second_factor(
    app: Flask, practice: tuple[int, int]
) -> None:
    link, bo = _invited(app, practice), app.test_client()
    page = bo.get(link)
    assert (page.status_code, "Ines Halvorsen invites you to join." in page.text) == (
        200,
        True,
    )
    assert is_inside(bo) is False
    answer = submit(bo, link, page=link, name="")
    assert (answer.status_code, "Please give the name you go by." in answer.text) == (422, True)
    answer = submit(bo, link, page=link, name="Bo Lindqvist")
    assert answer.location == "/account/factors?next=/start"
    assert "Welcome to Ines Halvorsen Mentoring." in bo.get(answer.location).text
    assert is_inside(bo)
    assert bo.get(link).location == "/start"
    assert app.test_client().get(link).status_code == 410


def test_accept_invitation_leads_an_assistant_to_the_cohorts(
    app: Flask, practice: tuple[int, int]
) -> None:
    link, bo = _invited(app, practice, Role.ASSISTANT), app.test_client()
    assert submit(bo, link, page=link, name="Bo").location == "/start"
    assert bo.get("/start").location == "/practice/cohorts"


def test_accept_invitation_asks_an_account_to_sign_in_and_come_back(
    app: Flask, practice: tuple[int, int]
) -> None:
    with app.app_context():
        bo_id = factories.user(BO, "Bo")
    link, bo = _invited(app, practice), app.test_client()
    assert f'href="/sign-in?next={link}"' in bo.get(link).text
    assert submit(bo, link, page="/sign-in", name="Mallory").status_code == 403
    factories.sign_in(bo, BO)
    answer = submit(bo, link, page=link)
    assert answer.location == "/account/factors?next=/start"
    with app.app_context():
        assert roles()[bo_id] == Role.MENTOR


def test_accept_invitation_tells_another_account_plainly_and_nothing_more(
    app: Flask, practice: tuple[int, int]
) -> None:
    link, other = _invited(app, practice), app.test_client()
    with app.app_context():
        factories.user("other@example.org")
    factories.sign_in(other, "other@example.org")
    for page in (other.get(link), submit(other, link, page="/account/password", name="X")):
        assert page.status_code == 403
        assert "This invitation is for another address" in page.text
        assert not [word for word in (BO, "Ines") if word in page.text]
    with app.app_context():
        assert len(roles()) == 1


def test_accept_invitation_changes_nothing_for_a_member(
    app: Flask, practice: tuple[int, int]
) -> None:
    link, bo = _invited(app, practice, Role.OWNER), app.test_client()
    with app.app_context():
        bo_id = factories.user(BO)
        add_member(practice[0], user_id=bo_id, role=Role.ASSISTANT, viewer=SYSTEM)
    factories.sign_in(bo, BO)
    assert submit(bo, link, page=link).location == "/start"
    assert "You belong to Ines Halvorsen Mentoring already" in bo.get("/practice/cohorts").text


def test_accept_invitation_after_its_sender_was_removed_opens_nothing(
    app: Flask, practice: tuple[int, int], owner: FlaskClient
) -> None:
    with app.app_context():
        second_id = factories.user("second@example.org")
        add_member(practice[0], user_id=second_id, role=Role.OWNER, viewer=SYSTEM)
        invite(practice[0], second_id)
        second = membership(second_id)
    link, bo = link_of(app, KIND), app.test_client()
    page = bo.get(link).text
    submit(owner, f"{MEMBERS}/{second}/ending", page=MEMBERS)
    assert "Ines" in page
    for one in (bo.get(link), bo.get(f"{link}x"), submit(bo, link, page="/sign-in", name="Bo")):
        assert (one.status_code, "This link does not work" in one.text) == (410, True)
