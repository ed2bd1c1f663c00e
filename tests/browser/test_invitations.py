"""An invitation in Chromium: Ines invites, Siri reads the email and accepts, and reads a roster."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Install, Visitor, arrive, new_person
from tests.browser.test_factors import check_accessibility
from tests.support import factories
from tests.support.account_emails import mails
from tests.support.applicants import place_applicant
from tests.support.inviting import KIND

OWNER, SIRI = "ines@example.org", "siri@example.org"


def _signed_in_owner(person: Visitor, install: Install) -> None:
    """By form, and by the code that her app shows."""
    person.visit("/sign-in?next=/practice/members/invitations")
    form = person.page.locator("form", has=person.page.get_by_label("Password"))
    form.get_by_label("Email").fill(OWNER)
    form.get_by_label("Password").fill(factories.PASSWORD)
    form.get_by_role("button", name="Sign in").click()
    code = person.page.get_by_label("Code from your app")
    code.wait_for()
    with install.app.app_context():
        code.fill(factories.code_of(OWNER))
    person.submit_form("Sign in")


def test_an_invitation_leads_an_assistant_to_the_roster(
    visitor: Visitor, browser: Browser, install: Install
) -> None:
    with install.app.app_context():
        scene = factories.scene(seats=1)
        for name in ("ada", "ben"):
            place_applicant(scene, name)
    _signed_in_owner(visitor, install)
    visitor.page.get_by_label("Email").fill("no address")
    visitor.submit_form("Send the invitation")
    expect(visitor.page.locator(".errors")).to_contain_text("This does not look like")
    check_accessibility(visitor)
    visitor.page.get_by_label("Email").fill(SIRI)
    visitor.page.get_by_label("Role").select_option("assistant")
    visitor.submit_form("Send the invitation")
    expect(visitor.page.get_by_text("Invited, not accepted yet")).to_be_visible()
    check_accessibility(visitor)
    written = mails(install.app, KIND)[-1].text_body
    mail = next(word for word in written.split() if "/invitations/" in word)
    mail = mail.removeprefix(install.url)
    visitor.visit(mail)
    expect(visitor.page.get_by_text("This invitation is for another address")).to_be_visible()
    check_accessibility(visitor)
    context = new_person(browser)
    siri = arrive(context, install)
    siri.visit(mail)
    check_accessibility(siri)
    siri.page.get_by_label("Your name").fill("Siri Aas")
    siri.submit_form("Accept")
    siri.page.wait_for_url("**/practice/cohorts")
    check_accessibility(siri)
    siri.submit_form("Spring circle")
    expect(siri.page.get_by_role("heading", name="Roster, Spring circle")).to_be_visible()
    check_accessibility(siri)
    siri.visit(mail)  # who has accepted it is led on
    siri.page.wait_for_url("**/practice/cohorts")
    context.close()
