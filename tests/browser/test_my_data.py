"""Taking one's data away in Chromium: asked who one is where that was long ago, then a ZIP; also without scripts."""

import datetime as dt
import zipfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from tests.browser.conftest import Install, Visitor
from tests.browser.test_factors import AMARA, check_accessibility, type_password
from tests.isolation import notebook
from tests.support import factories


def download(page: Page, to: Path) -> list[str]:
    """Submit the form; the names in the ZIP that is downloaded."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download my data").click()
    assert coming.value.suggested_filename.startswith("mentorhub-20")
    coming.value.save_as(to)
    with zipfile.ZipFile(to) as opened:
        assert opened.testzip() is None
        return opened.namelist()


def write_notebook(install: Install) -> None:
    """A user with a full notebook."""
    with install.app.app_context():
        user_id = factories.user(AMARA, "Amara Nwosu")
        factories.enrolled(factories.scene(), user_id)
        notebook.fill(USER(user_id))


def test_somebody_who_signed_in_long_ago_shows_who_they_are_and_takes_it(
    visitor: Visitor, install: Install, tmp_path: Path
) -> None:
    write_notebook(install)
    type_password(visitor)
    visitor.page.wait_for_url(lambda url: "sign-in" not in url)
    with clock.moved(dt.timedelta(minutes=20)):
        visitor.visit("/account/data")
        check_accessibility(visitor)
        visitor.submit_form("Download my data")
        visitor.page.wait_for_url("**/sign-in/again**")
        visitor.page.get_by_label("Password").fill(factories.PASSWORD)
        visitor.page.get_by_role("button", name="Continue").click()
        visitor.page.wait_for_url("**/account/data")
        names = download(visitor.page, tmp_path / "data.zip")
    assert names[:2] == ["README.txt", "account/account.json"]
    assert {"notebook/people.vcf", "notebook/calendar.ics", "programmes/places.json"} <= set(names)
    assert visitor.problems == []


def test_no_script_is_needed(browser: Browser, install: Install, tmp_path: Path) -> None:
    write_notebook(install)
    plain = browser.new_context(java_script_enabled=False, accept_downloads=True)
    try:
        person = Visitor(plain.new_page(), install.url)
        type_password(person)
        person.page.wait_for_url(lambda url: "sign-in" not in url)
        person.visit("/account/data")
        assert "notebook/notebook.json" in download(person.page, tmp_path / "data.zip")
    finally:
        plain.close()
