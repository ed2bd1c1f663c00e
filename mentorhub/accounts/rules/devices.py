"""Signed-in devices: what they are called, which are new, how long they stay."""

import datetime as dt

SEEN_EVERY = dt.timedelta(minutes=10)  # a device's last sign of life is written no more often
DEVICE_SLEEPS = dt.timedelta(days=60)  # and is signed out
DEVICE_LIVES = dt.timedelta(
    days=180
)  # from its sign-in, however often it is seen; then its user signs in anew
DEVICE_FORGOTTEN = dt.timedelta(days=30)  # after it was signed out
# What a browser's words hold, and the name people know; the first that fits, since most claim to be several.
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
    """Whether a device has slept or lived for too long, also before the periodic task has come by."""
    return now - seen_at >= DEVICE_SLEEPS or now - created_at >= DEVICE_LIVES


def is_new_device(*, logins_before: int | None, is_known: bool) -> bool:
    """Whether the owner is told of a sign-in: not of an account's first, nor in a browser they have used."""
    return bool(logins_before) and not is_known
