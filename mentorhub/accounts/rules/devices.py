"""Signed-in devices: what they are called, which are new, how long they stay."""

import datetime as dt

SEEN_EVERY = dt.timedelta(minutes=10)  # `last_seen_at` is written at most this often
DEVICE_IDLE_MAX = dt.timedelta(days=60)  # unused for this long, it is signed out
# From its sign-in, however often it is seen; then its user signs in again.
DEVICE_LIFETIME = dt.timedelta(days=180)
DEVICE_RETENTION = dt.timedelta(days=30)  # after it was signed out
# A part of the User-Agent header, and the name people know; the first that fits, since most claim to be several.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> tuple[str, str]:
    """(browser, system) by the names people know, such as ("Firefox", "Linux"); '' for what is not recognised."""
    browser = next((name for part, name in BROWSERS if part in agent), "")
    system = next((name for part, name in SYSTEMS if part in agent), "")
    return browser, system


def is_device_over(created_at: dt.datetime, seen_at: dt.datetime, *, now: dt.datetime) -> bool:
    """Whether a device was unused or signed in for too long, also before the periodic task has run."""
    return now - seen_at >= DEVICE_IDLE_MAX or now - created_at >= DEVICE_LIFETIME


def is_new_device(*, logins_before: int | None, is_known: bool) -> bool:
    """Whether the owner is notified of a sign-in: not of an account's first, nor in a browser they have used."""
    return bool(logins_before) and not is_known
