"""A mentor in Chromium: signing up, opening a practice, its profile, the first steps, publishing, undoing it."""

from dataclasses import replace

from playwright.sync_api import Browser, expect

from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from tests.browser.conftest import Install, Visitor, arrive, new_person
from tests.support import factories, opening
from tests.support.account_emails import mails
from tests.support.opening import WHOLE, Draft, Opened
from tests.support.rewriting import rewrite

NORA, PASSWORD = "nora@example.org", "four words without relation"


def _sign_up(nora: Visitor, install: Install) -> None:
    nora.visit("/")
    nora.submit_form("Run your own programme")
    expect(nora.page.get_by_text("First an account for yourself")).to_be_visible()
    nora.check()
    nora.page.get_by_label("Your name").fill("Nora Vik")
    nora.page.get_by_label("Email").fill(NORA)
    nora.page.get_by_label("Password").fill(PASSWORD)
    nora.submit_form("Create my account")
    words = mails(install.app, "accounts.sign_up")[-1].text_body.split()
    link = next(word for word in words if word.startswith(f"{install.url}/"))
    nora.visit(link.removeprefix(install.url))
    nora.page.get_by_label("Password").fill(PASSWORD)
    nora.submit_form("Confirm and sign in")
    nora.page.wait_for_url("**/practices/new")


def _open_practice(nora: Visitor) -> None:
    nora.check()
    expect(nora.page.get_by_label("Time zone")).to_have_value("Europe/Oslo")
    expect(nora.page.get_by_label("Currency")).to_have_value("nok")
    nora.page.get_by_label("The name of your practice").fill("Nora Vik Mentoring")
    preview = nora.page.locator("[data-address]")
    expect(preview).to_contain_text("/practices/nora-vik-mentoring")  # while it is typed
    nora.page.get_by_label("Its address").fill("admin")
    expect(preview).to_contain_text("/practices/admin-2")
    nora.submit_form("Open my practice")
    expect(nora.page.locator(".errors")).to_contain_text("“admin-2” is free.")
    nora.check()
    nora.page.get_by_label("Its address").fill("")
    nora.submit_form("Open my practice")
    nora.page.wait_for_url("**/practice/setup?practice=*")
    expect(nora.page.get_by_text("14 things are still missing.")).to_be_visible()
    nora.check()


def _say_who_we_are(nora: Visitor) -> None:
    nora.submit_form("Profile and photo")
    nora.page.get_by_label("About your practice").fill("I listen.")
    nora.check()
    nora.submit_form("Save")
    nora.submit_form("Your way to the first programme")
    expect(nora.page.get_by_text("1 of 4 are there.")).to_be_visible()


def _draft(install: Install) -> Draft:
    with install.app.app_context():
        with reading(viewer=SYSTEM) as session:
            practice, owner = session.query(Practice).one(), session.query(Membership).one()
            nora = Opened(practice.id, practice.public_id, owner.user_id)
        return opening.draft(nora, texts=replace(WHOLE, terms_md="", offer_md=""))


def _complete(install: Install, draft: Draft) -> None:
    with install.app.app_context():
        rewrite(draft.program_id, terms_md=WHOLE.terms_md, offer_md=WHOLE.offer_md)


def _publish_and_undo(nora: Visitor, install: Install, draft: Draft) -> None:
    nora.submit_form("See what will be public")
    nora.submit_form("Publish now")
    expect(nora.page.get_by_role("alert")).to_contain_text("2 things are still missing")
    expect(nora.page.get_by_role("link", name="Terms that people agree to")).to_be_visible()
    nora.check()
    _complete(install, draft)
    nora.submit_form("First steps")
    nora.submit_form("See what will be public")
    nora.check()
    nora.submit_form("Publish now")
    expect(nora.page.get_by_text("This is public.")).to_be_visible()
    nora.check()
    nora.submit_form("Make it a draft again")
    expect(nora.page.get_by_text("This programme is a draft again.")).to_be_visible()
    nora.submit_form("Publish now")
    nora.visit("/practice/setup")
    expect(nora.page.get_by_role("heading", name="Your first programme is public")).to_be_visible()
    nora.check()


def test_a_mentor_opens_a_practice_and_publishes(visitor: Visitor, install: Install) -> None:
    _sign_up(visitor, install)
    _open_practice(visitor)
    _say_who_we_are(visitor)
    draft = _draft(install)
    visitor.visit("/practice/setup")
    visitor.check()
    _publish_and_undo(visitor, install, draft)
    for page in ("/account", "/practices/nora-vik-mentoring", "/"):
        visitor.visit(page)
        visitor.check()


def test_who_has_neither_is_shown_both_ways_in(browser: Browser, install: Install) -> None:
    with install.app.app_context():
        factories.user("mia@example.org", "Mia Berg")
    context = new_person(browser)
    mia = arrive(context, install)
    mia.visit("/sign-in")
    mia.page.get_by_label("Email", exact=True).fill("mia@example.org")
    mia.page.get_by_label("Password").fill(factories.PASSWORD)
    mia.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(mia.page.get_by_role("heading", name="Find a programme")).to_be_visible()
    expect(mia.page.get_by_role("link", name="Run your own programme")).to_be_visible()
    mia.check()
    context.close()
