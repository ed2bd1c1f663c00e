"""Prices for tests of paying: one more beside the scene's, or the scene's own paid in parts."""

import datetime as dt

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.programs.actions import cohorts
from mentorhub.programs.models.cohorts import Price
from mentorhub.programs.rules.offers import PriceKind
from tests.support.factories import Scene
from tests.support.unpromised import unpromised


def add_price(
    scene: Scene,
    amount_minor: int,
    *,
    currency: str = "eur",
    count: int = 1,
    days: int = 0,
    until: dt.datetime | None = None,
) -> str:
    """One more price of the scene's cohort, after its first; returns the public id."""
    price_id = cohorts.add_price(
        scene.cohort_id,
        viewer=SYSTEM,
        amount_minor=amount_minor,
        currency=currency,
        instalments_count=count,
        interval_days=days,
        available_until=until,
    )
    return public_id(price_id)


def pay_in_parts(scene: Scene, *, count: int = 3, days: int = 30) -> None:
    """Make the scene's price one that is paid in parts, before anybody comes."""
    with transaction(viewer=SYSTEM) as session, unpromised(session, scene.cohort_id):
        price = session.get_one(Price, scene.price_id)
        price.kind, price.instalments_count = PriceKind.INSTALMENTS, count
        price.interval_days = days


def public_id(price_id: int) -> str:
    """What a form calls the price."""
    db.session.rollback()
    return db.session.get_one(Price, price_id).public_id


def instalments(enrolment_id: int) -> list[Instalment]:
    """Those of an enrolment, in order."""
    db.session.rollback()
    query = db.select(Instalment).where(Instalment.enrolment_id == enrolment_id)
    return list(db.session.scalars(query.order_by(Instalment.number)))
