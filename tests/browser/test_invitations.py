"""An invitation in Chromium: Ines invites, Siri reads the letter and accepts, and looks at a roster."""

from playwright.sync_api import Browser, expect

from tests import scenes
from tests.accounts.inviting import KIND
from tests.accounts.letters import mails
from tests.browser.conftest import House, Visitor, arrive, new_person
from tests.browser.test_factors import look
from tests.enrolment.line_up import come

OWNER, SIRI = "ines@example.org", "siri@example.org"


def _signed_in_owner(person: Visitor, house: House) -> None:
    """By form, and by the code that her app shows."""
    person.visit("/sign-in?next=/practice/members/invitations")
    form = person.page.locator("form", has=person.page.get_by_label("Password"))
    form.get_by_label("E-mail").fill(OWNER)
    form.get_by_label("Password").fill(scenes.PASSWORD)
    form.get_by_role("button", name="Sign in").click()
    code = person.page.get_by_label("Code from your app")
    code.wait_for()
    with house.app.app_context():
        code.fill(scenes.code_of(OWNER))
    person.press("Sign in")


def test_an_invitation_leads_an_assistant_to_the_roster(
    visitor: Visitor, browser: Browser, house: House
) -> None:
    with house.app.app_context():
        scene = scenes.scene(seats=1)
        for name in ("ada", "ben"):
            come(scene, name)
    _signed_in_owner(visitor, house)
    visitor.page.get_by_label("E-mail").fill("no address")
    visitor.press("Send the invitation")
    expect(visitor.page.locator(".errors")).to_contain_text("This does not look like")
    look(visitor)
    visitor.page.get_by_label("E-mail").fill(SIRI)
    visitor.page.get_by_label("Role").select_option("assistant")
    visitor.press("Send the invitation")
    expect(visitor.page.get_by_text("Invited, and not here yet")).to_be_visible()
    look(visitor)
    written = mails(house.app, KIND)[-1].text_body
    letter = next(word for word in written.split() if "/invitations/" in word)
    letter = letter.removeprefix(house.url)
    visitor.visit(letter)
    expect(visitor.page.get_by_text("This invitation is for another address")).to_be_visible()
    look(visitor)
    context = new_person(browser)
    siri = arrive(context, house)
    siri.visit(letter)
    look(siri)
    siri.page.get_by_label("Your name").fill("Siri Aas")
    siri.press("Accept")
    siri.page.wait_for_url("**/practice/cohorts")
    look(siri)
    siri.press("Spring circle")
    expect(siri.page.get_by_role("heading", name="Roster, Spring circle")).to_be_visible()
    look(siri)
    siri.visit(letter)
    expect(siri.page.get_by_text("This invitation has been accepted")).to_be_visible()
    look(siri)
    context.close()
