"""A mentor from signing up to her second cohort, all in Chromium: account, Stripe, programme, rehearsal, first sale.

Every page that she opens and every field that she fills is counted, and the counts are printed.
"""

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, expect
from sqlalchemy import select

from mentorhub import audit
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.ledger import Payment
from tests.browser.conftest import Install, Visitor, arrive, new_person
from tests.browser.counted import Counted
from tests.support import factories
from tests.support.account_emails import mails
from tests.support.mailbox import link_in_mail
from tests.support.rehearsing import pay_rehearsals

NORA, ADA, PASSWORD = "nora@example.org", "ada@example.org", "four words without relation"
CARD = {"Card number": "4242 4242 4242 4242", "Expiry": "12 / 34", "CVC": "123"}
READING = 2_200  # milliseconds: nobody fills in a form faster


def _sign_up(nora: Counted, install: Install) -> None:
    nora.begin("sign up")
    nora.visitor.visit("/")
    nora.press("Run your own programme")
    nora.fill("Your name", "Nora Vik")
    nora.fill("Email", NORA)
    nora.fill("Password", PASSWORD)
    nora.press("Create my account")
    words = mails(install.app, "accounts.sign_up")[-1].text_body.split()
    nora.page.goto(next(word for word in words if word.startswith(f"{install.url}/")))
    nora.fill("Password", PASSWORD)
    nora.press("Confirm and sign in")
    nora.page.wait_for_url("**/practices/new")


def _open_practice(nora: Counted) -> None:
    nora.begin("practice")
    nora.fill("The name of your practice", "Nora Vik Mentoring")
    nora.press("Open my practice")
    nora.page.wait_for_url("**/practice/setup?practice=*")


def _connect(nora: Counted) -> None:
    nora.begin("Stripe")
    nora.press("Stripe")
    nora.press("Connect Stripe")
    nora.press("Go to Stripe")
    nora.press("Fill in with test data")
    nora.page.wait_for_url("**/practice/payments**")
    expect(nora.page.get_by_text("Stripe takes payments for you")).to_be_visible()
    nora.visitor.check()


def _write(nora: Counted) -> None:
    nora.begin("programme")
    nora.visitor.visit("/practice/setup")
    nora.press("Programme")
    nora.fill("Title", "From contacts to relationships")
    nora.press("Make the draft")
    nora.press("Save")
    nora.visitor.check()


def _plan(nora: Counted, install: Install) -> None:
    nora.begin("cohort and price")
    nora.visitor.visit("/practice/setup")
    nora.press("Cohort, seats and price")
    with install.app.app_context():
        now = clock.now().astimezone(ZoneInfo("Europe/Oslo"))
    closes, begins, ends = (now + dt.timedelta(days=days) for days in (20, 30, 114))
    nora.fill("Name", "First circle")
    nora.fill("Seats", "2")
    nora.fill("Enrolment opens", f"{now:%Y-%m-%dT00:00}")
    nora.fill("Enrolment closes", f"{closes:%Y-%m-%dT18:00}")
    nora.fill("First day", f"{begins:%Y-%m-%d}")
    nora.fill("Last day", f"{ends:%Y-%m-%d}")
    nora.press("Make the draft")
    nora.press("Add a price")
    nora.fill("Amount in total", "6400")
    nora.press("Add this price")
    nora.visitor.check()


def _rehearse(nora: Counted, install: Install) -> None:
    nora.begin("rehearsal")
    nora.press("Rehearse")
    nora.press("Begin the rehearsal")
    nora.visitor.check()
    nora.press("Open the page as visitors see it")
    nora.visitor.check()
    nora.press("Reserve my seat")
    expect(nora.page.get_by_text("This is a rehearsal.")).to_be_visible()
    _pay(nora)
    expect(nora.page.locator("main")).to_have_attribute("data-state", "enrolled")
    nora.visitor.check()
    nora.page.goto(link_in_mail(install.app, NORA, "/welcome/"))
    expect(nora.page.get_by_text("Here a rehearsal ends")).to_be_visible()
    nora.page.go_back()
    nora.press("Back to the rehearsal")
    nora.press("End the rehearsal")
    expect(nora.page.get_by_role("heading", name="The rehearsal is over")).to_be_visible()
    nora.visitor.check()


def _pay(who: Counted) -> None:
    who.press(re.compile("^Go to payment"))
    for label, value in CARD.items():
        who.fill(label, value)
    who.fill("Name", "Nora Vik")
    who.page.get_by_role("button", name="Pay").click()
    who.page.wait_for_url("**/enrolments/**")


def _publish(nora: Counted) -> None:
    nora.begin("publish")
    nora.press("See what will be public")
    nora.press("Publish now")
    expect(nora.page.get_by_text("This is public.")).to_be_visible()
    nora.visitor.check()


def _typed(who: Counted, form: str, words: Mapping[str, str]) -> Locator:
    for label, value in words.items():
        who.page.locator(form).get_by_label(label).fill(value)
    return who.page.locator(form)


def _buy(ada: Counted) -> None:
    ada.begin("first sale")
    ada.visitor.visit("/")
    ada.press("From contacts to relationships")
    form = _typed(ada, "#enrol form", {"Your name": "Ada Lovelace", "Email": ADA})
    form.get_by_role("button", name="Reserve my seat").click()
    _pay(ada)
    expect(ada.page.locator("main")).to_have_attribute("data-state", "enrolled")


def _ask(ada: Counted) -> None:
    ada.begin("inquiry")
    ada.visitor.visit("/programs/from-contacts-to-relationships")
    words = {
        "Your name": "Bo Berg",
        "Email": "bo@example.org",
        "What would you": "Is Tuesday possible?",
    }
    form = _typed(ada, "#write form", words)
    ada.page.wait_for_timeout(READING)
    form.get_by_role("button", name=re.compile("Send to")).click()
    expect(ada.page.get_by_role("status")).to_contain_text("Your message has been sent")


def _add_factor(nora: Counted, install: Install) -> None:
    """Before she sees anything of somebody who writes to her, or enrols."""
    nora.begin("second factor")
    nora.visitor.visit("/practice/inquiries")
    nora.press("Set up an app")
    key = nora.page.locator("code").inner_text()
    with install.app.app_context():
        code = factories.code_of_key(key)
    nora.fill("Code from your app", code)
    nora.press("Confirm")
    expect(nora.page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    nora.press("I have saved them")


def _answer(nora: Counted) -> None:
    nora.begin("inquiry answered")
    nora.visitor.visit("/practice/inquiries")
    nora.press("Bo Berg")
    nora.fill("Your answer", "Dear Bo, it is.")
    nora.press("Send the answer")
    expect(nora.page.get_by_role("status")).to_contain_text("Your answer has been sent.")


def _plan_again(nora: Counted) -> None:
    nora.begin("second cohort")
    nora.press("Programmes")
    nora.press("From contacts to relationships")
    nora.press("See and plan cohorts")
    nora.press(re.compile("^Duplicate"))
    nora.fill("Name", "Second circle")
    nora.press("Save")
    nora.press("Publish")
    nora.press("Publish now")
    expect(nora.page.get_by_text("This is public.")).to_be_visible()
    nora.visitor.check()


def test_a_mentor_goes_the_whole_way_alone(
    visitor: Visitor, install: Install, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    pay_rehearsals(install.app)
    nora = Counted(visitor)
    _sign_up(nora, install)
    _open_practice(nora)
    _connect(nora)
    _write(nora)
    _plan(nora, install)
    _rehearse(nora, install)
    _publish(nora)
    ada = Counted(arrive(new_person(browser), install))
    _buy(ada)
    _ask(ada)
    _add_factor(nora, install)
    _answer(nora)
    _plan_again(nora)
    with capsys.disabled():
        print(f"\nsteps [pages opened, fields filled]: {nora.steps}")
    assert visitor.problems == ada.visitor.problems == []
    with install.app.app_context():
        accounts = db.session.scalars(select(Payment.stripe_account).order_by(Payment.id)).all()
        assert [one.partition("_")[0] for one in accounts] == ["rehearsal", "acct"]
        assert {name: found for name, found in audit.run().items() if found} == {}
    ada.page.context.close()
