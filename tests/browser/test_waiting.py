"""A waiting page shows the offer by itself, without a reload."""

import pytest
from playwright.sync_api import Browser, expect

from mentorhub.enrolment.actions import arrivals, endings
from tests.browser.conftest import Install, Visitor
from tests.support import factories


@pytest.mark.usefixtures("browser")
def test_the_page_turns_into_an_offer_by_itself(
    visitor: Visitor, install: Install, browser: Browser
) -> None:
    with install.app.app_context():
        scene = factories.scene(seats=1)
        first = arrivals.arrive(
            scene.cohort_id, applicant=arrivals.Applicant("Ben", "ben@example.org")
        ).id
        arrivals.allocate_cohort(scene.cohort_id)
    visitor.visit("/programs/power-networking")
    form = visitor.page.locator("#enrol form")
    form.get_by_label("Your name").fill("Ada")
    form.get_by_label("Email").fill("ada@example.org")
    form.get_by_role("button", name="Join the waiting list").click()
    main = visitor.page.locator("main")
    expect(main).to_have_attribute("data-state", "waiting")
    visitor.check()
    visitor.page.wait_for_timeout(500)  # it has asked the server once
    with install.app.app_context():
        endings.leave(first)
    expect(main).to_have_attribute("data-state", "held", timeout=20_000)
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("A seat has come free")
    visitor.check()
