"""PaymentIntent and Charge, and how a refused card shows in them."""

from typing import Any

from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import filled
from mentorhub.stripe_sandbox.store import Doc

PAYMENT_INTENT = """
    allowed_payment_method_types amount amount_capturable amount_details amount_received
    application application_fee_amount automatic_payment_methods canceled_at
    cancellation_reason capture_method client_secret confirmation_method created currency
    customer customer_account description excluded_payment_method_types hooks id
    last_payment_error latest_charge livemode managed_payments metadata next_action object
    on_behalf_of payment_details payment_method payment_method_configuration_details
    payment_method_options payment_method_types payment_record presentment_details
    processing receipt_email review setup_future_usage shipping source statement_descriptor
    statement_descriptor_suffix status transfer_data transfer_group
"""
PAYMENT_ERROR = """
    advice_code charge code decline_code doc_url message network_advice_code
    network_decline_code param payment_intent payment_method payment_method_type
    request_log_url setup_intent source type
"""
NEXT_ACTION = """
    alipay_handle_redirect blik_authorize boleto_display_details card_await_notification
    cashapp_handle_redirect_or_display_qr_code display_bank_transfer_instructions
    klarna_display_qr_code konbini_display_details multibanco_display_details
    oxxo_display_details paynow_display_qr_code pix_display_qr_code
    promptpay_display_qr_code redirect_to_url swish_handle_redirect_or_display_qr_code type
    upi_handle_redirect_or_display_qr_code use_stripe_sdk verify_with_microdeposits
    wechat_pay_display_qr_code wechat_pay_redirect_to_android_app
    wechat_pay_redirect_to_ios_app
"""
CHARGE = """
    amount amount_captured amount_refunded application application_fee
    application_fee_amount authorization_code balance_transaction billing_details
    calculated_statement_descriptor captured created currency customer description disputed
    failure_balance_transaction failure_code failure_message fraud_details id level3
    livemode metadata object on_behalf_of outcome paid payment_intent payment_method
    payment_method_details presentment_details radar_options receipt_email receipt_number
    receipt_url refunded refunds review shipping source source_transfer statement_descriptor
    statement_descriptor_suffix status transfer transfer_data transfer_group
"""
OUTCOME = """
    advice_code network_advice_code network_decline_code network_status reason risk_level
    risk_score rule seller_message type
"""
TRANSFER_DATA = "amount description destination metadata payment_data"
COPIED_TO_CHARGE = """
    amount application application_fee_amount currency customer description on_behalf_of receipt_email
    statement_descriptor statement_descriptor_suffix transfer_group
"""


def payment_intent(**values: Any) -> Doc:
    """Return a new PaymentIntent without a payment method."""
    intent_id = new_id("pi")
    transfer = values.pop("transfer_data", None)
    return filled(
        PAYMENT_INTENT,
        **{
            "id": intent_id,
            "object": "payment_intent",
            "amount_capturable": 0,
            "amount_received": 0,
            "capture_method": "automatic_async",
            "client_secret": f"{intent_id}_{new_id('secret')}",
            "confirmation_method": "automatic",
            "livemode": False,
            "metadata": {},
            "payment_method_types": ["card"],
            "status": "requires_payment_method",
            "transfer_data": filled(TRANSFER_DATA, **transfer) if transfer else None,
            **values,
        },
    )


def payment_error(refusal: Doc, *, method: Doc, charge_id: str | None) -> Doc:
    """Return `last_payment_error` for a refusal (`code`, `decline_code`, `message`)."""
    slug = refusal["code"].replace("_", "-")
    return filled(
        PAYMENT_ERROR,
        **refusal,
        charge=charge_id,
        doc_url=f"https://stripe.com/docs/error-codes/{slug}",
        payment_method=method,
        type="card_error",
    )


def redirect_action(url: str, *, return_url: str | None) -> Doc:
    """Return the `next_action` that sends the buyer to the challenge page."""
    return filled(
        NEXT_ACTION, type="redirect_to_url", redirect_to_url={"return_url": return_url, "url": url}
    )


def charge(intent: Doc, *, method: Doc, details: Doc, now: int) -> Doc:
    """Return a new Charge of the PaymentIntent by that method; its status is still pending."""
    transfer = intent["transfer_data"]
    return filled(
        CHARGE,
        **{name: intent[name] for name in COPIED_TO_CHARGE.split()},
        id=new_id("ch"),
        object="charge",
        amount_captured=0,
        amount_refunded=0,
        billing_details=method["billing_details"],
        captured=False,
        created=now,
        disputed=False,
        fraud_details=filled("stripe_report user_report"),
        livemode=False,
        metadata=dict(intent["metadata"]),
        outcome=outcome("approved_by_network", message="Payment complete."),
        paid=False,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=details,
        radar_options=filled("session"),
        refunded=False,
        status="pending",
        transfer_data={key: transfer[key] for key in ("amount", "destination")}
        if transfer
        else None,
    )


def outcome(network_status: str, *, message: str, reason: str | None = None) -> Doc:
    """Return the charge's outcome; `reason` is the decline code of a refused one."""
    is_approved = network_status == "approved_by_network"
    return filled(
        OUTCOME,
        network_status=network_status,
        reason=reason,
        risk_level="normal",
        risk_score=20,
        seller_message=message,
        type="authorized" if is_approved else "issuer_declined",
    )
