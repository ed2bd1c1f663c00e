"""What the hosted pages share: a strict policy that still lets their forms lead back to who sent the visitor."""

from urllib.parse import urlsplit

from flask import Response, make_response

POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action"
)


def framed(page: str, *, leads_to: str | None, status: int = 200) -> Response:
    """Return the page under a strict policy; browsers hold form-action against the redirect too."""
    response = make_response(page, status)
    parts = urlsplit(leads_to or "")
    origin = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    response.headers["Content-Security-Policy"] = f"{POLICY} 'self'{origin}"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
