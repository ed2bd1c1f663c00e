"""A connected account of v2: what it is, what it may do, and what is still asked of it."""

from typing import Any

from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import filled, moment
from mentorhub.stripe_sandbox.store import Doc

ACCOUNT = """
    applied_configurations closed configuration contact_email contact_phone created dashboard
    defaults display_name future_requirements id identity livemode metadata object requirements
"""
MERCHANT = """
    applied bacs_debit_payments branding capabilities card_payments konbini_payments mcc
    script_statement_descriptor sepa_debit_payments statement_descriptor support
"""
CAPABILITIES = """
    ach_debit_payments acss_debit_payments affirm_payments afterpay_clearpay_payments
    alma_payments amazon_pay_payments au_becs_debit_payments bacs_debit_payments
    bancontact_payments blik_payments blik_recurring_payments boleto_payments card_payments
    cartes_bancaires_payments cashapp_payments eps_payments fpx_payments
    gb_bank_transfer_payments grabpay_payments ideal_payments jcb_payments
    jp_bank_transfer_payments kakao_pay_payments klarna_payments konbini_payments
    kr_card_payments link_payments mobilepay_payments multibanco_payments
    mx_bank_transfer_payments naver_pay_payments oxxo_payments p24_payments
    pay_by_bank_payments payco_payments paynow_payments promptpay_payments
    revolut_pay_payments samsung_pay_payments satispay_payments sepa_bank_transfer_payments
    sepa_debit_payments sequra_payments stripe_balance sunbit_payments swish_payments
    twint_payments us_bank_transfer_payments zip_payments
"""
DEFAULTS = "currency locales payout_methods profile responsibilities"
PROFILE = "business_url doing_business_as product_description"
IDENTITY = "attestations business_details country entity_type individual"
FUTURE = "alternatives entries minimum_transition_date summary"
ENTRY = """
    awaiting_action_from description errors impact minimum_deadline reference requested_reasons
"""
RESTRICTED = ("card_payments", "stripe_balance.payouts")
STATUS_DETAILS: dict[str, list[Doc]] = {
    "active": [],
    "pending": [{"code": "requirements_pending_verification", "resolution": "no_resolution"}],
    "restricted": [{"code": "requirements_past_due", "resolution": "provide_info"}],
}


def account(*, now: int, country: str | None, currency: str | None, **values: Any) -> Doc:
    """Return a new account that no configuration is applied to yet; `merchant()` makes it one that sells."""
    return filled(
        ACCOUNT,
        **{
            "id": new_id("acct"),
            "object": "v2.core.account",
            "applied_configurations": [],
            "closed": False,
            "configuration": filled("customer merchant recipient"),
            "created": moment(now),
            "dashboard": "full",
            "defaults": filled(
                DEFAULTS,
                currency=currency,
                profile=filled(PROFILE),
                responsibilities={
                    "fees_collector": "stripe",
                    "losses_collector": "stripe",
                    "requirements_collector": "stripe",
                },
            ),
            "future_requirements": filled(FUTURE, entries=[]),
            "identity": filled(IDENTITY, country=country),
            "livemode": False,
            "metadata": {},
            "requirements": requirements([]),
            "_private": {"is_disconnected": False},
            **values,
        },
    )


def merchant(status: str) -> Doc:
    """Return the configuration of an account that takes cards, with that status of `card_payments`."""
    return filled(MERCHANT, applied=True, capabilities=capabilities(status))


def capabilities(status: str) -> Doc:
    """Return what the account may do: cards and payouts go together here, everything else was never asked for."""
    return filled(
        CAPABILITIES,
        card_payments=_capability(status),
        stripe_balance={"payouts": _capability(status)},
    )


def entry(
    description: str,
    *,
    awaits: str = "user",
    reason: str = "routine_onboarding",
    error: tuple[str, str] | None = None,
) -> Doc:
    """Return a requirement; `error` is (code, words) of why what was given is not enough."""
    deadline = {"status": "past_due" if awaits == "user" else "currently_due"}
    return filled(
        ENTRY,
        awaiting_action_from=awaits,
        description=description,
        errors=[] if error is None else [{"code": error[0], "description": error[1]}],
        impact={
            "restricts_capabilities": [
                {"capability": name, "configuration": "merchant", "deadline": dict(deadline)}
                for name in RESTRICTED
            ]
        },
        minimum_deadline=deadline,
        requested_reasons=[{"code": reason}],
    )


def requirements(entries: list[Doc]) -> Doc:
    """Return the requirements around their entries, with the nearest deadline of all."""
    order = ("past_due", "currently_due")
    due = {each["minimum_deadline"]["status"] for each in entries}
    nearest = next((status for status in order if status in due), None)
    summary = {"minimum_deadline": {"status": nearest, "time": None}} if nearest else None
    return filled("alternatives entries summary", entries=entries, summary=summary)


def _capability(status: str) -> Doc:
    return {"status": status, "status_details": [dict(one) for one in STATUS_DETAILS[status]]}
