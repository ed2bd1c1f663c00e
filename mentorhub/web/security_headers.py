"""Response headers that browsers enforce: a strict CSP with a nonce per request, and its companions."""

import secrets

from flask import Flask, Response, g

from mentorhub.foundation.config import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Every response gets the headers; templates get `csp_nonce()`."""
    origins = " ".join(settings.stripe_checkout_origins)
    always = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    }
    if settings.is_secure:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    def send(response: Response) -> Response:
        # Without Stripe's origin in form-action, Chromium drops the redirect that answers our own POST.
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce()}' 'strict-dynamic'; style-src 'self'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
            f"form-action 'self' {origins}; base-uri 'none'; frame-ancestors 'none'"
        )
        headers = {**always, "Content-Security-Policy": policy}
        if response.mimetype == "text/html":
            headers["Cache-Control"] = "no-store"
        said = {name.title() for name in response.headers.keys()}  # noqa: SIM118 - its own order of things
        response.headers.extend(
            {name: value for name, value in headers.items() if name.title() not in said}
        )
        return response

    app.after_request(send)
    app.add_template_global(nonce, "csp_nonce")


def nonce() -> str:
    """This request's nonce, made when first asked for."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)
