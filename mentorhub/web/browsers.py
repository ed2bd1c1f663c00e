"""What a browser says of itself, and what its cookies hold: the signed-in device's key, and who signed in here before.

`accounts` reaches it as the extension `browser`, so that signing in needs no request of its own.
"""

import ipaddress

from flask import Flask, Response, after_this_request, request, session
from itsdangerous import BadData, URLSafeSerializer

from mentorhub.foundation.config import EXTENSION, Settings

KNOWN_SECONDS = 400 * 24 * 60 * 60  # browsers store no cookie for longer
KNOWN_MAX = 10  # people who share one browser
_KEY = "device"


class Browsers:
    """The browser of the present request."""

    def __init__(self, settings: Settings) -> None:
        self.is_secure = settings.is_secure
        self.cookie = settings.cookie("mentorhub-known")
        self._serializer = URLSafeSerializer(settings.signing_keys, salt="mentorhub.known-browser")

    def agent(self) -> str:
        """What it calls itself."""
        return request.user_agent.string

    def network(self) -> str:
        """Roughly where it is: see `network_of`."""
        return network_of(request.remote_addr or "")

    def device_key(self) -> str:
        """The key of the device that is signed in here; '' for none."""
        return str(session.get(_KEY, ""))

    def keep_device(self, key: str) -> None:
        """This is the device that is signed in here from now on."""
        session[_KEY] = key

    def signed_in_at(self) -> float:
        """When somebody last showed who they are, in seconds since the epoch; 0 for never."""
        return float(session.get("fs_paa", 0))

    def is_known_to(self, name: str) -> bool:
        """Whether the user with this public id has signed in here before."""
        return name in self._names()

    def make_known_to(self, name: str) -> None:
        """Remember that the user of this public id signed in here, beyond this session."""
        names = [name, *(other for other in self._names() if other != name)][:KNOWN_MAX]
        signed = str(self._serializer.dumps(names))

        @after_this_request
        def remember(response: Response) -> Response:
            response.set_cookie(
                self.cookie,
                signed,
                max_age=KNOWN_SECONDS,
                secure=self.is_secure,
                httponly=True,
                samesite="Lax",
            )
            return response

    def _names(self) -> list[str]:
        try:
            held = self._serializer.loads(request.cookies.get(self.cookie, ""))
        except BadData:
            return []
        return [str(name) for name in held] if isinstance(held, list) else []


def init_app(app: Flask, settings: Settings) -> None:
    """One for the app: it reads the current request."""
    app.extensions[EXTENSION + "browser"] = Browsers(settings)


def network_of(address: str) -> str:
    """The network around an address, too wide to name a household: /24 of IPv4, /48 of IPv6; '' for no address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    at = mapped or found
    return str(ipaddress.ip_network(f"{at}/{24 if at.version == 4 else 48}", strict=False))
