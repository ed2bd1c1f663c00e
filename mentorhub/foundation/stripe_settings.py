"""The settings of Stripe, read and checked: keys, secrets, the platform's fee. Each raises `ValueError`."""

import re
from collections.abc import Mapping

TEST_KEY = re.compile(r"(sk|rk)_test_\w+")
REHEARSAL_KEY = "MENTORHUB_REHEARSAL_STRIPE_KEY"
REHEARSAL_SECRET = "MENTORHUB_REHEARSAL_STRIPE_WEBHOOK_SECRET"
MOST_OF_A_FEE = 5_000  # basis points: a platform that takes more than half is a mistake


def stripe_key(value: str) -> str:
    """A secret or restricted key."""
    if value.startswith(("sk_", "rk_")):
        return value
    raise ValueError("STRIPE_SECRET_KEY must start with sk_ or rk_")


def webhook_secrets(value: str) -> tuple[str, ...]:
    """The secrets of all endpoints that send events here: the platform's own, connected accounts', thin events'."""
    secrets = tuple(part.strip() for part in value.split(",") if part.strip())
    if secrets and all(secret.startswith("whsec_") for secret in secrets):
        return secrets
    raise ValueError("STRIPE_WEBHOOK_SECRET must be one or more whsec_… values, comma-separated")


def rehearsal_from(environ: Mapping[str, str]) -> tuple[str, str]:
    """The key and the webhook secret of the Stripe sandbox where rehearsals are paid; '' twice where none is set."""
    key, secret = (environ.get(name, "").strip() for name in (REHEARSAL_KEY, REHEARSAL_SECRET))
    if not key and not secret:
        return "", ""
    if not TEST_KEY.fullmatch(key):
        raise ValueError(
            f"{REHEARSAL_KEY} must be a key of a Stripe sandbox (sk_test_… or rk_test_…): no rehearsal takes real money"
        )
    if not secret.startswith("whsec_"):
        raise ValueError(f"{REHEARSAL_SECRET} must be the whsec_… value of that sandbox")
    return key, secret


def platform_fee_from(environ: Mapping[str, str]) -> int:
    """What the platform keeps of each payment on a practice's own account, in basis points; 0 unless set."""
    value = environ.get("MENTORHUB_PLATFORM_FEE_BPS", "").strip() or "0"
    if re.fullmatch(r"[0-9]{1,4}", value) and int(value) <= MOST_OF_A_FEE:
        return int(value)
    raise ValueError(
        "MENTORHUB_PLATFORM_FEE_BPS must be a whole number of basis points (hundredths of a percent), from 0 to "
        f"{MOST_OF_A_FEE}"
    )
