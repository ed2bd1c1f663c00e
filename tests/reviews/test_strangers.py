"""Nobody else gets in: strangers find nothing, the signed-out are led to sign in, stale forms are refused."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.reviews.rules import CheckInState
from tests.support import courses, factories
from tests.support.courses import Course
from tests.support.forms import submit


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> Course:
    """Ines' circle in its third week; Amara is signed in."""
    with app.app_context():
        course = courses.course()
    factories.sign_in(client, "amara@example.org")
    return course


def test_a_stranger_finds_nothing(app: Flask, client: FlaskClient, amara: Course) -> None:
    draft, answered = (
        courses.made_in(app, amara, courses.begun, week=3),
        courses.made_in(app, amara, courses.answered, week=2),
    )
    with app.app_context():
        review = courses.check_in(answered).review
        assert review is not None
        review_id = review.public_id
        factories.user("stranger@example.org", "A Stranger")
    stranger = app.test_client()
    factories.sign_in(stranger, "stranger@example.org")
    assert stranger.get(f"/week?mentorship={amara.mentorship}").status_code == 404
    for check_in_id in (draft, answered):
        assert stranger.get(f"/week/{check_in_id}").status_code == 404
    for address in (
        f"/check-ins/{draft}/draft",
        f"/check-ins/{draft}/submission",
        f"/reviews/{review_id}/reading",
    ):
        assert (
            submit(stranger, address, page="/week", version=1, **courses.TYPED).status_code == 404
        )
    for mentorship in (amara.mentorship, ""):
        fields = {**courses.hidden(amara), "mentorship": mentorship, **courses.TYPED}
        assert submit(stranger, "/check-ins", page="/account/password", **fields).status_code == 404
    assert courses.words_of(app, draft) == (CheckInState.DRAFT, courses.WORDS)


@pytest.mark.parametrize(
    "address", ["/start", "/week", "/week/x", "/review", "/review/x", "/mentees"]
)
def test_signed_out_leads_to_the_sign_in_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in {302, 303}
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "address",
    [
        "/check-ins",
        "/check-ins/x/draft",
        "/check-ins/x/submission",
        "/reviews/x/reading",
        "/review/x/reviews",
    ],
)
def test_signed_out_nothing_is_written(client: FlaskClient, address: str) -> None:
    answer = submit(client, address, page="/sign-in", **courses.TYPED)
    assert answer.status_code in {302, 303}
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "address",
    [
        "/check-ins",
        "/check-ins/x/draft",
        "/check-ins/x/submission",
        "/reviews/x/reading",
        "/review/x/reviews",
    ],
)
def test_a_form_without_its_token_is_stale(
    client: FlaskClient, amara: Course, address: str
) -> None:
    assert client.post(address, data=courses.TYPED).status_code == 400
