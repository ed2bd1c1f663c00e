"""A payment that came when no seat was left, and its queued refund."""

import datetime as dt

from sqlalchemy import select

from mentorhub.enrolment.actions import departures
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.foundation import clock
from mentorhub.foundation.database import db
from mentorhub.payments.models import Checkout, Refund
from tests import scenes
from tests.enrolment.line_up import checkout_session, come
from tests.till import Till


def seatless_payment(stripe: Till) -> int:
    """The id of the refund."""
    scene = scenes.scene(seats=1)
    ada = come(scene, "ada")
    come(scene, "ben")
    checkout_id, session_id = checkout_session(ada)
    db.session.get_one(Checkout, checkout_id).move("expire")
    db.session.commit()
    with clock.moved(dt.timedelta(hours=1)):
        departures.lapse_hold(ada)
    stripe.pay(session_id)
    fulfil(checkout_id)
    db.session.rollback()
    return db.session.scalars(select(Refund.id)).one()
