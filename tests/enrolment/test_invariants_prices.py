"""The invariant of prices finds a price that was changed under those who were promised it."""

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub import audit
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.applicants import assert_in_order, enrolment, place_applicant
from tests.support.prices_changeable import let_prices_change

SENTENCE = "enrolment.a_price_stays_what_it_was_when_people_arrived"


@pytest.mark.parametrize("change", ["amount_minor = 100", "currency = 'nok'"])
def test_a_price_that_was_changed_under_its_places_is_found(
    in_app: Flask, request: pytest.FixtureRequest, change: str
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    let_prices_change(request)
    assert_in_order()
    db.session.execute(text(f"UPDATE price SET {change}"))
    db.session.commit()
    assert audit.invariants()[SENTENCE](viewer=SYSTEM) == [enrolment(ada).public_id]
