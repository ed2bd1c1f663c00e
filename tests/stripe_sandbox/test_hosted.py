"""The policy of the hosted pages: nothing from elsewhere, and forms lead to one other place at most."""

import pytest
from flask import Flask

from mentorhub.stripe_sandbox.hosted import framed

APP = Flask(__name__)


@pytest.mark.parametrize(
    ("leads_to", "allowed"),
    [
        (None, "form-action 'self'"),
        ("", "form-action 'self'"),
        ("/inside", "form-action 'self'"),
        ("https://shop.example/back?x=1", "form-action 'self' https://shop.example"),
    ],
)
def test_a_page_leads_to_one_origin_at_most(leads_to: str | None, allowed: str) -> None:
    with APP.test_request_context("/"):
        page = framed("text", leads_to=leads_to, status=410)
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith(allowed)
    assert page.status_code == 410
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
