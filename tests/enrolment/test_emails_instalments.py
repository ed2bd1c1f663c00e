"""What the mails about later payments say, and that their paragraphs stand apart."""

import re

import pytest
from flask import Flask
from sqlalchemy import delete, select

from mentorhub.enrolment.periodic.money import charge_instalments, miss_instalments
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.payments.models.checkouts import StripeCustomer
from mentorhub.programs.rules.offers import MissedInstalment
from tests.support.applicants import pass_time
from tests.support.paying_in_parts import Parts, parts, refused, wait_until_due
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _said(kind: str) -> str:
    """The mail's words, the same in both its bodies, without its fine print."""
    db.session.rollback()
    mail = db.session.scalars(select(OutboxMail).where(OutboxMail.kind == kind)).one()
    text, html = render(mail)
    words = text.split("\n-- \n")[0].strip()
    *paragraphs, button = words.split("\n\n")
    assert re.fullmatch(r"[^\n]+:\nhttp\S+", button), button
    assert [one for one in paragraphs if "\n" in one or not one] == []
    assert [one for one in paragraphs if one not in html] == []
    return words


def _without_card(stripe: StripeClient) -> Parts:
    found = parts(stripe)
    db.session.execute(delete(StripeCustomer))
    db.session.commit()
    wait_until_due(found)
    charge_instalments()
    return found


def test_a_payment_that_arrived_is_named(stripe: StripeClient) -> None:
    wait_until_due(parts(stripe))
    charge_instalments()
    said = _said("enrolment.instalment_paid")
    assert "Payment 2 for Power Networking Personal Mentoring" in said
    assert "has arrived: €213.33." in said


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("generic_decline", "We try the same card again on"),
        ("always_challenge", "Your bank wants to hear from you in person"),
    ],
)
def test_a_refused_payment_says_what_to_do(
    stripe: StripeClient, behaviour: str, words: str
) -> None:
    refused(stripe, parts(stripe), behaviour)
    said = _said("enrolment.instalment_failed")
    assert "Your bank did not let it through." in said
    assert words in said
    assert "the programme pauses for you until it has" in said


def test_without_a_card_no_bank_is_blamed(stripe: StripeClient) -> None:
    _without_card(stripe)
    said = _said("enrolment.instalment_failed")
    assert "There is no card of yours that we could take it from." in said
    assert "bank" not in said


def test_a_seat_that_ends_with_a_missed_payment_says_so(app: Flask, stripe: StripeClient) -> None:
    found = parts(stripe, missed=MissedInstalment.REMOVE)
    refused(stripe, found, "always_challenge")
    assert "the seat ends and goes to the next person" in _said("enrolment.instalment_failed")
    pass_time(days=15)
    miss_instalments()
    said = _said("enrolment.seat_ended")
    assert "Nothing more will be taken from your card." in said
    assert "What you paid before is not sent back by itself." in said
    page = app.test_client().get(said.split()[-1].removeprefix("http://localhost")).text
    assert "A payment did not arrive in the time the programme gives" in page
