"""What is found from outside, in Chromium: the button on another site, a practice's page, a programme's data."""

import contextlib
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.models.cohorts import Cohort
from tests.browser.conftest import Install, Visitor, arrive
from tests.support import factories
from tests.support.course_schema import course_on, problems

FRAME = '<iframe src="{home}{path}" title="{path}" width="320" height="120"></iframe>'
TITLE = "Power Networking Personal Mentoring"


@pytest.fixture
def scene(install: Install) -> factories.Scene:
    """A programme with three of twelve seats left."""
    with install.app.app_context():
        made = factories.scene(seats=12, summary="Twelve weeks, one person after the other.")
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Cohort, made.cohort_id).taken = 9
        return made


@contextlib.contextmanager
def other_site(html: str) -> Iterator[str]:
    """A mentor's own site with this page, on an origin of its own."""

    @Request.application
    def answer(_request: Request) -> Response:
        return Response(f"<!doctype html><title>Ines</title>{html}", mimetype="text/html")

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        serving.join(5)
        server.server_close()


def test_the_button_shows_and_leads_on_from_another_site(
    context: BrowserContext, install: Install, scene: factories.Scene
) -> None:
    visitor = arrive(context, install)
    frames = FRAME.format(home=install.url, path="/embed/power-networking")
    with other_site(frames) as site:
        visitor.page.goto(site)
        framed = visitor.page.frame_locator("iframe")
        expect(framed.locator("main")).to_contain_text("3 of 12 seats are free.")
        link = framed.get_by_role("link", name="Take a seat")
        expect(link).to_be_in_viewport(ratio=1)  # all of it, in a frame of 320 by 120
        with context.expect_page() as opened:
            link.click()
        expect(opened.value).to_have_url(f"{install.url}/programs/power-networking#enrol")
        assert opened.value.evaluate("window.opener") is None
    assert [cookie for cookie in context.cookies() if cookie["name"] == "mentorhub-known"] == []
    assert [one for one in visitor.problems if "favicon" not in one] == []


@pytest.mark.parametrize("path", ["/programs/power-networking", "/sign-in", "/"])
def test_no_other_page_shows_on_another_site(
    context: BrowserContext, install: Install, scene: factories.Scene, path: str
) -> None:
    visitor = arrive(context, install)
    with other_site(FRAME.format(home=install.url, path=path)) as site:
        visitor.page.goto(site)
        expect(visitor.page.frame_locator("iframe").locator("main")).to_have_count(0)
    assert any("frame" in one.lower() for one in visitor.problems)


@pytest.mark.parametrize("path", ["/embed/power-networking", "/embed/nobody"])
def test_the_button_is_accessible_in_light_and_dark(
    context: BrowserContext, install: Install, scene: factories.Scene, path: str
) -> None:
    visitor = arrive(context, install)
    for theme in ("light", "dark"):
        visitor.visit(f"{path}?theme={theme}")
        visitor.check()


def test_the_practices_page_is_accessible_and_leads_to_its_programmes(
    visitor: Visitor, scene: factories.Scene
) -> None:
    visitor.visit("/practices/ines-halvorsen-mentoring")
    visitor.check()
    visitor.submit_form("Read more")
    expect(visitor.page).to_have_url(f"{visitor.home}/programs/power-networking")
    visitor.submit_form("All programmes of Ines Halvorsen Mentoring")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Ines Halvorsen Mentoring")
    visitor.check()


def test_the_data_on_a_programmes_page_breaks_no_policy(
    visitor: Visitor, scene: factories.Scene
) -> None:
    visitor.visit("/programs/power-networking")
    assert problems(course_on(visitor.page.content())) == []
    visitor.check()  # no word of the policy in the console, either


def test_a_mentor_copies_the_code_of_the_button(
    context: BrowserContext, install: Install, scene: factories.Scene
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor = arrive(context, install)
    visitor.visit("/sign-in")
    visitor.page.get_by_label("Email").first.fill("ines@example.org")
    visitor.page.get_by_label("Password").fill(factories.PASSWORD)
    visitor.page.get_by_role("button", name="Sign in").first.click()
    with install.app.app_context():
        code = factories.code_of("ines@example.org")
    visitor.page.get_by_label("Code from your app").fill(code)
    visitor.submit_form("Sign in")
    visitor.visit("/practice/programs")
    visitor.page.get_by_role("link", name=TITLE, exact=True).click()
    visitor.check()
    code_field = visitor.page.get_by_label("Copy this into your site")
    visitor.page.get_by_role("button", name="Copy", exact=True).click()
    expect(visitor.page.get_by_text("Copied")).to_be_visible()
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert copied == code_field.input_value()
    with other_site(copied) as site:
        visitor.page.goto(site)
        framed = visitor.page.frame_locator("iframe")
        expect(framed.get_by_role("link", name="Take a seat")).to_be_in_viewport(ratio=1)
