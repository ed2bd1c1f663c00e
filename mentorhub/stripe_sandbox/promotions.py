"""Coupons and promotion codes, and what they take off a Checkout Session."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mentorhub.stripe_sandbox import customers
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError, missing
from mentorhub.stripe_sandbox.listing import listed
from mentorhub.stripe_sandbox.money import checked_currency
from mentorhub.stripe_sandbox.objects import directory
from mentorhub.stripe_sandbox.objects.checkout import total_details
from mentorhub.stripe_sandbox.objects.fields import filled
from mentorhub.stripe_sandbox.params import at_most_one
from mentorhub.stripe_sandbox.store import Doc


def create_coupon(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v1/coupons: a percentage, or an amount in one currency."""
    at_most_one(params, ("percent_off", "amount_off"))
    if "percent_off" not in params and "amount_off" not in params:
        raise ParameterError("Must pass either percent_off or amount_off", code="parameter_missing")
    if ("amount_off" in params) != ("currency" in params):
        raise ParameterError("You must pass currency when passing amount_off", param="currency")
    given = {**params, "metadata": customers.merged({}, params.get("metadata"))}
    if "currency" in given:
        given["currency"] = checked_currency(given["currency"], param="currency")
    if "id" in given and _coupon(call, given["id"]) is not None:
        raise ParameterError("Coupon already exists.", code="resource_already_exists", param="id")
    return call.save(directory.coupon(now=call.now, **given))


def retrieve_coupon(call: Call, coupon_id: str) -> Doc:
    """GET /v1/coupons/<id>"""
    return _existing_coupon(call, coupon_id, param="coupon")


def list_coupons(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/coupons, without those that were deleted."""
    where = {"json_extract(doc, '$._private.is_deleted') IS ?": None}
    return listed(call, "coupon", params, url="/v1/coupons", where=where)


def delete_coupon(call: Call, coupon_id: str) -> Doc:
    """DELETE /v1/coupons/<id>: its codes end with it, and a checkout that has it already keeps it."""
    coupon = _existing_coupon(call, coupon_id, param="coupon")
    coupon["_private"] = {"is_deleted": True}
    call.save(coupon)
    codes = call.store.page(
        "promotion_code",
        account=call.account,
        where={"json_extract(doc, '$.promotion.coupon') = ?": coupon_id},
        window="ORDER BY seq",
        limit=-1,
    )
    for code in codes:
        call.save({**code, "active": False})
    return {"id": coupon_id, "object": "coupon", "deleted": True}


def create_promotion_code(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v1/promotion_codes: the word a buyer types to get a coupon."""
    given = {**params, "metadata": customers.merged({}, params.get("metadata"))}
    promotion = given.pop("promotion")
    if "coupon" not in promotion:
        raise ParameterError(
            "Missing required param: promotion[coupon].",
            code="parameter_missing",
            param="promotion[coupon]",
        )
    _existing_coupon(call, promotion["coupon"], param="promotion[coupon]")
    if "code" in given:
        _refuse_second(call, given["code"])
    restrictions = given.pop("restrictions", {})
    code = directory.promotion_code(
        now=call.now, promotion=promotion, restrictions=restrictions, **given
    )
    return call.save(code)


def retrieve_promotion_code(call: Call, code_id: str) -> Doc:
    """GET /v1/promotion_codes/<id>"""
    return call.find("promotion_code", code_id, param="promotion_code")


def update_promotion_code(call: Call, params: dict[str, Any], code_id: str) -> Doc:
    """POST /v1/promotion_codes/<id>: ended, or taken up again while its coupon is there."""
    code = retrieve_promotion_code(call, code_id)
    if "metadata" in params:
        code["metadata"] = customers.merged(code["metadata"], params["metadata"])
    if params.get("active") and not code["active"]:
        _existing_coupon(call, code["promotion"]["coupon"], param="active")
        _refuse_second(call, code["code"])
    code["active"] = params.get("active", code["active"])
    return call.save(code)


def list_promotion_codes(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/promotion_codes; `code` in any case."""
    wanted = {"active": params.get("active"), "promotion.coupon": params.get("coupon")}
    code = params.get("code")
    where = {"upper(json_extract(doc, '$.code')) = ?": code.upper()} if code else {}
    return listed(
        call, "promotion_code", params, url="/v1/promotion_codes", equal=wanted, where=where
    )


def apply_discount(call: Call, checkout: Doc, *, discount: Doc) -> None:
    """Take `{"coupon": …}` or `{"promotion_code": …}` off the checkout, or refuse it."""
    code_id = discount.get("promotion_code")
    code = call.find("promotion_code", code_id, param="discounts") if code_id else None
    if code is not None and not code["active"]:
        raise ApiError("This promotion code is inactive.", param="discounts")
    coupon_id = code["promotion"]["coupon"] if code else discount["coupon"]
    coupon = _existing_coupon(call, coupon_id, param="discounts")
    _check_usable(call, coupon, code=code, checkout=checkout)
    taken = _taken(coupon, subtotal=checkout["amount_subtotal"])
    shown = filled("coupon promotion_code", **{**discount, "coupon": None if code else coupon_id})
    _set_discount(checkout, taken=taken, discounts=[shown])


def apply_code(call: Call, checkout: Doc, *, text: str) -> None:
    """Take what the buyer typed off the checkout, or refuse it; case does not matter."""
    code = _by_code(call, text)
    if code is None:
        raise ApiError("This code is invalid.", code="promotion_code_invalid")
    apply_discount(call, checkout, discount={"promotion_code": code["id"]})


def remove_discount(checkout: Doc) -> None:
    """Let the checkout cost its full price again."""
    _set_discount(checkout, taken=0, discounts=[])


def redeem(call: Call, checkout: Doc) -> None:
    """Count the completed checkout's discount as used; refuses one that was used up meanwhile."""
    for discount in checkout["discounts"] or []:
        code_id = discount["promotion_code"]
        code = call.find("promotion_code", code_id) if code_id else None
        coupon_id = code["promotion"]["coupon"] if code else discount["coupon"]
        for used in filter(None, (code, call.find("coupon", coupon_id))):
            used["times_redeemed"] += 1
            call.save(used)


def check_discount(call: Call, checkout: Doc) -> None:
    """Refuse a discount that can no longer be used: its last redemption went to somebody else."""
    for discount in checkout["discounts"] or []:
        code_id = discount["promotion_code"]
        code = call.find("promotion_code", code_id) if code_id else None
        coupon_id = code["promotion"]["coupon"] if code else discount["coupon"]
        _check_usable(call, call.find("coupon", coupon_id), code=code, checkout=checkout)


def _coupon(call: Call, coupon_id: str) -> Doc | None:
    """The coupon, unless there is none or it was deleted."""
    coupon = call.store.get("coupon", coupon_id, account=call.account)
    return None if coupon is None or coupon.get("_private") else coupon


def _existing_coupon(call: Call, coupon_id: str, *, param: str) -> Doc:
    coupon = _coupon(call, coupon_id)
    if coupon is None:
        raise missing("coupon", coupon_id, param=param)
    return coupon


def _refuse_second(call: Call, text: str) -> None:
    if _by_code(call, text) is not None:
        raise ParameterError(
            f"An active promotion code with `code: {text}` already exists.", param="code"
        )


def _by_code(call: Call, text: str) -> Doc | None:
    found = call.store.page(
        "promotion_code",
        account=call.account,
        where={
            "upper(json_extract(doc, '$.code')) = ?": text.strip().upper(),
            "json_extract(doc, '$.active') = ?": True,
        },
        window="ORDER BY seq DESC",
        limit=1,
    )
    return found[0] if found else None


def _check_usable(call: Call, coupon: Doc, *, code: Doc | None, checkout: Doc) -> None:
    restrictions = code["restrictions"] if code else {}
    minimum = restrictions.get("minimum_amount")
    used_up = any(
        item["max_redemptions"] is not None and item["times_redeemed"] >= item["max_redemptions"]
        for item in (coupon, code)
        if item
    )
    ends = (coupon["redeem_by"], code["expires_at"] if code else None)
    if used_up or any(end is not None and end <= call.now for end in ends):
        raise ApiError("This code has expired.", code="coupon_expired", param="discounts")
    if coupon["currency"] not in (None, checkout["currency"]):
        raise ApiError("This code is for another currency.", param="discounts")
    if minimum is not None and (
        restrictions["minimum_amount_currency"] != checkout["currency"]
        or checkout["amount_subtotal"] < minimum
    ):
        raise ApiError("This order is below the code's minimum amount.", param="discounts")


def _taken(coupon: Doc, *, subtotal: int) -> int:
    if coupon["percent_off"] is None:
        return min(int(coupon["amount_off"]), subtotal)
    exact = Decimal(subtotal) * Decimal(str(coupon["percent_off"])) / 100
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _set_discount(checkout: Doc, *, taken: int, discounts: list[Doc]) -> None:
    subtotal = checkout["amount_subtotal"]
    checkout.update(
        amount_total=subtotal - taken, total_details=total_details(taken), discounts=discounts
    )
    left = taken
    items = checkout["_private"]["line_items"]
    for item in items:
        is_last = item is items[-1]
        share = left if is_last else taken * item["amount_subtotal"] // max(subtotal, 1)
        item.update(amount_discount=share, amount_total=item["amount_subtotal"] - share)
        left -= share
