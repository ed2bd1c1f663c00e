"""Promotion codes at Stripe: looked up as they were typed."""

import datetime as dt
from decimal import Decimal
from typing import Any

import stripe

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
