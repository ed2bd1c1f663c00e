"""A payment that came when no seat was left, and its queued refund."""

import datetime as dt

from sqlalchemy import select

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Refund
from tests.support import factories
from tests.support.applicants import checkout_session, place_applicant
from tests.support.stripe_client import StripeClient


def seatless_payment(stripe: StripeClient) -> int:
    """The id of the refund."""
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    checkout_id, session_id = checkout_session(ada)
    db.session.get_one(Checkout, checkout_id).move("expire")
    db.session.commit()
    with clock.moved(dt.timedelta(hours=1)):
        endings.lapse_hold(ada)
    stripe.pay(session_id)
    fulfil(checkout_id)
    db.session.rollback()
    return db.session.scalars(select(Refund.id)).one()
