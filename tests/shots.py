"""Screenshots of every page of the demo, for visitors, payers, mentees and mentors: `python -m tests.shots [--out …]`.

Each at 390 and 1280 px, light and dark; pages are reached as people reach them, by forms and links.
"""

import argparse
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import select

from mentorhub.demo import serve
from mentorhub.demo.stories import offers
from mentorhub.enrolment import sweeps
from mentorhub.foundation import clock
from mentorhub.foundation.config import SettingsError
from mentorhub.foundation.database import SYSTEM, db
from mentorhub.programs.actions import cohorts
from mentorhub.programs.models import Cohort, Program
from tests.browser.conftest import ARGUMENTS
from tests.camera import Sitter, Studio
from tests.shots_messages import messages, sign_in

OPEN, FULL, SOON = offers.POWER_NETWORKING.slug, offers.LETTERS.slug, offers.SOON.slug


def visitor(studio: Studio) -> None:
    """The pages that need no seat and no account."""
    with studio.sitting("visitor") as one:
        one.visit("/", "home")
        one.visit(f"/programs/{OPEN}", "programme-open")
        one.visit(f"/programs/{SOON}", "programme-soon")
        one.visit(f"/programs/{FULL}", "programme-full")
        one.press("The line’s journal", "journal")
        one.visit("/nowhere", "not-found")
        one.visit("/sign-in", "sign-in")
        one.page.get_by_label("E-mail").first.fill("amara@example.org")
        one.press("Mail me a link", "sign-in-link-sent")
        one.visit("/password-resets", "password-reset")
        one.page.get_by_label("E-mail").first.fill("amara@example.org")
        one.follow("main form button")
        one.shoot("password-reset-sent")
        _inquire(one)
        one.visit("/demo/mailbox", "mailbox")
        one.follow("main table a")
        one.shoot("mail")


def applicant(studio: Studio) -> None:
    """From the press of the button to an empty notebook; and the line of the programme that is full."""
    with studio.sitting("applicant") as one:
        _enrol(one, OPEN, "Sunniva Lie", "no address")
        one.shoot("enrol-refused")
        _enrol(one, OPEN, "Sunniva Lie", "sunniva@example.org")
        one.shoot("held")
        one.press("Go to payment", "pay-page")
        _pay(one)
        one.shoot("enrolled")
        one.visit("/demo/mailbox")
        one.press("Welcome, seat")
        one.follow("main a[href*='/welcome/']")
        one.shoot("welcome")
        one.follow("main form button")
        one.shoot("my-programme")
        one.press("Open your notebook")
        one.page.wait_for_url("**/today")
        one.shoot("today-empty")
        one.visit("/people", "people-empty")
        one.visit("/week", "week-before")
    with studio.sitting("applicant") as other:
        _enrol(other, OPEN, "Sunniva Lie", "sunniva@example.org")
        other.shoot("look-in-your-inbox")
    with studio.sitting("applicant") as waiting:
        _enrol(waiting, FULL, "Aksel Dahl", "aksel@example.org")
        waiting.shoot("waiting")
        waiting.press("Entry ", "journal-checked")


def mentee(studio: Studio) -> None:
    """Amara's pages, and what the others' show besides."""
    with studio.sitting("mentee") as amara:
        sign_in(amara, "amara@example.org")
        amara.visit("/today", "today")
        amara.visit("/people", "people")
        amara.visit("/people?q=nobody-at-all", "people-no-match")
        amara.visit("/people/new", "new-person")
        amara.visit("/people")
        amara.press("Tomáš Dvořák", "person")
        amara.press("Change what is written", "edit-person")
        amara.visit("/my-program", "my-programme")
        amara.press("Give up this seat", "withdraw")
        amara.visit("/week", "week")
        amara.follow("main a[href^='/week/']")
        amara.shoot("past-week-waiting")
        amara.press("Week 3", "past-week")
        amara.visit("/account/password", "password")
    with studio.sitting("mentee") as daniel:
        sign_in(daniel, "daniel@example.org")
        daniel.visit("/week", "week-begun")
    with studio.sitting("mentee") as mei:
        sign_in(mei, "mei@example.org")
        mei.visit("/today", "today-with-answer")


def mentor(studio: Studio) -> None:
    """Ines at her desk."""
    with studio.sitting("mentor") as ines:
        sign_in(ines, offers.MENTOR_EMAIL)
        ines.visit("/review", "queue")
        ines.press("Amara Nwosu", "week")
        ines.visit("/mentees", "mentees")
        ines.visit("/operations", "operations")
        ines.visit("/practice/cohorts", "cohorts")
        ines.press("December circle", "line")
        ines.press("See what that would mean", "cancel-cohort")
        ines.press("Call it off", "cancel-cohort-refused")
        ines.press("Leave it as it is")
        ines.follow("main tbody a")
        for fold in ines.page.locator("details summary").all():
            fold.click()
        ines.shoot("applicant")
        ines.visit("/practice/payments", "payments")
        ines.page.get_by_label("Words on the card statement").fill("1234")
        ines.press("Keep these settings", "payments-refused")


def payer(studio: Studio) -> None:
    """A seat in three payments: chosen, agreed to, paid, and the second one refused by the bank; the panel for that."""
    with studio.sitting("payer") as one:
        one.visit(f"/programs/{OPEN}", "programme-prices")
        _enrol(one, OPEN, "Tuva Sand", "tuva.sand@example.org")
        one.shoot("held-prices")
        one.page.get_by_role("radio", name="in 3 payments").check()
        one.press("Go to payment", "held-consent-missing")
        one.page.get_by_label("I agree to pay").check()
        one.press("Go to payment", "pay-page-parts")
        _pay(one)
        place = one.page.url
        one.shoot("payments")
        one.page.goto(studio.panel)
        one.page.get_by_label("The saved card").first.select_option("generic_decline")
        one.press("Set: saved card")
        one.shoot("panel")
        clock.advance(dt.timedelta(days=31))
        sweeps.charge_instalments()
        one.page.goto(place)
        one.shoot("payment-refused")
        one.press("Give up your seat", "withdraw-parts")
        one.press("Withdraw", "withdrawn")


SITTINGS: tuple[Callable[[Studio], None], ...] = (visitor, applicant, mentee, mentor, messages)


def main() -> None:
    """Start the demo on free ports in a folder of its own, and take every picture."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/shots"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert executable, "Chromium is not installed; `make setup-test` installs it"
    port = _two_free_ports()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        serve.prepare(Path(folder))
        with serve.running(port=port, data=Path(folder)) as app:
            browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            studio = Studio(browser, f"http://localhost:{port}", out, _panel(port))
            for sit in SITTINGS:
                sit(studio)
            with app.app_context():
                _offer_parts()
                payer(studio)
            browser.close()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")


def _two_free_ports() -> int:
    for port in range(18_000, 30_000, 2):
        try:
            serve.refuse_taken(port)
            serve.refuse_taken(port + 1)
        except SettingsError:
            continue
        return port
    raise SettingsError("no two free ports in a row")


def _panel(port: int) -> str:
    return f"http://{serve.HOST}:{port + 1}/_sandbox"


def _offer_parts() -> None:
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


def _enrol(one: Sitter, slug: str, name: str, email: str) -> None:
    one.visit(f"/programs/{slug}")
    form = one.page.locator("#enrol form")
    form.get_by_label("Your name").fill(name)
    form.get_by_label("E-mail").fill(email)
    one.click(form.get_by_role("button"))


def _pay(one: Sitter) -> None:
    one.page.get_by_label("Card number").fill("4242 4242 4242 4242")
    one.page.get_by_label("Expiry").fill("12 / 40")
    one.page.get_by_label("CVC").fill("123")
    one.page.get_by_label("Name").first.fill("Sunniva Lie")
    one.press("Pay")
    one.page.wait_for_url("**/enrolments/**")


def _inquire(one: Sitter) -> None:
    one.visit(f"/programs/{OPEN}")
    form = one.page.locator("form[action*='/inquiries']")
    form.get_by_label("E-mail").fill("nobody")
    one.click(form.get_by_role("button"))
    one.shoot("inquiry-refused")


if __name__ == "__main__":
    main()
