"""The stand-in Stripe's panel in Chromium: its forms pass their own protection, and axe has nothing to say."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from mentorhub.stripe_sandbox.serve import RunningSandbox, start
from tests.support.connecting import new_link
from tests.support.shop import connected, control, open_checkout, pay, sdk, sdk_client

WIDTHS = (390, 1280)


@pytest.fixture
def running() -> Iterator[RunningSandbox]:
    """A sandbox with a payment of each kind that the panel has buttons for."""
    with start() as sandbox:
        client = sdk(sandbox.url)
        customer = client.customers.create()
        keeping = {"setup_future_usage": "off_session"}
        pay(sandbox, open_checkout(client, customer=customer.id, payment_intent_data=keeping).id)
        pay(sandbox, open_checkout(client).id, "pm_sepaDebit_processing")
        control(sandbox, "accounts", id="acct_ines", name="Ines Holm", ready=False)
        connected(sandbox, "acct_jon", name="Jon Berg")
        control(sandbox, "accounts/acct_jon", card_payments="restricted")
        yield sandbox


def _look(page: Page) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0


def test_a_developer_makes_things_go_wrong(
    context: BrowserContext, running: RunningSandbox
) -> None:
    page = context.new_page()
    page.goto(f"{running.url}/_sandbox")
    page.get_by_label("What happens").select_option("429")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("cell", name="every call")).to_be_visible()
    page.get_by_role("button", name="Refund 120.00 EUR").click()
    expect(page.get_by_text("Refund of 120.00 EUR: succeeded")).to_be_visible()
    page.get_by_role("button", name="The debit settles").click()
    page.get_by_role("button", name="Open a dispute").first.click()
    expect(page.get_by_text("Dispute: needs response")).to_be_visible()
    _look(page)
    page.get_by_label("How often").fill("soon")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a number.")
    _look(page)


def test_a_developer_moves_an_account(context: BrowserContext, running: RunningSandbox) -> None:
    page = context.new_page()
    page.goto(f"{running.url}/_sandbox")
    page.get_by_role("button", name="Finish onboarding: Ines Holm").click()
    expect(page.get_by_role("heading", name="Ines Holm: takes cards")).to_be_visible()
    ines = page.get_by_role("article", name="Ines Holm")
    ines.get_by_label("The account").select_option("restricted")
    ines.get_by_label("If none: what is wrong").fill("The photo is too dark.")
    page.get_by_role("button", name="Save the state: Ines Holm").click()
    expect(page.get_by_role("heading", name="Ines Holm: restricted")).to_be_visible()
    page.get_by_role("button", name="Close for good: Jon Berg").click()
    expect(page.get_by_role("heading", name="closed")).to_be_visible()
    _look(page)


def test_a_mentor_is_onboarded_by_keyboard(
    context: BrowserContext, running: RunningSandbox
) -> None:
    control(running, "accounts/acct_ines", card_payments="restricted", error="It is too dark.")
    app = f"{running.url}/app"  # whatever answers there
    link = new_link(sdk_client(running.url), "acct_ines", app=app).url
    page = context.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="Set up payments for Ines Holm")).to_be_visible()
    expect(page.get_by_text("It is too dark.")).to_be_visible()
    _look(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Fill in with test data")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{app}/return")
    page.goto(link)
    page.wait_for_url(f"{app}/refresh")
