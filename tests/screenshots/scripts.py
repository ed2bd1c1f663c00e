"""Who sits for the screenshots: visitors, payers, mentees and mentors, who reach each page as people do."""

import datetime as dt

from sqlalchemy import select

from mentorhub.demo import seed
from mentorhub.demo.stories import offers
from mentorhub.enrolment.periodic.money import charge_instalments
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions import cohorts
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from tests.screenshots.browser import Photographer, Studio
from tests.support import pictures

OPEN, FULL, SOON = offers.POWER_NETWORKING.slug, offers.LETTERS.slug, offers.SOON.slug


def visitor(studio: Studio) -> None:
    """The pages that need no seat and no account."""
    with studio.script("visitor") as one:
        one.visit("/", "home")
        one.visit(f"/programs/{OPEN}", "programme-open")
        one.visit(f"/programs/{SOON}", "programme-soon")
        one.visit(f"/programs/{FULL}", "programme-full")
        one.submit_form("The waiting list’s journal", "journal")
        one.visit(f"/programs/{OPEN}")
        one.submit_form("All programmes of", "practice")
        one.visit(f"/embed/{OPEN}", "embed")
        one.visit("/nowhere", "not-found")
        one.visit("/sign-up", "sign-up")
        one.visit("/sign-in", "sign-in")
        one.page.get_by_label("Email").first.fill("amara@example.org")
        one.submit_form("Email me a link", "sign-in-link-sent")
        one.visit("/password-resets", "password-reset")
        one.page.get_by_label("Email").first.fill("amara@example.org")
        one.follow("main form button")
        one.shoot("password-reset-sent")
        _inquire(one)
        one.visit("/demo/mailbox", "mailbox")
        one.follow("main table a")
        one.shoot("mail")


def applicant(studio: Studio) -> None:
    """From the arrival form to an empty notebook; and the line of the programme that is full."""
    with studio.script("applicant") as one:
        _enrol(one, OPEN, "Sunniva Lie", "no address")
        one.shoot("enrol-refused")
        _enrol(one, OPEN, "Sunniva Lie", "sunniva@example.org")
        one.shoot("held")
        one.submit_form("Go to payment", "pay-page")
        _pay(one)
        one.shoot("enrolled")
        one.visit("/demo/mailbox")
        one.submit_form("Welcome, seat")
        one.follow("main a[href*='/welcome/']")
        one.shoot("welcome")
        one.follow("main form button")
        one.shoot("my-programme")
        one.submit_form("Open your notebook")
        one.page.wait_for_url("**/today")
        one.shoot("today-empty")
        one.visit("/people", "people-empty")
        one.visit("/week", "week-before")
    with studio.script("applicant") as other:
        _enrol(other, OPEN, "Sunniva Lie", "sunniva@example.org")
        other.shoot("look-in-your-inbox")
    with studio.script("applicant") as waiting:
        _enrol(waiting, FULL, "Aksel Dahl", "aksel@example.org")
        waiting.shoot("waiting")
        waiting.submit_form("Entry ", "journal-checked")


def mentee(studio: Studio) -> None:
    """Amara's pages, and what the others' show besides."""
    with studio.script("mentee") as amara:
        _sign_in(amara, "amara@example.org")
        amara.visit("/today", "today")
        amara.visit("/people", "people")
        amara.visit("/people?q=nobody-at-all", "people-no-match")
        amara.visit("/people/new", "new-person")
        amara.visit("/people")
        amara.submit_form("Tomáš Dvořák", "person")
        amara.submit_form("Edit details", "edit-person")
        for name in ("rhythm", "notebook", "sharing", "sharing/log", "imports", "my-program"):
            amara.visit(f"/{name}", name.replace("/", "-"))
        amara.submit_form("Give up this seat", "withdraw")
        amara.visit("/week", "week")
        amara.follow("main a[href^='/week/']")
        amara.shoot("past-week-waiting")
        amara.submit_form("Week 3", "past-week")
        _at_home(amara)
        amara.visit("/account/password", "password")
        amara.visit("/account/factors", "factors-none")
        amara.submit_form("Set up an app", "authenticator")
        amara.page.get_by_label("Code from your app").fill("123")
        amara.submit_form("Confirm", "authenticator-refused")
        amara.visit("/account/email", "address")
        amara.visit("/account/devices", "devices")
        amara.visit("/account/data", "data")
    with studio.script("mentee") as daniel:
        _sign_in(daniel, "daniel@example.org")
        daniel.visit("/week", "week-begun")
    with studio.script("mentee") as mei:
        _sign_in(mei, "mei@example.org")
        mei.visit("/today", "today-with-answer")


def mentor(studio: Studio) -> None:
    """The mentor's pages, as Ines sees them."""
    with studio.script("mentor") as ines:
        _sign_in(ines, offers.MENTOR_EMAIL)
        ines.visit("/review", "queue")
        ines.submit_form("Amara Nwosu", "week")
        ines.visit("/mentees", "mentees")
        ines.visit("/operations", "operations")
        ines.visit("/practice/members", "members")
        ines.visit("/account/factors", "factors")
        ines.submit_form("Make new codes", "recovery-codes")
        ines.visit("/sign-in/again", "sign-in-again")
        ines.visit("/practice/cohorts", "cohorts")
        ines.submit_form("December circle", "line")
        ines.submit_form("Review the cancellation", "cancel-cohort")
        ines.submit_form("Cancel this cohort", "cancel-cohort-refused")
        ines.submit_form("Go back, change nothing")
        ines.follow("main tbody a")
        for fold in ines.page.locator("details summary").all():
            fold.click()
        ines.shoot("applicant")
        ines.visit("/practice/payments", "payments")
        ines.page.get_by_label("Words on the card statement").fill("1234")
        ines.submit_form("Save", "payments-refused")


def messages(studio: Studio) -> None:
    """Which messages one gets; the way out of a mail; every mail as its reader sees it."""
    with studio.script("mentor") as ines:
        _sign_in(ines, offers.MENTOR_EMAIL)
        ines.visit("/account/messages")
        ines.page.locator("details summary").first.click()
        ines.shoot("messages")
        ines.page.get_by_label("When they are sent").select_option("23:00")
        ines.submit_form("Save", "messages-refused")
        ines.visit("/operations/mails", "mail-kinds")
        for kind in ("enrolment.offered", "enrolment.instalment_failed", "reviews.review_written"):
            ines.visit(f"/operations/mails/{kind}", f"mail-{kind}")


def leaver(studio: Studio) -> None:
    """Amara closes her account and restores it; Ines cannot close hers yet."""
    with studio.script("leaver") as ines:
        _sign_in(ines, offers.MENTOR_EMAIL)
        ines.visit("/account/closing", "closing-not-yet")
    with studio.script("leaver") as amara:
        _sign_in(amara, "amara@example.org")
        amara.visit("/account/closing", "closing")
        amara.submit_form("Close my account", "closing-refused")
        amara.page.get_by_label("Your email address").fill("amara@example.org")
        amara.submit_form("Close my account", "closed")
        _sign_in(amara, "amara@example.org")
        amara.visit("/account/restoration", "restoration")
        amara.submit_form("Restore my account", "restored")


def payer(studio: Studio) -> None:
    """A seat in three payments: chosen, agreed to, paid, and the second one refused by the bank; the panel for that."""
    with studio.script("payer") as one:
        one.visit(f"/programs/{OPEN}", "programme-prices")
        _enrol(one, OPEN, "Tuva Sand", "tuva.sand@example.org")
        one.shoot("held-prices")
        one.page.get_by_role("radio", name="in 3 payments").check()
        one.submit_form("Go to payment", "held-consent-missing")
        one.page.get_by_label("I agree to pay").check()
        one.submit_form("Go to payment", "pay-page-parts")
        _pay(one)
        place = one.page.url
        one.shoot("payments")
        one.page.goto(studio.panel)
        one.page.get_by_label("The saved card").first.select_option("generic_decline")
        one.submit_form("Save: saved card")
        one.shoot("panel")
        clock.advance(dt.timedelta(days=31))
        charge_instalments()
        one.page.goto(place)
        one.shoot("payment-refused")
        one.submit_form("Give up your seat", "withdraw-parts")
        one.submit_form("Withdraw", "withdrawn")


def offer_parts() -> None:
    """One more price of the open programme, which the demo does not have."""
    found = select(Cohort.id).join(Program, Program.id == Cohort.program_id)
    ids = db.session.scalars(found.where(Program.slug == OPEN)).all()
    db.session.rollback()
    for each in ids:
        cohorts.add_price(
            each,
            viewer=SYSTEM,
            amount_minor=66_100,
            currency="eur",
            instalments_count=3,
            interval_days=30,
        )


def _enrol(one: Photographer, slug: str, name: str, email: str) -> None:
    one.visit(f"/programs/{slug}")
    form = one.page.locator("#enrol form")
    form.get_by_label("Your name").fill(name)
    form.get_by_label("Email").fill(email)
    one.click(form.get_by_role("button"))


def _pay(one: Photographer) -> None:
    one.page.get_by_label("Card number").fill("4242 4242 4242 4242")
    one.page.get_by_label("Expiry").fill("12 / 40")
    one.page.get_by_label("CVC").fill("123")
    one.page.get_by_label("Name").first.fill("Sunniva Lie")
    one.submit_form("Pay")
    one.page.wait_for_url("**/enrolments/**")


def _inquire(one: Photographer) -> None:
    one.visit(f"/programs/{OPEN}")
    form = one.page.locator("form[action*='/inquiries']")
    form.get_by_label("Email").fill("nobody")
    one.click(form.get_by_role("button"))
    one.shoot("inquiry-refused")


def _sign_in(one: Photographer, email: str) -> None:
    one.sign_in(email, seed.PASSWORD)


def _at_home(one: Photographer) -> None:
    """The account's home: as it is, with something refused, with a photo."""
    one.visit("/account", "account")
    one.page.get_by_label("Your name").fill("")
    one.submit_form("Save", "account-refused")
    one.visit("/account")
    one.page.get_by_label("A picture of you").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": pictures.from_a_camera()}
    )
    one.submit_form("Use this picture", "account-with-photo")
