"""What the platform keeps of a connected account's charges, and what of it goes back."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mentorhub.stripe_sandbox import customers
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError, missing
from mentorhub.stripe_sandbox.listing import as_list, listed
from mentorhub.stripe_sandbox.money import display
from mentorhub.stripe_sandbox.objects import connect
from mentorhub.stripe_sandbox.store import Doc


def check(call: Call, intent: Doc, *, amount: int, param: str) -> None:
    """Refuse a fee of a payment that has no other account to take it from, or that is less than the fee.

    `intent` holds the parameters of the PaymentIntent; `amount` is in minor units.
    """
    fee = intent.get("application_fee_amount")
    if fee is None:
        return
    if not call.is_connected and not intent.get("transfer_data"):
        raise ParameterError(
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a "
            "direct payment (using an OAuth key or Stripe-Account header) or destination payment "
            "(using `transfer_data[destination]`).",
            param=param,
        )
    if fee > amount:
        raise ParameterError(
            f"The application fee ({fee}) must be less than or equal to the amount ({amount}).",
            param=param,
        )


def take(call: Call, charge: Doc) -> None:
    """Take the fee of a charge that is captured now, at most what was captured; the platform hears of it."""
    wanted = charge["application_fee_amount"]
    if not wanted:
        return
    account = call.account or charge["transfer_data"]["destination"]
    amount = min(wanted, charge["amount_captured"])
    fee = connect.application_fee(charge, account=account, amount=amount, now=call.now)
    charge["application_fee"] = fee["id"]
    platform = call.on("")
    platform.save(fee)
    platform.emit("application_fee.created", fee)


def check_refundable(charge: Doc) -> None:
    """Refuse to give a fee back where none was taken."""
    if charge["application_fee"] is None:
        raise ParameterError(
            f"Charge {charge['id']} has no application fee that could be refunded.",
            param="refund_application_fee",
        )


def give_back(call: Call, charge: Doc, *, refunded: int) -> None:
    """Return of the fee what corresponds to the `refunded` part of its charge, in minor units.

    In proportion to all that was refunded together with its fee, so that parts add up to the whole.
    """
    platform = call.on("")
    fee = platform.find("application_fee", charge["application_fee"])
    with_fee = fee["_private"]["refunded_of_charge"] + refunded
    fee["_private"]["refunded_of_charge"] = with_fee
    share = Decimal(fee["amount"]) * with_fee / charge["amount_captured"]
    owed = int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP)) - fee["amount_refunded"]
    platform.save(fee)
    if owed > 0:
        _refund(platform, fee, amount=owed, metadata={})


def retrieve(call: Call, fee_id: str) -> Doc:
    """GET /v1/application_fees/<id>"""
    return call.find("application_fee", fee_id)


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/application_fees"""
    wanted = {"charge": params.get("charge")}
    return listed(call, "application_fee", params, url="/v1/application_fees", equal=wanted)


def create_refund(call: Call, params: dict[str, Any], fee_id: str) -> Doc:
    """POST /v1/application_fees/<id>/refunds: the whole rest unless `amount` is given."""
    fee = retrieve(call, fee_id)
    left = fee["amount"] - fee["amount_refunded"]
    amount = params.get("amount", left)
    if left == 0:
        raise ApiError(f"Application fee {fee_id} has already been refunded.")
    if amount > left:
        currency = fee["currency"]
        raise ApiError(
            f"Refund amount ({display(amount, currency=currency)}) is greater than fee amount "
            f"left ({display(left, currency=currency)})",
            param="amount",
        )
    metadata = customers.merged({}, params.get("metadata"))
    return _refund(call, fee, amount=amount, metadata=metadata)


def list_refunds(call: Call, params: dict[str, Any], fee_id: str) -> Doc:
    """GET /v1/application_fees/<id>/refunds"""
    fee = retrieve(call, fee_id)
    return listed(call, "fee_refund", params, url=fee["refunds"]["url"], equal={"fee": fee_id})


def retrieve_refund(call: Call, fee_id: str, refund_id: str) -> Doc:
    """GET /v1/application_fees/<id>/refunds/<id>"""
    retrieve(call, fee_id)
    refund = call.find("fee_refund", refund_id)
    if refund["fee"] != fee_id:
        raise missing("fee_refund", refund_id)
    return refund


def _refund(call: Call, fee: Doc, *, amount: int, metadata: Doc) -> Doc:
    refund = connect.fee_refund(fee, amount=amount, metadata=metadata, now=call.now)
    call.save(refund, parent=fee["id"])
    newest_first = call.store.children("fee_refund", fee["id"])[::-1]
    returned = fee["amount_refunded"] + amount
    fee.update(
        amount_refunded=returned,
        refunded=returned == fee["amount"],
        refunds=as_list(newest_first, url=fee["refunds"]["url"]),
    )
    call.save(fee)
    call.emit("application_fee.refunded", fee)
    return refund
