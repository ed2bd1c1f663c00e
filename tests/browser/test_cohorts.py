"""A mentor plans a cohort in Chromium: its draft, its prices, what is refused, what stays once it is public."""

import re

from playwright.sync_api import expect

from mentorhub.foundation.database.tables import db
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from tests.browser.conftest import Install, Visitor
from tests.support import factories

OWNER = "ines@example.org"


def sign_in(ines: Visitor, install: Install) -> None:
    """With both factors."""
    ines.visit("/sign-in")
    ines.page.get_by_label("Email", exact=True).fill(OWNER)
    ines.page.get_by_label("Password").fill(factories.PASSWORD)
    ines.page.get_by_role("button", name="Sign in", exact=True).click()
    ines.page.wait_for_url("**/sign-in/factor**")
    with install.app.app_context():
        code = factories.code_of(OWNER)
    ines.page.locator("input[name=code]").fill(code)
    ines.page.locator("form", has=ines.page.locator("input[name=code]")).locator(
        "button"
    ).first.click()
    ines.page.wait_for_url(lambda url: "/sign-in" not in url)


def _plan(ines: Visitor) -> None:
    ines.submit_form("Plan a cohort")
    ines.check()
    page = ines.page
    page.get_by_label("Name", exact=True).fill("Autumn circle")
    page.get_by_label("Seats").fill("12")
    page.get_by_label("Enrolment opens").fill("2098-10-26T02:30")
    page.get_by_label("Enrolment closes").fill("2098-11-20T18:00")
    page.get_by_label("First day").fill("2098-12-01")
    page.get_by_label("Last day").fill("2099-02-24")
    ines.submit_form("Make the draft")
    expect(page.locator(".errors")).to_contain_text("Clocks go back that day")
    ines.check()
    page.get_by_label("the second, after clocks have gone back").check()
    ines.submit_form("Make the draft")
    expect(page.get_by_text("Add a price next.")).to_be_visible()
    ines.check()


def _price(ines: Visitor) -> None:
    ines.submit_form("Add a price")
    ines.check()
    ines.page.get_by_label("Amount in total").fill("0.10")
    ines.submit_form("Add this price")
    expect(ines.page.locator("#amount-error")).to_contain_text("less than €0.50")
    ines.check()
    ines.page.get_by_label("Amount in total").fill("480")
    ines.page.get_by_label("Name of this price").fill("Early price")
    ines.page.get_by_label("Until").fill("2098-11-01T00:00")
    ines.submit_form("Add this price")
    expect(ines.page.get_by_text("no price is available, so nobody could enrol")).to_be_visible()
    ines.check()


def test_a_mentor_plans_a_cohort_and_changes_a_public_one(
    visitor: Visitor, install: Install
) -> None:
    with install.app.app_context():
        scene = factories.scene()
        program = db.session.get_one(Program, scene.program_id).public_id
        cohort = db.session.get_one(Cohort, scene.cohort_id).public_id
    sign_in(visitor, install)
    visitor.visit(f"/practice/programs/{program}/cohorts")
    visitor.check()
    _plan(visitor)
    _price(visitor)
    visitor.visit(f"/practice/cohorts/{cohort}/edit")
    visitor.check()
    visitor.page.get_by_role("link", name=re.compile("Change .*€640")).click()
    visitor.check()
    visitor.page.get_by_label("Amount in total").fill("700")
    visitor.submit_form("Save")
    expect(visitor.page.get_by_text("ended", exact=True)).to_be_visible()
    visitor.check()
