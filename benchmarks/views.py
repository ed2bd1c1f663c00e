"""`python -m benchmarks.views`: what the first and the second view of a page cost, in bytes on the wire and requests.

Of the demo, by Chromium: the first view in a fresh profile, the second by following its address once more.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    StorageState,
    sync_playwright,
)

from mentorhub.demo import seed, serve
from mentorhub.demo.stories import offers
from tests.browser.conftest import ARGUMENTS
from tests.screenshots.__main__ import two_free_ports
from tests.screenshots.browser import Photographer

FIRST_KIB_MAX, SECOND_REQUESTS_MAX = 90, 3
VISITOR = ("/", f"/programs/{offers.POWER_NETWORKING.slug}", f"/programs/{offers.SOON.slug}",
           "/sign-in", "/sign-up", "/no/such/page")  # fmt: skip
MENTEE = ("/today", "/people", "/week", "/my-program", "/sharing", "/account")
MENTOR = ("/review", "/mentees", "/practice/cohorts", "/practice/members", "/operations")
PERSON = "main a[href^='/people/']:not([href$='/new'])"


@dataclass
class View:
    """What one view fetched; `bytes` with all headers, as they came."""

    bytes: int = 0
    requests: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


def measured(context: BrowserContext, url: str) -> tuple[View, View]:
    """The first view of an address in this profile, and the second."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    views = (View(), View())
    for view in views:
        counting = _count(devtools, view)
        page.goto(url, wait_until="networkidle")
        page.wait_for_timeout(300)
        for name, handler in counting.items():
            devtools.remove_listener(name, handler)
    page.close()
    return views


def _count(devtools: CDPSession, view: View) -> dict[str, object]:
    kinds: dict[str, str] = {}

    def began(event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        if not response.get("fromDiskCache") and not response["url"].startswith("data:"):
            kinds[str(event["requestId"])] = str(event["type"])

    def ended(event: dict[str, object]) -> None:
        kind, size = kinds.pop(str(event["requestId"]), ""), int(str(event["encodedDataLength"]))
        if kind and size:  # none came from the browser's memory
            view.bytes += size
            view.requests += 1
            view.kinds[kind] = view.kinds.get(kind, 0) + size

    handlers = {"Network.responseReceived": began, "Network.loadingFinished": ended}
    for name, handler in handlers.items():
        devtools.on(name, handler)
    return dict(handlers)


def _all(browser: Browser, home: str) -> Iterator[tuple[str, tuple[View, View]]]:
    for email, paths in (
        ("", VISITOR),
        ("amara@example.org", MENTEE),
        (offers.MENTOR_EMAIL, MENTOR),
    ):
        state, person = _signed_in(browser, home, email) if email else (None, "")
        for path in (*paths, *([person] if person else [])):
            context = browser.new_context(storage_state=state, reduced_motion="reduce")
            yield ("/people/…" if path == person else path), measured(context, home + path)
            context.close()


def _signed_in(browser: Browser, home: str, email: str) -> tuple[StorageState, str]:
    """Somebody's cookies, and the path of one of their people, if they have any."""
    context = browser.new_context()
    with tempfile.TemporaryDirectory() as pictures:  # of the second step
        one = Photographer(context.new_page(), home, Path(pictures), "")
        one.sign_in(email, seed.PASSWORD)
    one.visit("/people")
    found = one.page.locator(PERSON).first
    person = found.get_attribute("href") if found.count() else ""
    state = context.storage_state()
    context.close()
    return state, (person or "").split("#")[0]


def main() -> int:
    """Print every page's figures as JSON; 1 where one is over a limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder whose demo is reused the next time")
    folder_given: Path | None = parser.parse_args().data
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert executable, "Chromium is not installed; `make setup-test` installs it"
    port = two_free_ports()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = folder_given or Path(folder)
        serve.prepare(data)
        with serve.running(port=port, data=data):
            browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            found = dict(_all(browser, f"http://localhost:{port}"))
            browser.close()
    views = {path: {"first": asdict(a), "second": asdict(b)} for path, (a, b) in found.items()}
    over = [
        path
        for path, (first, second) in found.items()
        if first.bytes > FIRST_KIB_MAX * 1024 or second.requests > SECOND_REQUESTS_MAX
    ]
    print(json.dumps({"pages": views, "over": over}, indent=2))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
