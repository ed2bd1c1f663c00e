"""What comes after a charge: Refund and Dispute."""

from typing import Any

from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import filled
from mentorhub.stripe_sandbox.store import Doc

REFUND = """
    amount balance_transaction charge created currency customer customer_account description
    destination_details failure_balance_transaction failure_reason id instructions_email
    metadata next_action object payment_intent payment_method pending_reason
    presentment_details reason receipt_number source_transfer_reversal status
    transfer_reversal
"""
DESTINATION = """
    affirm afterpay_clearpay alipay alma amazon_pay au_bank_transfer blik br_bank_transfer
    card cashapp crypto customer_cash_balance eps eu_bank_transfer gb_bank_transfer giropay
    grabpay jp_bank_transfer klarna mb_way multibanco mx_bank_transfer nz_bank_transfer p24
    paynow paypal pix revolut scalapay sofort swish th_bank_transfer twint type
    us_bank_transfer wechat_pay zip
"""
DISPUTE = """
    amount balance_transactions charge created currency enhanced_eligibility_types evidence
    evidence_details id intended_submission_method is_charge_refundable livemode metadata
    network_reason_code object payment_intent payment_method_details reason status
"""
EVIDENCE = """
    access_activity_log appeal billing_address cancellation_policy
    cancellation_policy_disclosure cancellation_rebuttal customer_communication
    customer_email_address customer_name customer_purchase_ip customer_signature
    duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id
    enhanced_evidence product_description receipt refund_policy refund_policy_disclosure
    refund_refusal_explanation service_date service_documentation shipping_address
    shipping_carrier shipping_date shipping_documentation shipping_tracking_number
    uncategorized_file uncategorized_text
"""
ENHANCED = "mastercard_compliance visa_compelling_evidence_3 visa_compliance"
DAYS_TO_ANSWER = 7


def refund(charge: Doc, *, amount: int, now: int, **values: Any) -> Doc:
    """Return a succeeded refund of `amount` minor units of the charge."""
    is_card = charge["payment_method_details"]["type"] == "card"
    card = filled(
        "reference reference_status reference_type type",
        reference_status="pending",
        reference_type="acquirer_reference_number",
        type="refund",
    )
    return filled(
        REFUND,
        **{
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "created": now,
            "currency": charge["currency"],
            "destination_details": filled(DESTINATION, type="card", card=card) if is_card else None,
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "status": "succeeded",
            **values,
        },
    )


def dispute(charge: Doc, *, amount: int, reason: str, now: int) -> Doc:
    """Return a dispute that waits for our answer."""
    kind = charge["payment_method_details"]["type"]
    card = filled(
        "brand case_type network network_reason_code",
        brand="visa",
        case_type="chargeback",
        network="visa",
        network_reason_code="10.4",
    )
    return filled(
        DISPUTE,
        id=new_id("dp"),
        object="dispute",
        amount=amount,
        balance_transactions=[],
        charge=charge["id"],
        created=now,
        currency=charge["currency"],
        enhanced_eligibility_types=[],
        evidence=filled(EVIDENCE, enhanced_evidence=filled(ENHANCED)),
        evidence_details=filled(
            "due_by enhanced_eligibility has_evidence past_due submission_count submission_method",
            due_by=now + DAYS_TO_ANSWER * 86_400,
            enhanced_eligibility=filled(ENHANCED),
            has_evidence=False,
            past_due=False,
            submission_count=0,
            submission_method="not_submitted",
        ),
        is_charge_refundable=False,
        livemode=False,
        metadata={},
        payment_intent=charge["payment_intent"],
        payment_method_details=filled("amazon_pay card klarna paypal type", type="card", card=card)
        if kind == "card"
        else None,
        reason=reason,
        status="needs_response",
    )
