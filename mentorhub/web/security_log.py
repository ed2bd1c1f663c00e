"""The security log, a JSON line each on standard error: who signs in or fails to, and what is refused.

No address, name, path or secret stands in it: a device and an address that was typed are distinguished by keyed hashes.
"""

import datetime as dt
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request, session
from werkzeug.exceptions import HTTPException

from mentorhub.foundation.config import Settings, extension
from mentorhub.web import outages
from mentorhub.web.csrf import UNSAFE

log = logging.getLogger("mentorhub.security")
LOGGED_PACKAGES = (
    "accounts.",
    "operations.",
)  # every action of these packages is about who may do what
ALSO = frozenset({"enrolment.claim_enrolment"})  # signs in, too
REFUSED = frozenset({400, 401, 403, 405, 413, 421, 429, 500, 503})


def init_app(app: Flask, settings: Settings) -> None:
    """Log each answer that matters; in tests the lines go wherever the test reads them."""
    log.setLevel(logging.INFO)
    if not settings.testing and not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(Lines())
        log.addHandler(handler)
        log.propagate = False

    def note(response: Response) -> Response:
        if _is_logged(response.status_code):
            log.info("answered", extra={"fields": _fields(response, key=settings.secret_key)})
        return response

    app.after_request(note)
    app.log_exception = _without_path(app)  # type: ignore[method-assign,assignment]


class Lines(logging.Formatter):
    """One JSON object a line: when (UTC), and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """JSON has no line break of its own, so that nothing that was sent can begin another line."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        fields = getattr(record, "fields", {})
        return json.dumps({"at": at, "log": record.name, **fields})


def _is_logged(status: int) -> bool:
    endpoint = request.endpoint or ""
    if status in REFUSED:
        return True
    if status == 404:  # of a known route: not this reader's. Unknown addresses are not logged
        return bool(endpoint and extension("browser").device_key())
    return request.method in UNSAFE and (endpoint.startswith(LOGGED_PACKAGES) or endpoint in ALSO)


def _fields(response: Response, *, key: str) -> dict[str, object]:
    """Of a request for a foreign host, the cookies are not read."""
    is_ours = response.status_code != 421
    device = extension("browser").device_key() if is_ours else ""
    return {
        "action": request.endpoint or "",
        "method": request.method,
        "status": response.status_code,
        "network": extension("browser").network(),
        "device": _hashed(device, key=key),
        "address": _hashed(_typed() if is_ours else "", key=key),
        "is_signed_in": bool(is_ours and device and "_user_id" in session),
    }


def _typed() -> str:
    """The address in the form, if any; '' also where the form was too large to be read."""
    try:
        return request.form.get("email", "").strip().casefold()
    except HTTPException:
        return ""


def _hashed(text: str, *, key: str) -> str:
    """Enough to tell one from another; '' for nothing."""
    said = f"mentorhub.security-log {text}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:16] if text else ""


def _without_path(app: Flask) -> Callable[[Any], None]:
    """Flask's line of an unforeseen error names the path, which may be somebody's key; ours the endpoint.

    A database that is away has one line of its own: a trace for each request would add nothing.
    """

    def log_exception(exc_info: Any) -> None:
        if outages.note(exc_info[1]):
            return
        app.logger.error("Error at %s [%s]", request.endpoint, request.method, exc_info=exc_info)

    return log_exception
