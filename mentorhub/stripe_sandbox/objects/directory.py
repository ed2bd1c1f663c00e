"""Objects that stand by themselves: Customer, WebhookEndpoint, Coupon, PromotionCode."""

from typing import Any

from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import ADDRESS, filled
from mentorhub.stripe_sandbox.settings import API_VERSION, APPLICATION
from mentorhub.stripe_sandbox.store import Doc

CUSTOMER = """
    address balance business_name cash_balance created currency customer_account
    default_source delinquent description discount email id individual_name
    invoice_credit_balance invoice_prefix invoice_settings livemode metadata name
    next_invoice_sequence object phone preferred_locales shipping sources subscriptions tax
    tax_exempt tax_ids test_clock
"""
WEBHOOK_ENDPOINT = """
    api_version application created description enabled_events id livemode metadata
    object secret status url
"""
COUPON = """
    amount_off applies_to created currency currency_options duration
    duration_in_months id livemode max_redemptions metadata name object percent_off
    redeem_by times_redeemed valid
"""
PROMOTION_CODE = """
    active code created customer customer_account expires_at id livemode max_redemptions
    metadata object promotion restrictions times_redeemed
"""
RESTRICTIONS = "currency_options first_time_transaction minimum_amount minimum_amount_currency"


def customer(*, now: int, **values: Any) -> Doc:
    """Return a new customer."""
    address = values.pop("address", None)
    return filled(
        CUSTOMER,
        **{
            "id": new_id("cus"),
            "object": "customer",
            "address": filled(ADDRESS, **address) if address else None,
            "balance": 0,
            "created": now,
            "delinquent": False,
            "invoice_prefix": new_id("in")[3:11].upper(),
            "invoice_settings": filled(
                "custom_fields default_payment_method footer rendering_options"
            ),
            "livemode": False,
            "metadata": {},
            "next_invoice_sequence": 1,
            "preferred_locales": [],
            "tax_exempt": "none",
            **values,
        },
    )


def webhook_endpoint(*, now: int, secret: str, hears: str, **values: Any) -> Doc:
    """Return a new endpoint; `hears` says whose events: the `own` ones, or `connected` accounts'."""
    return filled(
        WEBHOOK_ENDPOINT,
        **{
            "id": new_id("we"),
            "object": "webhook_endpoint",
            "api_version": API_VERSION,
            "application": APPLICATION if hears == "connected" else None,
            "created": now,
            "livemode": False,
            "metadata": {},
            "status": "enabled",
            **values,
        },
        _private={"secrets": [{"secret": secret, "until": None}], "hears": [hears]},
    )


def coupon(*, now: int, **values: Any) -> Doc:
    """Return a new coupon."""
    return filled(
        COUPON,
        **{
            "id": new_id("coupon")[7:15],
            "object": "coupon",
            "created": now,
            "duration": "once",
            "livemode": False,
            "metadata": {},
            "times_redeemed": 0,
            "valid": True,
            **values,
        },
    )


def promotion_code(*, now: int, restrictions: Doc, **values: Any) -> Doc:
    """Return a new promotion code."""
    return filled(
        PROMOTION_CODE,
        **{
            "id": new_id("promo"),
            "object": "promotion_code",
            "active": True,
            "code": new_id("code")[5:13].upper(),
            "created": now,
            "livemode": False,
            "metadata": {},
            # the SDK cannot read a null here, and Stripe sends none
            "restrictions": filled(
                RESTRICTIONS,
                **{"currency_options": {}, "first_time_transaction": False, **restrictions},
            ),
            "times_redeemed": 0,
            **values,
        },
    )
