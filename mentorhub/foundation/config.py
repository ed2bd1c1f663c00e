"""The typed settings, read once per app from the environment, and the app's extensions by name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import current_app

from mentorhub.foundation.email_addresses import mail_form
from mentorhub.foundation.operator import Operator, cache_folder_from, operator_from
from mentorhub.foundation.stripe_settings import (
    platform_fee_from,
    rehearsal_from,
    stripe_key,
    webhook_secrets,
)

STRIPE_API = "https://api.stripe.com"
EXTENSION = "mentorhub."
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
BARE_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
S = TypeVar("S")
T = TypeVar("T")


class SettingsError(Exception):
    """A setting is missing or malformed; the message is one clear line for the operator."""


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides. Secrets never appear in `repr`."""

    database_url: str
    secret_key: str
    base_url: str
    mail_url: str
    stripe_secret_key: str
    stripe_webhook_secrets: tuple[str, ...]
    stripe_api_base: str = STRIPE_API
    mail_from: str = ""
    old_secret_keys: tuple[str, ...] = ()
    totp_keys: tuple[str, ...] = ()
    trusted_proxies: int = 0
    operators: tuple[str, ...] = ()
    rehearsal_key: str = ""
    rehearsal_secret: str = ""
    platform_fee_bps: int = 0
    cache_folder: str = ""
    operator: Operator = field(default_factory=Operator)
    demo: bool = False
    testing: bool = False

    def __repr__(self) -> str:
        return f"Settings(base_url={self.base_url!r}, demo={self.demo})"

    @property
    def signing_keys(self) -> list[str]:
        """Keys under which what we signed is read, as itsdangerous takes them: the last one signs."""
        return [*self.old_secret_keys, self.secret_key]

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us over https, so that cookies may be marked Secure."""
        return self.base_url.startswith("https://")

    def cookie(self, name: str) -> str:
        """A cookie's name; over https with the prefix that makes browsers keep it to this host, and to https."""
        return f"__Host-{name}" if self.is_secure else name

    @property
    def mail_sender(self) -> str:
        """The address that mails come from, its domain in ASCII: MENTORHUB_MAIL_FROM, else post@ this host."""
        return "@".join(mail_form(self.mail_from or f"post@{self.host}"))

    @property
    def host(self) -> str:
        """The name browsers know us by, without a port: what passkeys are bound to."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def stripe_checkout_origins(self) -> tuple[str, ...]:
        """Origins of Stripe's that a form of ours may redirect to; CSP `form-action` names them."""
        if self.stripe_api_base == STRIPE_API:
            return ("https://checkout.stripe.com", "https://connect.stripe.com")
        return (_origin(self.stripe_api_base),)

    @property
    def environment(self) -> str:
        """This install's name in Stripe metadata: an event that carries another is not ours."""
        return urlsplit(self.base_url).netloc


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read and check every setting; raises `SettingsError` with one line that names the variable."""
    rehearsal_key, rehearsal_secret = _checked(rehearsal_from, environ)
    settings = Settings(
        database_url=_database_url(_required(environ, "MENTORHUB_DATABASE_URL")),
        secret_key=_secret_key(_required(environ, "MENTORHUB_SECRET_KEY")),
        old_secret_keys=_old_keys(environ),
        base_url=_http_url("MENTORHUB_BASE_URL", _required(environ, "MENTORHUB_BASE_URL")),
        mail_url=_mail_url(_required(environ, "MENTORHUB_MAIL_URL")),
        stripe_secret_key=_checked(stripe_key, _required(environ, "STRIPE_SECRET_KEY")),
        stripe_webhook_secrets=_checked(
            webhook_secrets, _required(environ, "STRIPE_WEBHOOK_SECRET")
        ),
        stripe_api_base=_http_url(
            "STRIPE_API_BASE", environ.get("STRIPE_API_BASE", "") or STRIPE_API
        ),
        mail_from=_mail_from(environ.get("MENTORHUB_MAIL_FROM", "").strip()),
        totp_keys=_keys("MENTORHUB_TOTP_KEY", environ.get("MENTORHUB_TOTP_KEY", "")),
        trusted_proxies=_hops(environ.get("MENTORHUB_TRUSTED_PROXIES", "").strip() or "0"),
        rehearsal_key=rehearsal_key,
        rehearsal_secret=rehearsal_secret,
        platform_fee_bps=_checked(platform_fee_from, environ),
        operators=_operators(environ.get("MENTORHUB_OPERATORS", "")),
        cache_folder=_checked(cache_folder_from, environ),
        operator=_checked(operator_from, environ),
    )
    check_stripe_address(settings)
    return settings


def check_stripe_address(settings: Settings) -> None:
    """A live key never goes to a stand-in: raises `SettingsError`."""
    if settings.stripe_api_base != STRIPE_API and "_live_" in settings.stripe_secret_key:
        raise SettingsError(
            "STRIPE_API_BASE points at a sandbox but STRIPE_SECRET_KEY is a live key; use a test key"
        )


def settings() -> Settings:
    """The current app's settings."""
    found = extension("settings")
    assert isinstance(found, Settings)
    return found


def extension(name: str) -> Any:
    """What `create_app` put into the app under this name (`settings`, `jobs`)."""
    return current_app.extensions[EXTENSION + name]


def extension_or_new(name: str, make: Callable[[], T]) -> T:
    """What the app has under this name, made on first use: one Stripe client, one batcher per app."""
    found: T | None = current_app.extensions.get(EXTENSION + name)
    return current_app.extensions.setdefault(EXTENSION + name, make()) if found is None else found


def _checked(read: Callable[[S], T], given: S) -> T:
    try:
        return read(given)
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _required(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set; see README.md, «Settings»")
    return value


def _database_url(value: str) -> str:
    if value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        return value
    raise SettingsError("MENTORHUB_DATABASE_URL must start with sqlite:/// or postgresql://")


def _secret_key(value: str) -> str:
    if len(value) < 32:
        raise SettingsError("MENTORHUB_SECRET_KEY must have at least 32 characters")
    return value


def _old_keys(environ: Mapping[str, str]) -> tuple[str, ...]:
    keys = _keys("MENTORHUB_SECRET_KEY_OLD", environ.get("MENTORHUB_SECRET_KEY_OLD", ""))
    if _required(environ, "MENTORHUB_SECRET_KEY") in keys:
        raise SettingsError("MENTORHUB_SECRET_KEY_OLD names the key that is in use: it is not old")
    return keys


def _keys(name: str, value: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in value.split(",") if part.strip())
    if any(len(key) < 32 for key in keys):
        raise SettingsError(f"{name} must have at least 32 characters (each, if several)")
    return keys


def _hops(value: str) -> int:
    if not re.fullmatch(r"[0-9]", value):
        raise SettingsError(
            "MENTORHUB_TRUSTED_PROXIES must be the number of proxies in front, from 0 to 9"
        )
    return int(value)


def _http_url(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise SettingsError(f"{name} must be an address such as https://example.org")
    return _origin(value)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _mail_url(value: str) -> str:
    parts = urlsplit(value)
    has_host = value.startswith(("smtp://", "smtps://")) and parts.hostname
    if not has_host or parts.query not in {"", "starttls"}:
        raise SettingsError(
            "MENTORHUB_MAIL_URL must be smtps://user:password@host:port or smtp://host:port?starttls"
        )
    is_encrypted = parts.scheme == "smtps" or parts.query == "starttls"
    if parts.username and not is_encrypted and parts.hostname not in LOOPBACK:
        raise SettingsError(
            "MENTORHUB_MAIL_URL would send a password in the clear; use smtps:// or ?starttls"
        )
    return value


def _operators(value: str) -> tuple[str, ...]:
    addresses = tuple(part.strip() for part in value.split(",") if part.strip())
    if not all(BARE_ADDRESS.fullmatch(address) for address in addresses):
        raise SettingsError(
            "MENTORHUB_OPERATORS must be bare addresses, comma-separated, such as you@example.org"
        )
    return addresses


def _mail_from(value: str) -> str:
    """Where nothing is said, `mail_sender` makes one."""
    if value and not BARE_ADDRESS.fullmatch(value):
        raise SettingsError(
            "MENTORHUB_MAIL_FROM must be one bare address, such as post@example.org"
        )
    try:
        return value and "@".join(mail_form(value))
    except ValueError as error:
        raise SettingsError("MENTORHUB_MAIL_FROM names no domain that there can be") from error
