"""Which host this install answers for: its own. A request for another one is refused before anything reads it."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from mentorhub.foundation.config import LOOPBACK, Settings
from mentorhub.foundation.email_addresses import domain_in_ascii

# Balancers ask a machine by its number; the answers hold no address and nothing secret.
ASKED_OF_MACHINES = frozenset({"health.live", "health.ready"})


def init_app(app: Flask, settings: Settings) -> None:
    """Before every view, error page and redirect; what is refused reads no cookie and no database."""
    names = names_of(settings)

    def refuse_foreign() -> Response | None:
        if request.endpoint in ASKED_OF_MACHINES or name_in(request.host) in names:
            return None
        text = f"This is not the address of what you are looking for; {settings.base_url} is.\n"
        return Response(text, 421, mimetype="text/plain")

    app.before_request(refuse_foreign)


def names_of(settings: Settings) -> frozenset[str]:
    """The base address's host in its ASCII form; on a loopback, by each of that one's names."""
    name = _ascii(settings.host)
    return LOOPBACK if name in LOOPBACK else frozenset({name})


def name_in(host: str) -> str:
    """The name in a Host header, in lower case; '' for none. The port does not matter."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _ascii(name: str) -> str:
    try:
        return domain_in_ascii(name)
    except ValueError:
        return name
