"""After the grace no place, payment or email names who closed their account; what was paid still balances."""

import re

import pytest
from sqlalchemy import select, update

from mentorhub.accounts.periodic import erase_accounts
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.actions import account_closing
from mentorhub.enrolment.periodic.places import forget_places
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.periodic import send_refunds
from tests.support import factories
from tests.support.account_closing import (
    close,
    close_and_run_tasks,
    erase,
    everything_said,
    pass_grace,
    user,
)
from tests.support.applicants import assert_in_order, claim, enrol, enrolment, pass_time
from tests.support.paying_in_parts import parts
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_what_is_still_owed_for_a_completed_programme_keeps_its_name(stripe: StripeClient) -> None:
    found = parts(stripe)
    viewer = claim(found.ada)
    close(viewer.id or 0)
    db.session.rollback()
    row = enrolment(found.ada)
    row.complete(clock.now())
    db.session.commit()
    pass_grace()
    assert not account_closing.forget_place(found.ada)
    db.session.execute(update(Instalment).values(state="cancelled", try_at=None))
    db.session.commit()
    assert account_closing.forget_place(found.ada)


def test_after_the_grace_nothing_names_the_person_and_the_money_still_balances(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    token = enrolment(ada).token
    viewer = claim(ada)
    close_and_run_tasks(viewer.id or 0)
    send_refunds()
    pass_time(seconds=GRACE.total_seconds() - 1)
    assert (forget_places(), enrolment(ada).name) == (0, "Ada")
    pass_time(seconds=1)
    assert (forget_places(), enrolment(ada).name) == (0, "Closed account")
    assert enrolment(ada).token != token
    db.session.rollback()
    payment = db.session.scalars(select(Payment)).one()
    assert (payment.amount_minor, payment.payer_email) == (64000, "")
    assert "customer_email" not in db.session.scalars(select(Checkout.parameters)).one()
    assert not account_closing.forget_place(ada)
    assert_in_order()


def test_no_table_holds_who_an_erased_person_was(stripe: StripeClient) -> None:
    ada = enrol(stripe, factories.scene(seats=1), "ada")
    viewer = claim(ada)
    assert "ada@example.org" in everything_said()
    pass_time(days=31)  # so that what Stripe said of the payment is old enough
    erase(viewer.id or 0)
    assert user(viewer.id or 0).erased_at is not None
    assert everything_said().count("ada@example.org") == 1  # the mail that tells them so
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(OutboxMail).values(sent_at=clock.now()))
    erase_accounts()
    assert "ada@example.org" not in everything_said()
    assert not re.search(r"\bAda\b", everything_said())  # a token may hold the emails
    assert_in_order()
