"""What programs ask of every site at a fixed address, from the settings: `/.well-known/security.txt` (RFC 9116) says
where to report a fault in its security, `/robots.txt` (RFC 9309) what crawlers should read."""

import datetime as dt

from flask import Blueprint, Flask, Response, make_response

from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.errors import NotFound

ASSURED = dt.timedelta(days=90)  # how long it holds where the operator names no end
# Programmes are for everybody. Other pages are somebody's own, or lead there. The longest path that fits counts.
ROBOTS = """\
User-agent: *
Allow: /$
Allow: /programs/
Allow: /practices/
Disallow: /practices/new
Disallow: /practices/address
Allow: /embed/
Allow: /static/
Allow: /sitemap.xml
Disallow: /

Sitemap: {home}/sitemap.xml
"""
blueprint = Blueprint("well_known", __name__)


def init_app(app: Flask) -> None:
    """Public, and the same for everybody."""
    app.register_blueprint(blueprint)


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """The contacts, and until when they are valid; 404 where nobody is named, or what was named has run out."""
    operator, now = settings().operator, clock.now()
    ends_at = operator.security_expires_at or now.replace(microsecond=0) + ASSURED
    if not operator.security_contacts or ends_at <= now:
        raise NotFound  # a file past its date must not be believed (RFC 9116, 2.5.5)
    lines = [f"Contact: {one}" for one in operator.security_contacts]
    lines += [
        f"Expires: {ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings().base_url}/.well-known/security.txt",
    ]
    return _text("\n".join(lines) + "\n")


@blueprint.get("/robots.txt")
def robots_txt() -> Response:
    """Which pages crawlers may read, and where the list of them is."""
    return _text(ROBOTS.format(home=settings().base_url))


def _text(text: str) -> Response:
    response = make_response(text)
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
