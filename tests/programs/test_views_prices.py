"""A programme's prices on its public page: every way to pay, and each payment exactly."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions import cohorts
from mentorhub.programs.models.cohorts import Price
from mentorhub.programs.rules.offers import PriceKind
from tests.support import factories
from tests.support.unpromised import unpromised


@pytest.mark.parametrize(
    ("amount_minor", "count", "words"),
    [
        (66000, 3, "or €660 in 3 payments, in parts: €220 each, 30 days apart"),
        (
            64000,
            3,
            "or €640 in 3 payments, in parts: first €213.34, then 2 payments of €213.33, 30 days apart",
        ),
        (10001, 2, "or €100.01 in 2 payments, in parts: first €50.01, then €50 30 days later"),
    ],
)
def test_show_program_says_each_payment_of_every_way_to_pay(
    app: Flask, client: FlaskClient, amount_minor: int, count: int, words: str
) -> None:
    with app.app_context():
        scene = factories.scene(price_minor=0)
        cohorts.add_price(
            scene.cohort_id,
            viewer=SYSTEM,
            amount_minor=amount_minor,
            currency="eur",
            label="in parts",
            instalments_count=count,
            interval_days=30,
        )
    page = client.get(f"/programs/{scene.slug}").text
    assert "Free of charge" in page
    assert words in page


def test_show_program_says_the_first_prices_payments(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene()
        with transaction(viewer=SYSTEM) as session, unpromised(session, scene.cohort_id):
            price = session.get_one(Price, scene.price_id)
            price.kind, price.instalments_count = PriceKind.INSTALMENTS, 3
            price.interval_days = 30
    page = client.get(f"/programs/{scene.slug}").text
    assert "€640 in 3 payments" in page
    assert "first €213.34, then 2 payments of €213.33, 30 days apart" in page
