"""In a browser: being told of an opening, from the page to the list and off it; and a mentor's questions, answered."""

import pytest
from playwright.sync_api import expect

from mentorhub.enrolment.actions.seats import grant_seat
from mentorhub.foundation.database.viewers import USER
from tests.browser.conftest import Install, Visitor
from tests.support import asking, factories, opening_notices
from tests.support.applicants import enrolment
from tests.support.asking import GOAL, HOURS
from tests.support.mailbox import link_in_mail

READING = 2_200  # milliseconds: nobody fills in a form faster


@pytest.mark.usefixtures("browser")
def test_a_visitor_asks_to_be_told_confirms_it_and_takes_it_back(
    visitor: Visitor, install: Install
) -> None:
    with install.app.app_context():
        opening_notices.scheduled()
    page = visitor.page
    visitor.visit("/programs/power-networking")
    visitor.check()
    form = page.locator("form#tell-me")
    form.get_by_label("Email").fill("bo@example.org")
    page.wait_for_timeout(READING)
    form.get_by_role("button", name="Tell me").click()
    expect(page.locator("#tell-me")).to_contain_text("A link is on its way")
    visitor.check()
    page.goto(link_in_mail(install.app, "bo@example.org", "/opening-notices/"))
    visitor.check()
    page.get_by_role("button", name="Yes, tell me").click()
    expect(page.get_by_role("heading", name="We tell you when it opens")).to_be_visible()
    visitor.check()
    page.get_by_role("button", name="Take me off the list").click()
    expect(page.get_by_role("status").first).to_contain_text("Your address is erased")


@pytest.mark.usefixtures("browser")
def test_a_mentee_answers_some_questions_leaves_and_comes_back(
    visitor: Visitor, install: Install
) -> None:
    with install.app.app_context():
        scene = factories.scene()
        asking.asks(scene)
        asking.asks(scene, HOURS, is_long=False, is_required=True)
        mentor = USER(scene.mentor_id)
        seat = grant_seat(scene.cohort_id, name="Ada", email="ada@example.org", viewer=mentor)
        at = f"/enrolments/{enrolment(seat).token}"
    page = visitor.page
    visitor.visit(at)
    visitor.check()
    page.get_by_role("link", name="Answer your mentor’s questions").click()
    visitor.check()
    page.get_by_label(GOAL).fill("Less travel.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("1 answer that is needed")
    visitor.visit(f"{at}/intake")
    expect(page.get_by_label(GOAL)).to_have_value("Less travel.")
    page.get_by_label(HOURS).fill("x" * 301)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("at most 300 characters")
    visitor.check()
    page.get_by_label(HOURS).fill("Two")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("that is all that is needed")
