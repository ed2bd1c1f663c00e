"""Response headers that browsers enforce: a strict CSP, with a nonce where a page asked for one, and its companions."""

import secrets

from flask import Flask, Response, g

from mentorhub.foundation.config import Settings

# What a page could ask a browser for, and none of ours does.
UNUSED = "accelerometer camera display-capture geolocation gyroscope hid magnetometer microphone midi payment".split()
UNUSED += "screen-wake-lock serial usb xr-spatial-tracking".split()


def headers_of_files(settings: Settings) -> dict[str, str]:
    """What every response carries, and of a static file all: the other headers are about windows."""
    always = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",  # an address of ours may be a key
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if settings.is_secure:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    # A drawing that is opened by itself is a document.
    policy = "default-src 'none'; frame-ancestors 'none'"
    return {"Content-Security-Policy": policy, "X-Frame-Options": frame_options(policy)} | always


def frame_options(policy: str) -> str:
    """What a browser without `frame-ancestors` is told in its place; '' where every site may show the page."""
    if "frame-ancestors *" in policy:
        return ""
    return "SAMEORIGIN" if "frame-ancestors 'self'" in policy else "DENY"


def init_app(app: Flask, settings: Settings) -> None:
    """Every response gets the headers; templates get `csp_nonce()`."""
    origins = " ".join(settings.stripe_checkout_origins)
    always = headers_of_files(settings) | {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
        "Cache-Control": "no-store",  # unless an answer says otherwise, as those for everybody do
    }
    # A page's is longer, and written for each answer.
    del always["Content-Security-Policy"], always["X-Frame-Options"]

    # Without Stripe's origin in form-action, Chromium drops the redirect that answers our own POST.
    policy = (
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'; manifest-src 'self'; form-action 'self' {origins}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    headers = {name.casefold(): (name, value) for name, value in always.items()}

    def send(response: Response) -> Response:
        scripts = f"'nonce-{nonce()}' 'strict-dynamic'" if "csp_nonce" in g else "'none'"
        said = {name.casefold() for name, _ in response.headers}
        response.headers.extend([named for key, named in headers.items() if key not in said])
        if "content-security-policy" not in said:
            response.headers["Content-Security-Policy"] = policy.format(scripts=scripts)
        framed = frame_options(response.headers["Content-Security-Policy"])
        if framed:
            response.headers["X-Frame-Options"] = framed
        return response

    app.after_request(send)
    app.add_template_global(nonce, "csp_nonce")


def nonce() -> str:
    """This request's nonce, made when first asked for."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)
