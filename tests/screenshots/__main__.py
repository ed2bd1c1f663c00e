"""Screenshots of every page of the demo, for each kind of person: `python -m tests.screenshots [--out …]`.

Each at 390 and 1280 px, light and dark; pages are reached as people reach them, by forms and links.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from mentorhub.demo import serve
from mentorhub.foundation.config import SettingsError
from mentorhub.web.server import refuse_taken
from tests.browser.conftest import ARGUMENTS
from tests.screenshots.assistant import assistant
from tests.screenshots.browser import Studio
from tests.screenshots.opener import opener
from tests.screenshots.scripts import (
    applicant,
    leaver,
    mentee,
    mentor,
    messages,
    offer_parts,
    payer,
    visitor,
)
from tests.screenshots.tagger import tagger

SCRIPTS: tuple[Callable[[Studio], None], ...] = (
    visitor,
    applicant,
    mentee,
    mentor,
    assistant,
    tagger,
    messages,
    leaver,
    opener,
)


def main() -> None:
    """Start the demo on free ports in a folder of its own, and take every screenshot."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/screenshots"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert executable, "Chromium is not installed; `make setup-test` installs it"
    port = two_free_ports()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        serve.prepare(Path(folder))
        with serve.running(port=port, data=Path(folder)) as app:
            browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            studio = Studio(browser, f"http://localhost:{port}", out, _panel(port))
            for script in SCRIPTS:
                script(studio)
            with app.app_context():
                offer_parts()
                payer(studio)
            browser.close()
    print(f"{len(list(out.glob('*.png')))} screenshots in {out}")


def two_free_ports() -> int:
    """The first of two in a row."""
    for port in range(18_000, 30_000, 2):
        try:
            refuse_taken(port)
            refuse_taken(port + 1)
        except SettingsError:
            continue
        return port
    raise SettingsError("no two free ports in a row")


def _panel(port: int) -> str:
    return f"http://{serve.HOST}:{port + 1}/_sandbox"


if __name__ == "__main__":
    main()
