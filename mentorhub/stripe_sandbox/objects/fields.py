"""How the objects are filled, and the parts that several of them share."""

from datetime import UTC, datetime
from typing import Any

from mentorhub.stripe_sandbox.store import Doc

ADDRESS = "city country line1 line2 postal_code state"
BILLING = "address email name phone tax_id"
METHOD_TYPES = """
    acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit
    bancontact billie bizum blik boleto card cashapp crypto customer_balance eps fpx giropay
    grabpay ideal kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco
    naver_pay nz_bank_account oxxo p24 pay_by_bank payco paynow paypal paypay payto pix
    promptpay revolut_pay samsung_pay satispay scalapay sepa_debit sequra sofort sunbit
    swish twint upi us_bank_account wechat_pay zip
"""


def filled(names: str, **values: Any) -> Doc:
    """Return an object with exactly these field names: null, or the value given.

    `_private` may be given too: what the sandbox remembers and no answer shows.
    """
    doc: Doc = dict.fromkeys(names.split())
    private = values.pop("_private", None)
    unknown = values.keys() - doc.keys()
    if unknown:
        raise KeyError(f"not declared: {', '.join(sorted(unknown))}")
    doc.update(values)
    if private is not None:
        doc["_private"] = private
    return doc


def public(value: Any) -> Any:
    """Return the value without the sandbox's private notes, at any depth."""
    if isinstance(value, dict):
        return {key: public(inner) for key, inner in value.items() if key != "_private"}
    if isinstance(value, list):
        return [public(inner) for inner in value]
    return value


def billing(*, email: str | None = None, name: str | None = None) -> Doc:
    """Return billing details; the sandbox's pay page asks for no address."""
    return filled(BILLING, address=filled(ADDRESS), email=email, name=name)


def moment(seconds: float) -> str:
    """Return a time as v2 gives it: RFC 3339 in UTC with milliseconds, `2026-11-29T08:00:00.000Z`."""
    text = datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
