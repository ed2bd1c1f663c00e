"""The words agreed to beside payments by and by: complete, exact, and stored as they were read."""

import datetime as dt
import html
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.checkouts import Checkout
from tests.support import factories
from tests.support.applicants import enrolment, pass_time, place_applicant
from tests.support.forms import submit
from tests.support.pricing import add_price, pay_in_parts
from tests.support.stripe_client import StripeClient

_BOX = re.compile(r'name="consent" value="([^"]+)"[^>]*><span class="fine">(.*?)</span>', re.DOTALL)


def _held_in_parts(app: Flask, amount_minor: int = 64001) -> str:
    with app.app_context():
        scene = factories.scene(price_minor=amount_minor)
        pay_in_parts(scene)
        ada = place_applicant(scene, "ada")
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Enrolment, ada).timezone = "Europe/Oslo"
        return f"/enrolments/{enrolment(ada).token}"


def _box(client: FlaskClient, page: str) -> tuple[str, str]:
    found = _BOX.search(client.get(page).text)
    assert found
    return found.group(1), html.unescape(found.group(2))


def _checkouts(app: Flask) -> list[Checkout]:
    with app.app_context():
        return list(db.session.scalars(select(Checkout)))


def test_the_words_name_every_payment_its_day_and_how_to_stop(
    app: Flask, client: FlaskClient
) -> None:
    _, words = _box(client, _held_in_parts(app))
    assert words.startswith("I agree to pay €640.01 in 3 payments: €213.35 today, ")
    assert words.count("€213.33 on ") == 2
    assert "Ines Halvorsen Mentoring may take the later ones" in words
    assert "from 10:00 (Europe/Oslo time)" in words
    assert "by withdrawing, or by writing to ines@example.org" in words


def test_the_page_lists_amounts_and_days(app: Flask, client: FlaskClient) -> None:
    page = client.get(_held_in_parts(app)).text
    listed = re.search(r'<div class="plan.*?(<dl.*?)</dl>', page, re.DOTALL)
    assert listed
    assert listed.group(1).count("<dt>") == 3
    assert "<dt>€213.35</dt><dd>today</dd>" in listed.group(1)
    assert "Go to payment, €213.35" in page


def test_what_was_agreed_to_is_stored_as_it_was_read(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    page = _held_in_parts(app)
    box, words = _box(client, page)
    answer = submit(client, f"{page}/checkouts", page=page, consent=box)
    assert (answer.status_code, answer.location.startswith(stripe.url)) == (303, True)
    assert [one.consent for one in _checkouts(app)] == [words]


def test_without_the_box_nothing_is_opened_and_the_page_says_so_beside_it(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    page = _held_in_parts(app)
    answer = submit(client, f"{page}/checkouts", page=page)
    assert answer.status_code == 422
    assert 'class="wrong-note"' in answer.text
    assert "tick the box if you agree" in answer.text
    assert _checkouts(app) == []


def test_words_that_were_read_yesterday_must_be_read_again(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    page = _held_in_parts(app)
    box, _ = _box(client, page)
    with app.app_context():
        with transaction(viewer=SYSTEM) as session:
            session.scalars(select(Enrolment)).one().extend(clock.now() + dt.timedelta(days=3))
        pass_time(days=1)
    answer = submit(client, f"{page}/checkouts", page=page, consent=box)
    assert answer.status_code == 422
    assert _checkouts(app) == []


def test_of_two_plans_the_box_beside_the_chosen_one_counts(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    with app.app_context():
        scene = factories.scene(price_minor=66000)
        pay_in_parts(scene)
        other = add_price(scene, 70000, count=7, days=7)
        page = f"/enrolments/{enrolment(place_applicant(scene, 'ada')).token}"
    boxes = {
        html.unescape(value).split("@")[0]: html.unescape(value)
        for value, _ in _BOX.findall(client.get(page).text)
    }
    (own,) = set(boxes) - {other}
    wrong = submit(client, f"{page}/checkouts", page=page, price=other, consent=boxes[own])
    assert wrong.status_code == 422
    assert f'value="{other}" checked' in wrong.text  # what was chosen is kept
    right = submit(client, f"{page}/checkouts", page=page, price=other, consent=boxes[other])
    assert right.status_code == 303
    assert [one.amount_minor for one in _checkouts(app)] == [10000]
