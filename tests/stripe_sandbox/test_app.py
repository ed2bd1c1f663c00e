"""The app around the sandbox: its own style sheet, strict pages, nothing else."""

import re

import requests

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import open_checkout, sdk


def test_the_style_sheet_is_served(running: RunningSandbox) -> None:
    response = requests.get(f"{running.url}/static/sandbox.css", timeout=10)
    assert response.status_code == 200
    assert "color-scheme: light dark" in response.text


def test_a_page_obeys_its_own_strict_policy(running: RunningSandbox) -> None:
    page = requests.get(str(open_checkout(sdk(running.url)).url), timeout=10)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'self'" in policy
    # Chromium holds form-action against the redirect to the shop too
    assert policy.endswith("form-action 'self' http://127.0.0.1:9")
    assert not re.search(r"<script|<style|style=|onclick", page.text)


def test_a_browsers_request_for_an_icon_is_no_error(running: RunningSandbox) -> None:
    assert requests.get(f"{running.url}/favicon.ico", timeout=10).status_code == 204
