"""The pay part of an applicant's page: prices to choose from, and the words where a page cannot be opened."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.support import factories
from tests.support.applicants import checkout_session, enrolment, place_applicant
from tests.support.factories import Scene
from tests.support.forms import submit
from tests.support.pricing import add_price, public_id
from tests.support.stripe_client import StripeClient


def _held(app: Flask, scene: Scene) -> tuple[int, str]:
    with app.app_context():
        ada = place_applicant(scene, "ada")
        return ada, f"/enrolments/{enrolment(ada).token}"


def _scene(app: Flask, **fields: int) -> Scene:
    with app.app_context():
        return factories.scene(**fields)


def test_one_price_needs_no_choice(app: Flask, client: FlaskClient) -> None:
    _, page = _held(app, _scene(app))
    text = client.get(page).text
    assert 'type="radio"' not in text
    assert "Go to payment, €640" in text


def test_the_prices_valid_now_are_offered_the_held_one_chosen(
    app: Flask, client: FlaskClient
) -> None:
    scene = _scene(app)
    with app.app_context():
        other, own = add_price(scene, 66000, count=3, days=30), public_id(scene.price_id)
        over = add_price(scene, 50000, until=clock.now() - dt.timedelta(days=1))
        free = add_price(scene, 0)
    _, page = _held(app, scene)
    text = client.get(page).text
    assert f'value="{own}" checked' in text
    assert f'value="{other}"' in text
    assert "€640 at once" in text
    assert "€660 in 3 payments" in text
    assert over not in text
    assert free not in text


def test_another_price_leads_to_stripes_page_at_that_price(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    scene = _scene(app)
    with app.app_context():
        other = add_price(scene, 70000)
    ada, page = _held(app, scene)
    answer = submit(client, f"{page}/checkouts", page=page, price=other)
    assert answer.location.startswith(stripe.url)
    with app.app_context():
        assert enrolment(ada).amount_minor == 70000
    text = client.get(page).text
    assert 'type="radio"' not in text  # chosen, while its page can be paid
    assert "Go to payment, €700" in text


def test_a_price_that_is_not_on_offer_is_refused_beside_the_choice(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    scene = _scene(app)
    with app.app_context():
        add_price(scene, 70000)
    _, page = _held(app, scene)
    answer = submit(client, f"{page}/checkouts", page=page, price="made\x00up")
    assert answer.status_code == 422
    assert 'id="price-error"' in answer.text
    assert "not on offer any more" in answer.text


def test_another_price_while_a_page_is_open_is_refused_kindly(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    scene = _scene(app)
    with app.app_context():
        other = add_price(scene, 70000)
    ada, page = _held(app, scene)
    with app.app_context():
        open_checkout(ada)
    answer = submit(client, f"{page}/checkouts", page=page, price=other)
    assert answer.status_code == 422
    assert "is open already" in answer.text


def test_the_sixth_payment_page_in_ten_minutes_is_answered_429_in_plain_words(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    ada, page = _held(app, _scene(app))
    with app.app_context():
        for _ in range(5):
            checkout_id, _session_id = checkout_session(ada)
            close_checkout(checkout_id)
            with transaction(viewer=SYSTEM) as session:
                session.get_one(Enrolment, ada).extend(clock.now() + dt.timedelta(hours=5))
    answer = submit(client, f"{page}/checkouts", page=page)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert "Please wait ten minutes" in answer.text


@pytest.mark.parametrize(("price_minor", "action"), [(64000, "checkouts"), (0, "confirmation")])
def test_in_a_cohort_that_was_called_off_the_page_says_so(
    app: Flask, client: FlaskClient, stripe: StripeClient, price_minor: int, action: str
) -> None:
    scene = _scene(app, price_minor=price_minor)
    _, page = _held(app, scene)
    with app.app_context():
        endings.cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    assert submit(client, f"{page}/{action}", page=page).status_code == 303
    assert "This programme was cancelled" in client.get(page).text
