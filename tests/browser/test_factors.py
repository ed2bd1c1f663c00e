"""Second factors in Chromium: an app and its codes, a recovery code, a passkey of a virtual authenticator."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Install, Visitor, arrive, new_person
from tests.support import factories

AMARA = "amara@example.org"
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}
AUTHENTICATOR = {  # one inside the device that recognises its owner and answers at once
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

NEVER_OFFERED = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"


@pytest.fixture
def amara(visitor: Visitor, install: Install) -> Visitor:
    """A user with a password, signed in, before the page of her factors."""
    with install.app.app_context():
        factories.user(AMARA, "Amara Nwosu")
    type_password(visitor)
    visitor.page.wait_for_url(lambda url: "sign-in" not in url)
    visitor.visit("/account/factors")
    return visitor


def check_accessibility(person: Visitor) -> None:
    """No accessibility violation and no sideways scrolling, on a phone and on a laptop."""
    for size in (PHONE, LAPTOP):
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        person.check()


def type_password(person: Visitor) -> None:
    """Address and password."""
    person.visit("/sign-in")
    form = person.page.locator("form", has=person.page.get_by_label("Password"))
    form.get_by_label("Email").fill(AMARA)
    form.get_by_label("Password").fill(factories.PASSWORD)
    form.get_by_role("button", name="Sign in").click()


def authenticator(page: Page) -> tuple[Any, str]:
    """Chromium's virtual authenticator on this page, and its id."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return cdp, str(made["authenticatorId"])


def touch(cdp: Any, key: str, *, is_touched: bool) -> None:
    """Whether the authenticator answers as soon as it is asked; earlier requests stay unanswered."""
    given = {"authenticatorId": key, "enabled": is_touched}
    cdp.send("WebAuthn.setAutomaticPresenceSimulation", given)


def sign_out(person: Visitor) -> None:
    """Forget this browser's session."""
    person.page.context.clear_cookies()


def leave(person: Visitor, cdp: Any, key: str) -> None:
    """Sign out, and touch the authenticator no more: where passkeys are offered, it would sign in by itself."""
    sign_out(person)
    touch(cdp, key, is_touched=False)


def set_up_app(person: Visitor, install: Install) -> list[str]:
    """Read the key, type the code that it gives; the recovery codes."""
    page = person.page
    person.submit_form("Set up an app")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    check_accessibility(person)
    key = page.locator("code").inner_text()
    page.get_by_label("Code from your app").fill("12 34")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".errors")).to_contain_text("This is not the code")
    expect(page.locator(".errors")).to_be_focused()
    with install.app.app_context():
        code = factories.code_of_key(key)
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    check_accessibility(person)
    return page.locator(".codes code").all_inner_texts()


def test_an_app_and_a_recovery_code_sign_in(amara: Visitor, install: Install) -> None:
    page = amara.page
    check_accessibility(amara)
    codes = set_up_app(amara, install)
    assert len(codes) == 10
    amara.submit_form("I have saved them")
    expect(page.get_by_text("10 codes are left")).to_be_visible()
    check_accessibility(amara)
    sign_out(amara)
    type_password(amara)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    check_accessibility(amara)
    with install.app.app_context():
        code = factories.code_of(AMARA)
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    sign_out(amara)
    type_password(amara)
    page.get_by_text("Use a recovery code").click()
    page.get_by_label("Recovery code").fill(codes[0])
    page.get_by_role("button", name="Sign in with this code").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    amara.visit("/account/factors")
    expect(page.get_by_text("9 codes are left")).to_be_visible()


def test_a_passkey_signs_in_alone_as_second_step_and_again(amara: Visitor) -> None:
    page = amara.page
    cdp, key = authenticator(page)
    page.get_by_label("A name for it").fill("My laptop")
    amara.submit_form("Add a passkey")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    amara.submit_form("I have saved them")
    expect(page.get_by_text("My laptop", exact=True)).to_be_visible()
    check_accessibility(amara)
    amara.submit_form("Add a passkey")  # this authenticator holds one already
    expect(page.get_by_text("already has a passkey for your account")).to_be_visible()
    leave(amara, cdp, key)

    amara.visit("/sign-in?next=/account/factors")
    check_accessibility(amara)
    touch(cdp, key, is_touched=True)
    amara.submit_form("Use a passkey")
    expect(page.get_by_text("My laptop", exact=True)).to_be_visible()
    assert cdp.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    leave(amara, cdp, key)

    type_password(amara)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    check_accessibility(amara)
    touch(cdp, key, is_touched=True)
    amara.submit_form("Use a passkey")
    page.wait_for_url(lambda url: "sign-in" not in url)

    amara.visit("/sign-in/again?next=/account/factors")
    check_accessibility(amara)
    amara.submit_form("Use a passkey")
    expect(page.get_by_text("My laptop", exact=True)).to_be_visible()
    amara.submit_form("Remove")
    expect(page.get_by_text("The passkey is removed")).to_be_visible()
    sign_out(amara)

    page.add_init_script(NEVER_OFFERED)
    amara.visit("/sign-in")
    amara.submit_form("Use a passkey")
    expect(page.get_by_text("This passkey does not work here")).to_be_visible()


def test_a_passkey_is_offered_below_the_address(amara: Visitor) -> None:
    page = amara.page
    cdp, key = authenticator(page)
    page.get_by_label("A name for it").fill("My laptop")
    amara.submit_form("Add a passkey")
    amara.submit_form("I have saved them")
    expect(page.get_by_text("My laptop", exact=True)).to_be_visible()
    leave(amara, cdp, key)

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    amara.visit("/sign-in?next=/account/factors")
    expect(page.get_by_label("Email")).to_have_attribute("autocomplete", "username webauthn")
    page.wait_for_timeout(500)
    assert [one.endswith("/sign-in/passkeys/challenges") for one in asked].count(True) == 1
    check_accessibility(amara)
    touch(cdp, key, is_touched=True)
    page.reload()
    expect(page.get_by_text("My laptop", exact=True)).to_be_visible()  # nobody clicked anything
    assert page.url.endswith("/account/factors")


def test_a_browser_that_offers_no_passkeys_is_not_asked(amara: Visitor) -> None:
    page = amara.page
    sign_out(amara)
    page.add_init_script(NEVER_OFFERED)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    amara.visit("/sign-in")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    page.wait_for_timeout(300)
    assert [one for one in asked if "challenges" in one] == []
    assert amara.problems == []


def test_what_the_owner_calls_off_changes_nothing(amara: Visitor) -> None:
    cdp, key = authenticator(amara.page)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    amara.submit_form("Add a passkey")
    expect(amara.page.get_by_text("That did not work, or you cancelled it")).to_be_visible()
    assert not cdp.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]


def test_without_scripts_the_pages_say_what_else_works(browser: Browser, install: Install) -> None:
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    try:
        person = arrive(context, install)
        person.visit("/sign-in")
        expect(person.page.get_by_text("Passkeys need JavaScript")).to_be_visible()
        expect(person.page.get_by_role("button", name="Use a passkey")).to_have_count(0)
        expect(person.page.get_by_role("button", name="Email me a link")).to_be_visible()
    finally:
        context.close()


def test_who_has_no_passkey_is_told_so(browser: Browser, install: Install) -> None:
    context = new_person(browser)
    try:
        person = arrive(context, install)
        person.visit("/sign-in")
        authenticator(person.page)
        person.submit_form("Use a passkey")
        expect(person.page.get_by_text("That did not work, or you cancelled it")).to_be_visible()
    finally:
        context.close()
