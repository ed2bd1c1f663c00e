"""Settings: read once, checked, and refused with one line that names the variable."""

import pytest
from flask import Flask

from mentorhub.foundation.config import STRIPE_API, SettingsError, settings, settings_from
from tests.conftest import settings_for

GOOD = {
    "MENTORHUB_DATABASE_URL": "postgresql://app@db/mentorhub",
    "MENTORHUB_SECRET_KEY": "x" * 32,
    "MENTORHUB_BASE_URL": "https://mentors.example.org/",
    "MENTORHUB_MAIL_URL": "smtps://me:p%40ss@mail.example.org:465",
    "STRIPE_SECRET_KEY": "rk_live_abc",
    "STRIPE_WEBHOOK_SECRET": "whsec_new, whsec_old",
}


def test_a_sandbox_for_rehearsals_has_a_key_and_a_secret_or_neither() -> None:
    key, secret = "MENTORHUB_REHEARSAL_STRIPE_KEY", "MENTORHUB_REHEARSAL_STRIPE_WEBHOOK_SECRET"
    assert settings_from(GOOD).rehearsal_key == settings_from(GOOD).rehearsal_secret == ""
    found = settings_from({**GOOD, key: "sk_test_1", secret: "whsec_1"})
    assert (found.rehearsal_key, found.rehearsal_secret) == ("sk_test_1", "whsec_1")
    assert "sk_test_1" not in repr(found)
    for wrong in (
        {key: "sk_live_1", secret: "whsec_1"}, {key: "sk_test_1"}, {secret: "whsec_1"}, {key: "sk_test_1", secret: "x"}
    ):  # fmt: skip
        with pytest.raises(SettingsError, match="MENTORHUB_REHEARSAL_STRIPE"):
            settings_from({**GOOD, **wrong})


def test_good_settings_are_read() -> None:
    found = settings_from(GOOD)
    assert found.base_url == "https://mentors.example.org"
    assert found.stripe_webhook_secrets == ("whsec_new", "whsec_old")
    assert found.stripe_api_base == STRIPE_API
    assert found.stripe_checkout_origins == (
        "https://checkout.stripe.com",
        "https://connect.stripe.com",
    )
    assert (found.is_secure, found.is_sqlite) == (True, False)
    assert found.environment == "mentors.example.org"
    assert not found.demo
    assert (found.host, found.totp_keys) == ("mentors.example.org", ())


def test_no_proxy_is_trusted_unless_counted() -> None:
    name = "MENTORHUB_TRUSTED_PROXIES"
    counted = [settings_from({**GOOD, name: value}).trusted_proxies for value in ("", " ", "2")]
    assert (settings_from(GOOD).trusted_proxies, counted) == (0, [0, 0, 2])


def test_who_operates_the_install_is_read() -> None:
    name = "MENTORHUB_OPERATORS"
    assert settings_from(GOOD).operators == ()
    found = settings_from({**GOOD, name: " me@example.org, You@example.org,"})
    assert found.operators == ("me@example.org", "You@example.org")


def test_several_keys_for_authenticators_are_read() -> None:
    found = settings_from({**GOOD, "MENTORHUB_TOTP_KEY": f"{'n' * 32}, {'o' * 32}"})
    assert found.totp_keys == ("n" * 32, "o" * 32)


def test_old_secret_keys_are_read_and_the_new_one_signs() -> None:
    found = settings_from({**GOOD, "MENTORHUB_SECRET_KEY_OLD": f"{'o' * 32}, {'p' * 32}"})
    assert found.old_secret_keys == ("o" * 32, "p" * 32)
    assert found.signing_keys[-1] == GOOD["MENTORHUB_SECRET_KEY"]
    assert settings_from(GOOD).signing_keys == [GOOD["MENTORHUB_SECRET_KEY"]]
    assert "o" * 32 not in repr(found)


def test_a_sandbox_is_named_in_the_checkout_origins() -> None:
    sandbox = {"STRIPE_API_BASE": "http://localhost:8001/v1", "STRIPE_SECRET_KEY": "sk_test_x"}
    found = settings_from({**GOOD, **sandbox, "MENTORHUB_DATABASE_URL": "sqlite:///x.db"})
    assert found.stripe_checkout_origins == ("http://localhost:8001",)
    assert found.is_sqlite


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_setting_stops_the_start(name: str, value: str | None) -> None:
    given = {key: text for key, text in GOOD.items() if key != name}
    if value is not None:
        given[name] = value
    assert _refusal(given).startswith(f"{name} is not set")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MENTORHUB_DATABASE_URL", "mysql://x/y"),
        ("MENTORHUB_SECRET_KEY", "short"),
        ("MENTORHUB_SECRET_KEY_OLD", "o" * 32 + ",short"),
        ("MENTORHUB_SECRET_KEY_OLD", "o" * 32 + "," + "x" * 32),  # the one that is in use
        ("MENTORHUB_TOTP_KEY", "short"),
        ("MENTORHUB_TOTP_KEY", "x" * 32 + ",short"),
        ("MENTORHUB_OPERATORS", "me"),
        ("MENTORHUB_OPERATORS", "me@example.org you@example.org"),
        ("MENTORHUB_TRUSTED_PROXIES", "-1"),
        ("MENTORHUB_TRUSTED_PROXIES", "10"),
        ("MENTORHUB_TRUSTED_PROXIES", "yes"),
        ("MENTORHUB_TRUSTED_PROXIES", "²"),
        ("MENTORHUB_TRUSTED_PROXIES", "127.0.0.1"),
        ("MENTORHUB_BASE_URL", "mentors.example.org"),
        ("MENTORHUB_BASE_URL", "ftp://mentors.example.org"),
        ("MENTORHUB_BASE_URL", "https://"),
        ("MENTORHUB_MAIL_URL", "mail.example.org"),
        ("MENTORHUB_MAIL_URL", "smtp://"),
        ("MENTORHUB_MAIL_URL", "mailbox:"),
        ("MENTORHUB_MAIL_URL", "smtp://mail.example.org?tls"),
        ("MENTORHUB_MAIL_URL", "smtp://me:secret@mail.example.org"),
        ("MENTORHUB_MAIL_FROM", "nobody"),
        ("MENTORHUB_MAIL_FROM", "post@example..org"),
        ("MENTORHUB_MAIL_FROM", "Post <post@example.org>"),
        ("STRIPE_SECRET_KEY", "pk_live_abc"),
        ("STRIPE_WEBHOOK_SECRET", "secret"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_new, old"),
        ("STRIPE_WEBHOOK_SECRET", ","),
        ("STRIPE_API_BASE", "localhost:8001"),
    ],
)
def test_a_malformed_setting_stops_the_start(name: str, value: str) -> None:
    assert _refusal({**GOOD, name: value}).startswith(name)


@pytest.mark.parametrize("key", ["sk_live_abc", "rk_live_abc"])
def test_a_live_key_never_goes_to_a_sandbox(key: str) -> None:
    given = {**GOOD, "STRIPE_SECRET_KEY": key, "STRIPE_API_BASE": "http://localhost:8001"}
    assert "live key" in _refusal(given)


@pytest.mark.parametrize(
    "url",
    ["smtp://me:secret@mail.example.org?starttls", "smtp://me:x@localhost:25", "smtp://relay:25"],
)
def test_a_password_goes_over_tls_or_stays_on_the_machine(url: str) -> None:
    assert settings_from({**GOOD, "MENTORHUB_MAIL_URL": url}).mail_url == url


def test_mail_comes_from_this_install_unless_told_otherwise() -> None:
    assert settings_from(GOOD).mail_sender == "post@mentors.example.org"
    told = {**GOOD, "MENTORHUB_MAIL_FROM": "hello@example.org"}
    assert settings_from(told).mail_sender == "hello@example.org"
    told = {**GOOD, "MENTORHUB_MAIL_FROM": "post@straße.example"}
    assert settings_from(told).mail_sender == "post@xn--strae-oqa.example"


def test_a_refusal_is_one_line() -> None:
    assert "\n" not in _refusal({})


def test_secrets_are_not_in_the_representation() -> None:
    shown = repr(settings_from(GOOD))
    for secret in ("x" * 32, "rk_live_abc", "whsec_new", "p%40ss"):
        assert secret not in shown


def test_the_apps_settings_are_its_own(in_app: Flask) -> None:
    assert settings().base_url == "http://localhost"
    assert settings() is not settings_for(settings().database_url)


def _refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        settings_from(environ)
    return str(refused.value)
