"""Inquiries that wait for the worker: plans of tests that pass a week."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

from sqlalchemy import func, select

from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.programs.actions.answers import answer_inquiry
from mentorhub.programs.models.inquiries import Inquiry
from mentorhub.programs.rules.inquiries import KEPT
from tests.support import conversing, factories
from tests.support.stripe_client import StripeClient

Expected = Callable[[], None]


def answered_and_enrolled(scene: factories.Scene) -> tuple[int, int]:
    """Mia was answered and has taken a seat since: the ids of her inquiry and her enrolment."""
    asked = conversing.asked(scene, email="mia@example.org")
    answer_inquiry(asked, viewer=USER(scene.mentor_id), message="Yes.", seen=1)
    seat, _mentorship = factories.enrolled(scene, factories.user("mia@example.org", "Mia Berg"))
    return asked, seat


def inquiries_enrolled(_: StripeClient) -> tuple[Counter[str], Expected]:
    """Nothing is mailed of it."""
    asked, seat = answered_and_enrolled(factories.scene())

    def linked() -> None:
        found = db.session.get_one(Inquiry, asked, populate_existing=True)
        assert (found.state.value, found.enrolment_id) == ("enrolled", seat)

    return Counter(), linked


def inquiries_erased(_: StripeClient) -> tuple[Counter[str], Expected]:
    """One passes its year meanwhile."""
    with clock.moved(dt.timedelta(days=2) - KEPT):
        scene = factories.scene()
        conversing.asked(scene)

    def gone() -> None:
        assert db.session.scalar(select(func.count(Inquiry.id))) == 0

    return Counter(), gone


PLANS = {"inquiries-enrolled": inquiries_enrolled, "erasing-inquiries": inquiries_erased}
