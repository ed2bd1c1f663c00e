"""What proxies in front say about a request: believed from as many as the operator counts, and from nobody else."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from mentorhub.foundation.config import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Caller, scheme and host from the last entries of X-Forwarded-For, -Proto and -Host, one for each proxy.

    Whatever stands before those came with the request and may be anybody's word. Without proxies nothing is read.
    """
    hops = settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
