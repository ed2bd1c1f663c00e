"""A seat that is paid in parts, before its practice: each payment, why one was refused, when it is tried again."""

import datetime as dt
import re

import pytest
from flask import Flask

from mentorhub.enrolment.periodic.money import miss_instalments
from mentorhub.enrolment.queries.rosters import enrolment_history
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from tests.support import practice_pages
from tests.support.applicants import pass_time
from tests.support.dealing import deal
from tests.support.paying_in_parts import Parts, parts, refused
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("stripe")


def _page(app: Flask, enrolment_id: int) -> str:
    with app.app_context():
        address = practice_pages.applicant_at(enrolment_id)
    return re.sub(r"<[^>]+>", "", practice_pages.staff(app).get(address).text)


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%B}"


def _refused(app: Flask, stripe: StripeClient, behaviour: str) -> Parts:
    with app.app_context():
        found = parts(stripe)
        refused(stripe, found, behaviour)
        return found


def test_show_applicant_lists_the_payments_in_parts(app: Flask, stripe: StripeClient) -> None:
    found = _refused(app, stripe, "generic_decline")
    page = _page(app, found.ada)
    with app.app_context():
        days = [found.instalment(number).due_on for number in (1, 2, 3)]
        again = found.instalment(2).try_at
    assert again is not None
    assert re.findall(r"(\d)\. (€[\d.]+), \w+ (\d+ \w+)", page) == [
        ("1", "€213.34", _said(days[0])),
        ("2", "€213.33", _said(days[1])),
        ("3", "€213.33", _said(days[2])),
    ]
    tried = re.findall(r"Refused: the bank declined the card. Tried again on \w+ (\d+ \w+)", page)
    assert tried == [_said(again)]
    assert "To be taken from the card on that day." in page


def test_show_applicant_says_when_nothing_is_tried_again(app: Flask, stripe: StripeClient) -> None:
    found = _refused(app, stripe, "always_challenge")
    page = _page(app, found.ada)
    assert "Refused: the bank asks for the payer in person." in page
    assert "it is not tried again by itself" in page
    with app.app_context():
        pass_time(days=15)
        miss_instalments()
    page = _page(app, found.ada)
    assert "Not paid in time. The payer can still pay it on their own page." in page
    assert "Enrolled, paused, since" in page


def test_show_applicant_of_a_seat_paid_at_once_shows_no_parts(
    app: Flask, stripe: StripeClient
) -> None:
    with app.app_context():
        found = deal(stripe)
    assert "Payments in parts" not in _page(app, found.ada)


def test_a_history_holds_the_plan(app: Flask, stripe: StripeClient) -> None:
    found = _refused(app, stripe, "generic_decline")
    with app.app_context():
        plan = enrolment_history(
            found.ada, viewer=USER(found.scene.mentor_id), now=clock.now()
        ).plan
        assert [(part.number, part.state.value, part.failure_code) for part in plan] == [
            (1, "paid", ""),
            (2, "scheduled", "card_declined"),
            (3, "scheduled", ""),
        ]
