"""The account's home in Chromium: a zone suggested, a theme that holds, a photo in the menu; checked by axe."""

from playwright.sync_api import expect

from tests.browser.conftest import Install, Visitor
from tests.support import factories, pictures

AMARA = "amara@example.org"
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})


def check_accessibility(person: Visitor) -> None:
    """No accessibility violation and no sideways scrolling, on a phone and on a laptop."""
    for size in SIZES:
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        person.check()


def test_an_account_is_set_up_and_shows_its_owner(visitor: Visitor, install: Install) -> None:
    with install.app.app_context():
        factories.user(AMARA, "Amara Nwosu")
    page = visitor.page
    visitor.visit("/sign-in?next=/account")
    form = page.locator("form", has=page.get_by_label("Password"))
    form.get_by_label("Email").fill(AMARA)
    form.get_by_label("Password").fill(factories.PASSWORD)
    form.get_by_role("button", name="Sign in").click()
    zone = page.get_by_label("Your time zone")
    expect(zone).to_have_value("Europe/Oslo")
    expect(page.locator("#zone-suggested")).to_be_visible()
    check_accessibility(visitor)
    page.get_by_role("radio", name="Dark").check()
    visitor.submit_form("Save")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#zone-suggested")).to_be_hidden()
    check_accessibility(visitor)
    page.get_by_label("A picture of you").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": pictures.from_a_camera()}
    )
    visitor.submit_form("Use this picture")
    face = page.locator(".letterhead img.mono")
    expect(face).to_be_visible()
    assert face.evaluate("(image) => image.complete && image.naturalWidth") == 256
    check_accessibility(visitor)
    page.get_by_role("button", name="Amara Nwosu").click()
    page.locator("#account-menu").get_by_role("link", name="Your account").click()
    page.get_by_role("navigation", name="More settings").get_by_text("Your devices").click()
    check_accessibility(visitor)
