"""PaymentMethod, and its copy in a Charge (`payment_method_details`): cards and bank debits."""

from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import METHOD_TYPES, billing, filled
from mentorhub.stripe_sandbox.store import Doc

PAYMENT_METHOD = (
    f"{METHOD_TYPES} allow_redisplay billing_details card_present created custom customer "
    "customer_account id interac_present livemode metadata object radar_options type"
)
METHOD_DETAILS = (
    f"{METHOD_TYPES} ach_credit_transfer ach_debit card_present interac_present sepa_credit_transfer "
    "stripe_account type wechat"
)
CARD = """
    brand checks country description display_brand exp_month exp_year fingerprint funding
    generated_from iin issuer last4 networks regulated_status three_d_secure_usage wallet
"""
CHARGED_CARD = """
    amount_authorized authorization_code brand capture_before checks country description
    electronic_commerce_indicator exp_month exp_year extended_authorization fingerprint
    funding iin incremental_authorization installments issuer last4 mandate moto
    multicapture network network_token network_transaction_id overcapture regulated_status
    setup_credential_usage stored_credential_usage three_d_secure transaction_link_id wallet
"""
CHECKS = "address_line1_check address_postal_code_check cvc_check"
DEBITS = {  # by type: currency, fields of the method, fields of the charge's copy
    "us_bank_account": (
        "usd",
        "account_holder_type account_type bank_name financial_connections_account fingerprint last4 "
        "networks routing_number status_details",
        "account_holder_type account_type bank_name expected_debit_date fingerprint last4 mandate "
        "payment_reference routing_number",
    ),
    "sepa_debit": (
        "eur",
        "bank_code branch_code country fingerprint generated_from last4",
        "bank_code branch_code country expected_debit_date fingerprint last4 mandate",
    ),
    "bacs_debit": (
        "gbp",
        "fingerprint last4 sort_code",
        "expected_debit_date fingerprint last4 mandate sort_code",
    ),
}
DEBIT_LAST4 = "6789"


def card_method(
    *, brand: str, last4: str, expiry: tuple[int, int], behaviour: str, payer: Doc, now: int
) -> Doc:
    """Return a card; `behaviour` is how charging it goes (`cards.py`), `payer` email and name."""
    card = filled(
        CARD,
        brand=brand,
        checks=filled(CHECKS, cvc_check="pass"),
        country="US",
        display_brand=brand,
        exp_month=expiry[0],
        exp_year=expiry[1],
        fingerprint=new_id("fp")[3:19],
        funding="credit",
        last4=last4,
        networks={"available": [brand], "preferred": None},
        regulated_status="unregulated",
        three_d_secure_usage={"supported": True},
    )
    return _method("card", body=card, behaviour=behaviour, payer=payer, now=now)


def debit_method(kind: str, *, behaviour: str, payer: Doc, now: int) -> Doc:
    """Return a bank account to debit; `kind` is a key of `DEBITS`."""
    body = filled(DEBITS[kind][1], last4=DEBIT_LAST4, fingerprint=new_id("fp")[3:19])
    return _method(kind, body=body, behaviour=behaviour, payer=payer, now=now)


def details_for_charge(method: Doc, *, is_challenged: bool) -> Doc:
    """Return `payment_method_details` for a charge of that method."""
    kind = method["type"]
    body = method[kind]
    if kind == "card":
        copied = (
            "brand checks country exp_month exp_year fingerprint funding last4 regulated_status"
        )
        names = CHARGED_CARD
        more = {"network": body["brand"], "three_d_secure": _challenge() if is_challenged else None}
    else:
        names, copied, more = DEBITS[kind][2], "fingerprint last4", {}
    shown = {name: body[name] for name in copied.split()}
    return filled(METHOD_DETAILS, **{"type": kind, kind: filled(names, **shown, **more)})


def _method(kind: str, *, body: Doc, behaviour: str, payer: Doc, now: int) -> Doc:
    return filled(
        PAYMENT_METHOD,
        **{
            "id": new_id("pm"),
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": billing(email=payer.get("email"), name=payer.get("name")),
            "created": now,
            "livemode": False,
            "metadata": {},
            "radar_options": filled("session"),
            "type": kind,
            kind: body,
        },
        _private={"behaviour": behaviour},
    )


def _challenge() -> Doc:
    return filled(
        "authentication_flow electronic_commerce_indicator exemption_indicator "
        "exemption_indicator_applied result result_reason transaction_id version",
        authentication_flow="challenge",
        electronic_commerce_indicator="05",
        result="authenticated",
        version="2.2.0",
    )
