"""What tests of the practice's pages share: signed-in members, addresses, submitted forms."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.applicants import cohort, enrolment
from tests.support.factories import Scene
from tests.support.forms import submit

OWNER = "ines@example.org"


def staff(app: Flask, email: str = OWNER) -> FlaskClient:
    """A signed-in browser."""
    client = app.test_client()
    factories.sign_in(client, email)
    return client


def member(scene: Scene, email: str, role: Role) -> None:
    """Somebody new who is a member of the practice, with an app that shows codes."""
    user_id = factories.user(email, "Somebody Else")
    factories.give_authenticator(user_id)
    join(scene, user_id, role)


def join(scene: Scene, user_id: int, role: Role) -> None:
    """One more member of the practice."""
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Membership(
                practice_id=scene.practice_id, user_id=user_id, role=role, created_at=clock.now()
            )
        )


def line_at(scene: Scene) -> str:
    """The address of the line's page."""
    return f"/practice/cohorts/{cohort(scene).public_id}"


def applicant_at(enrolment_id: int) -> str:
    """The address of an applicant's page."""
    return f"/practice/applicants/{enrolment(enrolment_id).public_id}"


def submit_form(client: FlaskClient, page: str, action: str, **fields: str) -> TestResponse:
    """Send one of the page's forms."""
    return submit(client, f"{page}/{action}", page=page, **fields)


def withdraw(client: FlaskClient, place: str) -> str:
    """Press the button on the page as it is shown; where it leads."""
    page = client.get(f"{place}/withdrawal").text
    promised = re.search(r'name="promised"[^>]*value="(\d+)"', page)
    assert promised, page[:500]
    answer = submit(
        client, f"{place}/withdrawal", page=f"{place}/withdrawal", promised=promised.group(1)
    )
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["Location"]


def refused(app: Flask, pages: list[str], actions: list[str]) -> None:
    """Nobody but the practice is admitted: strangers are led to sign in, everybody else finds nothing."""
    with app.app_context():
        factories.user("mia@example.org", "Mia Berg")
        factories.practice(mentor_email="rival@example.org", name="Another practice")
    stranger = app.test_client()
    for page in pages:
        assert stranger.get(page).headers["Location"].startswith("/sign-in")
    for email in ("mia@example.org", "rival@example.org"):
        other = staff(app, email)
        assert [other.get(page).status_code for page in pages] == [404] * len(pages)
        for action in actions:
            assert submit(other, action, page="/account/password").status_code == 404
