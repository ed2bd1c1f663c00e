"""Checkout Session and what stands in it: line items with their one-off prices."""

from typing import Any

from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import filled
from mentorhub.stripe_sandbox.store import Doc

CHECKOUT_SESSION = """
    adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types
    amount_subtotal amount_total automatic_tax billing_address_collection branding_settings
    cancel_url client_reference_id client_secret collected_information consent
    consent_collection created currency currency_conversion custom_fields custom_text
    customer customer_account customer_creation customer_details customer_email discounts
    excluded_payment_method_types expires_at id integration_identifier invoice
    invoice_creation line_items livemode locale managed_payments metadata mode
    name_collection object optional_items origin_context payment_intent payment_link
    payment_method_collection payment_method_configuration_details payment_method_options
    payment_method_types payment_status permissions phone_number_collection
    presentment_details recovered_from redirect_on_completion return_url
    saved_payment_method_options setup_intent shipping_address_collection shipping_cost
    shipping_options status submit_type subscription success_url tax_id_collection
    total_details ui_mode url wallet_options
"""
CUSTOMER_DETAILS = "address business_name email individual_name name phone tax_exempt tax_ids"
LINE_ITEM = """
    adjustable_quantity amount_discount amount_subtotal amount_tax amount_total currency
    description discounts id metadata object price quantity taxes
"""
PRICE = """
    active billing_scheme created currency currency_options custom_unit_amount id
    livemode lookup_key metadata nickname object product recurring tax_behavior tiers
    tiers_mode transform_quantity type unit_amount unit_amount_decimal
"""


def checkout_session(**values: Any) -> Doc:
    """Return a new Checkout Session: open, unpaid, without a PaymentIntent."""
    return filled(
        CHECKOUT_SESSION,
        **{
            "id": new_id("cs_test"),
            "object": "checkout.session",
            "adaptive_pricing": {"enabled": False},
            "custom_fields": [],
            "custom_text": filled(
                "after_submit shipping_address submit terms_of_service_acceptance"
            ),
            "livemode": False,
            "mode": "payment",
            "payment_status": "unpaid",
            "phone_number_collection": {"enabled": False},
            "shipping_options": [],
            "status": "open",
            "ui_mode": "hosted_page",
            **values,
        },
    )


def automatic_tax(*, is_wanted: bool) -> Doc:
    """Return whether tax is worked out. Nobody is registered anywhere here, so it comes to nothing."""
    return filled(
        "enabled liability provider status",
        enabled=is_wanted,
        status="requires_location_inputs" if is_wanted else None,
        provider="stripe" if is_wanted else None,
    )


def customer_details(*, email: str | None, name: str | None) -> Doc:
    """Return what the buyer typed on the pay page."""
    return filled(CUSTOMER_DETAILS, email=email, name=name, tax_exempt="none", tax_ids=[])


def total_details(discount: int) -> Doc:
    """Return the parts of the total, in minor units; no tax and no shipping here."""
    return filled(
        "amount_discount amount_shipping amount_tax breakdown",
        amount_discount=discount,
        amount_shipping=0,
        amount_tax=0,
    )


def after_expiration(recovery: Doc | None) -> Doc | None:
    """Return the stored recovery settings; the sandbox never makes a recovery address."""
    if recovery is None:
        return None
    settings = {"allow_promotion_codes": False, **recovery}
    return {"recovery": filled("allow_promotion_codes enabled expires_at url", **settings)}


def line_item(given: Doc, *, now: int) -> Doc:
    """Return a line item from checked `price_data` and quantity, with a price of its own."""
    data = given["price_data"]
    quantity = given.get("quantity", 1)
    amount = data["unit_amount"] * quantity
    return filled(
        LINE_ITEM,
        id=new_id("li"),
        object="item",
        amount_discount=0,
        amount_subtotal=amount,
        amount_tax=0,
        amount_total=amount,
        currency=data["currency"],
        description=data["product_data"]["name"],
        discounts=[],
        metadata=given.get("metadata") or {},
        price=_price(data, now=now),
        quantity=quantity,
        taxes=[],
    )


def _price(data: Doc, *, now: int) -> Doc:
    return filled(
        PRICE,
        id=new_id("price"),
        object="price",
        active=False,
        billing_scheme="per_unit",
        created=now,
        currency=data["currency"],
        livemode=False,
        metadata={},
        product=new_id("prod"),
        tax_behavior=data.get("tax_behavior", "unspecified"),
        type="one_time",
        unit_amount=data["unit_amount"],
        unit_amount_decimal=str(data["unit_amount"]),
    )
