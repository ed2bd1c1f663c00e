"""A mentor makes a promotion code in Chromium and ends it; a buyer types another and sees the lowered sum."""

import re
import secrets

from playwright.sync_api import Browser, expect

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from tests.browser.conftest import Install, Visitor, arrive, new_person
from tests.browser.test_cohorts import sign_in
from tests.support import factories


def _make(ines: Visitor, word: str) -> None:
    page = ines.page
    page.get_by_label("Code", exact=True).fill(word)
    page.get_by_label("Percent", exact=True).fill("0")
    ines.submit_form("Make this code")
    expect(page.locator("#percent_off-error")).to_contain_text("from 1 to 100")
    expect(page.get_by_label("Code", exact=True)).to_have_value(word.upper())
    ines.check()
    page.get_by_label("Percent", exact=True).fill("25")
    ines.submit_form("Make this code")
    expect(page.get_by_text("The code is there.")).to_be_visible()
    expect(page.get_by_role("rowheader", name=word.upper())).to_be_visible()
    ines.check()


def test_codes_are_made_typed_and_ended(
    visitor: Visitor, install: Install, browser: Browser
) -> None:
    word = f"once-{secrets.token_hex(4)}"
    lasting = f"{'w' * 51}-{secrets.token_hex(4)}"  # as long as one may be
    with install.app.app_context():
        scene = factories.scene()
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Practice, scene.practice_id).takes_promotion_codes = True
    sign_in(visitor, install)
    visitor.visit("/practice/codes")
    visitor.check()
    _make(visitor, word)
    row = visitor.page.get_by_role("row", name=re.compile(word.upper()))
    row.get_by_role("button", name=re.compile("Switch it off")).click()
    expect(visitor.page.get_by_text("The code is switched off.")).to_be_visible()
    expect(row.get_by_text("over", exact=True)).to_be_visible()
    visitor.check()
    _make(visitor, lasting)
    person = new_person(browser)
    _pay_with(arrive(person, install), scene.slug, ended=word, lasting=lasting)
    person.close()


def _pay_with(buyer: Visitor, slug: str, *, ended: str, lasting: str) -> None:
    buyer.visit(f"/programs/{slug}")
    page = buyer.page
    page.get_by_label("Name").first.fill("Ada Obi")
    page.get_by_label("Email").first.fill("ada@example.org")
    page.locator("form", has=page.get_by_label("Email")).get_by_role("button").first.click()
    page.wait_for_url("**/enrolments/**")
    code = page.locator("#promotion-code")
    code.fill(ended)
    buyer.submit_form("Go to payment")
    expect(page.locator("#promotion-code-error")).to_contain_text("There is no such code.")
    expect(code).to_have_value(ended)
    buyer.check()
    code.fill(lasting)
    buyer.submit_form("Go to payment")
    page.wait_for_url("**/c/pay/**")
    expect(page.locator("main")).to_contain_text("480.00")
