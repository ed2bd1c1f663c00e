"""A practice with a Stripe account of its own: the account is carried on every call, and must be able to charge."""

from typing import Any

import pytest
import requests
from flask import Flask

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.programs.actions import cohorts, offers
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.cohorts import CohortState, PracticeCannotCharge
from mentorhub.programs.rules.offers import ProgramState
from tests.support.buying import Shop, open_shop
from tests.support.stripe_client import KEY, StripeClient

SESSIONS = "/v1/checkout/sessions"
ACCOUNT = {"Stripe-Account": "acct_ines"}


@pytest.fixture
def abroad(app: Flask, stripe: StripeClient) -> Shop:
    """The practice's money goes to an account of its own at Stripe."""
    shop = open_shop(app, stripe, seats=1)
    account = ACCOUNT["Stripe-Account"]
    stripe.connect(account)
    shop.change(Practice, stripe_account=account, stripe_state=StripeState.READY)
    return shop


@pytest.mark.failure_mode(30)
def test_every_call_about_a_payment_goes_to_the_account_it_was_made_on(
    abroad: Shop, stripe: StripeClient
) -> None:
    ada, ben = abroad.buyer("ada"), abroad.buyer("ben")
    first = ada.open()
    assert "error" in stripe.session(first)  # the platform's own account knows nothing of it
    ada.give_up()  # expired there
    assert _there(stripe, f"{SESSIONS}/{first}")["status"] == "expired"
    assert (ada.state, ben.state) == ("left", "held")
    second = ben.open()
    _pay_there(stripe, second)
    abroad.change(Practice, stripe_account="acct_moved")  # later; what was paid stays where it was
    assert ben.come_back(second) == "enrolled"
    with abroad.app.app_context(), transaction(viewer=SYSTEM) as session:
        payment = session.scalars(db.select(Payment)).one()
        payment.send_back(64000, reason="test", now=clock.now())
    abroad.task("refunds")
    assert abroad.column(Refund.state) == ["succeeded"]
    intent = abroad.column(Payment.payment_intent)[0]
    refunds = _there(stripe, "/v1/refunds", payment_intent=intent)["data"]
    assert [one["amount"] for one in refunds] == [64000]


@pytest.mark.failure_mode(30)
def test_nothing_that_costs_something_opens_before_the_account_can_charge(abroad: Shop) -> None:
    abroad.change(Program, state=ProgramState.DRAFT)
    abroad.change(Cohort, state=CohortState.PUBLISHED)
    program_id, cohort_id = abroad.scene.program_id, abroad.scene.cohort_id
    for state in (StripeState.PENDING, StripeState.BLOCKED, StripeState.DISCONNECTED):
        abroad.change(Practice, stripe_state=state)
        with abroad.app.app_context():
            with pytest.raises(PracticeCannotCharge):
                offers.publish_program(program_id, viewer=SYSTEM)
            with pytest.raises(PracticeCannotCharge):
                cohorts.publish_cohort(cohort_id, viewer=SYSTEM)
    abroad.change(Practice, stripe_state=StripeState.READY)
    with abroad.app.app_context():
        offers.publish_program(program_id, viewer=SYSTEM)


def _there(stripe: StripeClient, path: str, **asked: str) -> Any:
    return requests.get(
        stripe.url + path, params=asked, auth=KEY, headers=ACCOUNT, timeout=10
    ).json()


def _pay_there(stripe: StripeClient, session_id: str) -> None:
    answer = requests.post(
        f"{stripe.url}/v1/payment_pages/{session_id}/confirm",
        data={"payment_method": "pm_card_visa"},
        auth=KEY,
        headers=ACCOUNT,
        timeout=10,
    )
    assert answer.ok, answer.text
