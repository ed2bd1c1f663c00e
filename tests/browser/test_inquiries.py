"""An inquiry from the public page to the answer and back, by both sides, in browsers."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Install, Visitor, arrive, new_person
from tests.support import factories
from tests.support.mailbox import link_in_mail

READING = 2_200  # milliseconds: nobody fills in a form faster


def _sign_in(visitor: Visitor, install: Install) -> None:
    page = visitor.page
    visitor.visit("/sign-in?next=/practice/inquiries")
    password = page.locator("form", has=page.get_by_label("Password"))
    password.get_by_label("Email").fill("ines@example.org")
    password.get_by_label("Password").fill(factories.PASSWORD)
    password.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    with install.app.app_context():
        code = factories.code_of("ines@example.org")
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/practice/inquiries")


def _ask(visitor: Visitor) -> None:
    visitor.visit("/programs/power-networking")
    form = visitor.page.locator("#write form")
    form.get_by_label("Your name").fill("Bo Berg")
    form.get_by_label("Email").fill("bo@example.org")
    form.get_by_label("What would you like to ask?").fill(
        f"Dear Ines,\n\n{'long' * 60}: is Tuesday possible? I work at night and could do most mornings."
    )
    visitor.page.wait_for_timeout(READING)
    form.get_by_role("button", name=re.compile("Send to")).click()
    expect(visitor.page.get_by_role("status")).to_contain_text("Your message has been sent")
    visitor.check()


def _keep_reply(ines: Visitor) -> None:
    ines.page.get_by_role("link", name="Saved replies").click()
    ines.page.get_by_label("Name").fill("Dates")
    ines.page.get_by_label("Words").fill("Dear [name],\n\nwe begin on [day].")
    ines.page.get_by_role("button", name="Save it").click()
    ines.check()


@pytest.mark.usefixtures("browser")
def test_a_question_is_answered_with_a_saved_reply_and_asked_further(
    visitor: Visitor, install: Install, browser: Browser
) -> None:
    with install.app.app_context():
        factories.scene()
    _ask(visitor)
    visitor.page.goto(link_in_mail(install.app, "bo@example.org", "/inquiries/"))
    visitor.check()
    hers = new_person(browser)
    ines = arrive(hers, install)
    _sign_in(ines, install)
    page = ines.page
    ines.check()
    _keep_reply(ines)
    page.get_by_role("link", name=re.compile("Inquiries 1")).click()
    ines.check()
    page.get_by_role("link", name="Bo Berg").click()
    ines.check()
    page.get_by_role("button", name="Put it into the answer").click()
    answer = page.get_by_label("Your answer")
    expect(answer).to_have_value("Dear Bo Berg,\n\nwe begin on [day].")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator("#message-error")).to_contain_text("Please fill in [day]")
    ines.check()
    answer.fill("Dear Bo,\n\nwe begin on Tuesday.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status")).to_contain_text("Your answer has been sent.")
    ines.check()
    visitor.page.reload()
    expect(visitor.page.get_by_text("we begin on Tuesday.")).to_be_visible()
    visitor.page.get_by_label("Write again").fill("Wonderful, thank you!")
    visitor.page.get_by_role("button", name="Send", exact=True).click()
    visitor.check()
    page.get_by_text("Decline this inquiry").click()
    ines.check()
    hers.close()
