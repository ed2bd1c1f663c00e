"""The owner's page of members; to anybody else there is nothing here."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.factors import FRESH_FOR
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.forms import submit

PAGE = "/practice/members"


@pytest.fixture
def bo(app: Flask, client: FlaskClient) -> str:
    """Ines is signed in; Bo mentors in her practice. Bo's membership."""
    with app.app_context():
        practice_id, _owner_id = factories.practice()
        bo_id = factories.user("bo@example.org", "Bo Lindqvist")
        add_member(practice_id, user_id=bo_id, role=Role.MENTOR, viewer=SYSTEM)
        found = db.session.scalars(
            select(Membership.public_id).where(Membership.user_id == bo_id)
        ).one()
        factories.user("stranger@example.org")
    factories.sign_in(client, "ines@example.org")
    return found


def test_list_members_names_everybody_and_who_must_stay(client: FlaskClient, bo: str) -> None:
    page = client.get(PAGE).text
    assert "Bo Lindqvist" in page
    assert "bo@example.org" in page
    assert "The only owner." in page
    assert page.count("End this membership") == 1


def test_list_members_is_the_owners_alone(app: Flask, client: FlaskClient, bo: str) -> None:
    assert app.test_client().get(PAGE).headers["Location"].startswith("/sign-in")
    for email in ("bo@example.org", "stranger@example.org"):
        other = app.test_client()
        factories.sign_in(other, email)
        assert other.get(PAGE).status_code == 404
        for action in ("role", "ending"):
            answer = submit(other, f"{PAGE}/{bo}/{action}", page="/account/password", role="owner")
            assert answer.status_code == 404
    assert client.get(f"{PAGE}?practice=another").status_code == 404


def test_change_role_holds_at_once(client: FlaskClient, bo: str) -> None:
    assert submit(client, f"{PAGE}/{bo}/role", page=PAGE, role="owner").location == PAGE
    page = client.get(PAGE).text
    assert "Saved. The new role applies from now on." in page
    assert "The only owner." not in page


def test_change_role_to_what_is_none_changes_nothing(client: FlaskClient, bo: str) -> None:
    assert submit(client, f"{PAGE}/{bo}/role", page=PAGE, role="emperor").status_code == 404
    assert "The only owner." in client.get(PAGE).text


def test_end_membership_ends_it(client: FlaskClient, bo: str) -> None:
    assert submit(client, f"{PAGE}/{bo}/ending", page=PAGE).location == PAGE
    assert "Bo Lindqvist" not in client.get(PAGE).text


def test_the_last_owner_is_told_why_not(app: Flask, client: FlaskClient, bo: str) -> None:
    with app.app_context():
        owner = select(Membership.public_id).where(Membership.role == Role.OWNER)
        own = db.session.scalars(owner).one()
    for action in ("role", "ending"):
        submit(client, f"{PAGE}/{own}/{action}", page=PAGE, role="mentor")
        assert "A practice needs an owner." in client.get(PAGE).text
    submit(client, f"{PAGE}/{bo}/role", page=PAGE, role="owner")
    assert submit(client, f"{PAGE}/{own}/ending", page=PAGE).location == "/start"
    assert client.get(PAGE).status_code == 404


def test_roles_change_only_a_moment_after_signing_in(client: FlaskClient, bo: str) -> None:
    with clock.moved(FRESH_FOR):
        for action in ("role", "ending"):
            answer = submit(client, f"{PAGE}/{bo}/{action}", page=PAGE, role="owner")
            assert answer.location.startswith("/sign-in/again")
        assert "The only owner." in client.get(PAGE).text
