"""What tests read off an applicant's pages."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.forms import submit, token_on


def submit_form(client: FlaskClient, slug: str = "power-networking", **fields: str) -> TestResponse:
    """Submit the form of a programme's page with name and address."""
    given = {"name": "Ada Lovelace", "email": "ada@example.org"} | fields
    page = f"/programs/{slug}"
    return submit(client, f"{page}/enrolments", page=page, **given)


def state_on(page: TestResponse) -> str:
    """The state an applicant's page shows in `<main data-state>`."""
    found = re.search(r'<main[^>]*data-state="([a-z]+)"', page.text)
    assert found, page.text[:300]
    return found.group(1)


def do(client: FlaskClient, place: str, action: str) -> TestResponse:
    """Submit one of the buttons on an applicant's page; answers the page it leads to."""
    token = token_on(client, place)
    answer = client.post(f"{place}/{action}", data={"csrf_token": token})
    assert answer.status_code == 303, answer.text[:300]
    return answer
