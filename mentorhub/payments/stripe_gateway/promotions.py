"""Promotion codes at Stripe: looked up as they were typed, made, switched off."""

import datetime as dt
from decimal import Decimal
from typing import Any

import stripe

from mentorhub.payments.rules.codes import CodeWords, coupon_key, promotion_key
from mentorhub.payments.rules.promotions import Code
from mentorhub.payments.stripe_gateway.calls import answering, client, options


def find_code(text: str, *, account: str, now: dt.datetime) -> Code | None:
    """The active code that reads like this, whatever its case; None where the account has none."""
    with answering():
        found = client().v1.promotion_codes.list(
            params={"code": text, "active": True, "limit": 1}, options=options(account)
        )
        code = next(iter(found.data), None)
        if code is None:
            return None
        coupon_id: Any = code.promotion.coupon
        coupon = client().v1.coupons.retrieve(
            coupon_id if isinstance(coupon_id, str) else coupon_id.id, options=options(account)
        )
    return _code(code, coupon, now=now)


def made_code(text: str, *, public_id: str, account: str) -> str | None:
    """Stripe's id of the code that was made here for `public_id`, active or not; None where Stripe has none.

    Raises `StripeUnavailable`, `StripeRefused`.
    """
    with answering():
        found = client().v1.promotion_codes.list(
            params={"code": text, "limit": 100}, options=options(account)
        )
        for one in found.auto_paging_iter():
            if one.metadata is not None and one.metadata.to_dict().get("code") == public_id:
                return one.id
    return None


def make_code(words: CodeWords, *, public_id: str, account: str, key: int = 1) -> str:
    """Make a coupon and its code; Stripe's id of the code. The same words under the same `key` give the same one again.

    Raises `StripeUnavailable`, and `StripeRefused`, such as for a code that is there already.
    """
    with answering():
        coupon = client().v1.coupons.create(
            params=coupon_parameters(words, public_id=public_id),  # type: ignore[arg-type]
            options=options(account, coupon_key(public_id, key)),
        )
        code = client().v1.promotion_codes.create(
            params=code_parameters(words, coupon=coupon.id, public_id=public_id),  # type: ignore[arg-type]
            options=options(account, promotion_key(public_id, key)),
        )
    return code.id


def end_code(code_id: str, *, account: str) -> None:
    """Switch a code off; twice is no harm. Raises `StripeUnavailable`, `StripeRefused`."""
    with answering():
        client().v1.promotion_codes.update(
            code_id, params={"active": False}, options=options(account)
        )


def coupon_parameters(words: CodeWords, *, public_id: str) -> dict[str, Any]:
    """Parameters of POST /v1/coupons; `once`: it is taken off one payment page."""
    if words.percent_off is not None:
        taken: dict[str, Any] = {"percent_off": words.percent_off}
    else:
        taken = {"amount_off": words.amount_off_minor, "currency": words.currency}
    return {**taken, "duration": "once", "name": words.code[:40], "metadata": {"code": public_id}}


def code_parameters(words: CodeWords, *, coupon: str, public_id: str) -> dict[str, Any]:
    """Parameters of POST /v1/promotion_codes; by its metadata `made_code` finds it again."""
    limits: dict[str, Any] = {"metadata": {"code": public_id}}
    if words.uses_max is not None:
        limits["max_redemptions"] = words.uses_max
    if words.expires_at is not None:
        limits["expires_at"] = int(words.expires_at.timestamp())
    return {"promotion": {"type": "coupon", "coupon": coupon}, "code": words.code, **limits}


def _code(code: stripe.PromotionCode, coupon: stripe.Coupon, *, now: dt.datetime) -> Code:
    limits = code.restrictions
    ends = [at for at in (code.expires_at, coupon.redeem_by) if at is not None]
    is_used_up = any(
        one.max_redemptions is not None and one.times_redeemed >= one.max_redemptions
        for one in (code, coupon)
    )
    return Code(
        id=code.id,
        percent_off=None if coupon.percent_off is None else Decimal(str(coupon.percent_off)),
        amount_off_minor=coupon.amount_off or 0,
        currency=coupon.currency or "",
        minimum_minor=limits.minimum_amount or 0,
        minimum_currency=limits.minimum_amount_currency or "",
        is_over=is_used_up or any(at <= now.timestamp() for at in ends) or not coupon.valid,
    )
