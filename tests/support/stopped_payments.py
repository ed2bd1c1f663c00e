"""What waits for the worker when payments have stopped or an account has changed: plans of tests that pass a week."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.applicants import enrolment, pass_time, place_applicant
from tests.support.stripe_accounts import coming_account, own_account
from tests.support.stripe_client import StripeClient

Expected = Callable[[], None]


def deadlines_resumed(_: StripeClient) -> tuple[Counter[str], Expected]:
    """Payments had stopped, and go on since a week ago: the hold has its time from now on, when its applicant hears."""
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Practice, scene.practice_id)
        practice.stop_payments(clock.now())
    pass_time(hours=1)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, scene.practice_id).resume_payments(clock.now())
    until = clock.now() + dt.timedelta(days=7, minutes=15)

    def extended() -> None:
        held_until = enrolment(ada).held_until
        assert held_until is not None
        assert abs(held_until - until) < dt.timedelta(minutes=1)

    return Counter({"enrolment.hold_extended": 1}), extended


def stripe_accounts(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """Stripe closed the account a week ago, and no event said so."""
    scene = factories.scene()
    own_account(scene.practice_id, "acct_closed")

    def disconnected() -> None:
        state = db.session.get_one(Practice, scene.practice_id).stripe_state
        assert state.value == "disconnected"

    return Counter({"payments.connection_news": 1}), disconnected


def stripe_accounts_moved(_: StripeClient) -> tuple[Counter[str], Expected]:
    """An owner chose the new account a week ago, and the last payment page has ended since."""
    scene = factories.scene()
    own_account(scene.practice_id, "acct_old")
    coming_account(scene.practice_id, "acct_new", chosen_at=clock.now())

    def moved() -> None:
        assert db.session.get_one(Practice, scene.practice_id).stripe_account == "acct_new"

    return Counter({"payments.connection_news": 1}), moved
