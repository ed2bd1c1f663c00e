"""What the tests of connected accounts share: an account as the app makes it, a link to its onboarding."""

from typing import Any

import stripe
from stripe.v2.core import Account, AccountLink

from tests.support.shop import given

APP = "http://127.0.0.1:9"
RETURN, REFRESH = f"{APP}/return", f"{APP}/refresh"


def account_params(**changes: Any) -> Any:
    """Parameters of an account that sells by itself; `changes` replace, None removes."""
    params = {
        "contact_email": "ines@example.com",
        "display_name": "Ines Holm",
        "identity": {"country": "NO"},
        "dashboard": "full",
        "defaults": {
            "responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe"}
        },
        "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": True}}}},
        "include": ["configuration.merchant", "identity", "requirements"],
        **changes,
    }
    return {name: value for name, value in params.items() if value is not None}


def new_account(platform: stripe.StripeClient, **changes: Any) -> Account:
    """Create an account that nobody has onboarded yet."""
    return platform.v2.core.accounts.create(params=account_params(**changes))


def new_link(
    platform: stripe.StripeClient,
    account_id: str,
    kind: str = "account_onboarding",
    *,
    app: str = APP,
) -> AccountLink:
    """Create a link to the account's onboarding, which leads back to addresses of the app."""
    flow = {"refresh_url": f"{app}/refresh", "return_url": f"{app}/return"}
    return platform.v2.core.account_links.create(
        params=given(account=account_id, use_case={"type": kind, kind: flow})
    )


def card_payments(account: Account) -> str:
    """The status of the account's `card_payments`, of an answer that includes `configuration.merchant`."""
    merchant = account.configuration.merchant if account.configuration else None
    assert merchant is not None
    assert merchant.capabilities is not None
    assert merchant.capabilities.card_payments is not None
    return str(merchant.capabilities.card_payments.status)
