"""Paying a Checkout Session: by card, by bank debit, or nothing at all; and the bank's late answer."""

from mentorhub.stripe_sandbox import charging, checkouts, payment_intents, promotions
from mentorhub.stripe_sandbox.account_access import can_charge, check_can_charge
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.objects import directory
from mentorhub.stripe_sandbox.objects.checkout import customer_details
from mentorhub.stripe_sandbox.store import Doc


def pay(call: Call, checkout: Doc, *, method: Doc | None, payer: Doc) -> Doc:
    """Try to pay an open checkout; it stays open if the method was refused or must be challenged.

    `method` may be None only when nothing is due. `payer` is {"email", "name"}.
    """
    # 1. still payable, at the price it shows
    if checkout["status"] != "open":
        raise ApiError("This Checkout Session is no longer active.", param="session")
    _check_price(call, checkout)
    # 2. nothing due: complete without a PaymentIntent
    if checkout["amount_total"] == 0:
        _ensure_customer(call, checkout, payer=payer)
        return _complete(call, checkout, payer=payer, status="no_payment_required")
    if method is None:
        raise ApiError("A payment method is required.", param="payment_method")
    check_can_charge(call)
    # 3. charge
    intent = _intent_of(call, checkout, payer=payer)
    checkout["_private"]["payer"] = payer
    charging.attempt(call, intent, method=method, return_url=checkout["success_url"])
    return _follow(call, checkout, intent=intent, payer=payer)


def finish_challenge(call: Call, intent: Doc, *, is_passed: bool) -> Doc:
    """The buyer passed or failed the challenge of an intent that requires action.

    Where the account may take no cards any more, passing is of no use.
    """
    if intent["status"] != "requires_action":
        raise ApiError("This payment no longer waits for a challenge.")
    method = call.find("payment_method", intent["payment_method"])
    if is_passed and can_charge(call):
        charging.attempt(call, intent, method=method, is_challenged=True)
    else:
        charging.fail_challenge(call, intent, method=method)
    checkout = checkout_of(call, intent)
    if checkout is not None:
        _follow(call, checkout, intent=intent, payer=checkout["_private"]["payer"])
    return intent


def settle_debit(call: Call, intent: Doc, *, is_paid: bool) -> Doc:
    """The bank's late answer to a debit: the intent, its charge and the checkout follow."""
    charging.settle(call, intent, is_paid=is_paid)
    checkout = checkout_of(call, intent)
    if checkout is not None:
        checkout["payment_status"] = "paid" if is_paid else "unpaid"
        checkouts.save(call, checkout)
        outcome = "succeeded" if is_paid else "failed"
        call.emit(f"checkout.session.async_payment_{outcome}", checkout)
    return intent


def checkout_of(call: Call, intent: Doc) -> Doc | None:
    """Return the checkout the intent belongs to, or None for one made through the API."""
    checkout_id = intent.get("_private", {}).get("checkout")
    return call.find("checkout.session", checkout_id) if checkout_id else None


def _check_price(call: Call, checkout: Doc) -> None:
    try:
        promotions.check_discount(call, checkout)
    except ApiError:
        # the buyer sees the full price and decides again
        promotions.remove_discount(checkout)
        checkouts.save(call, checkout)
        raise
    checkouts.check_total(checkout)


def _intent_of(call: Call, checkout: Doc, *, payer: Doc) -> Doc:
    _ensure_customer(call, checkout, payer=payer)
    if checkout["payment_intent"]:
        intent = call.find("payment_intent", checkout["payment_intent"])
        intent["amount"] = checkout["amount_total"]
        return intent
    intent = payment_intents.new_intent(
        call,
        {
            **checkout["_private"]["intent"],
            "amount": checkout["amount_total"],
            "currency": checkout["currency"],
            "customer": checkout["customer"] or checkout["_private"].get("customer"),
            "payment_method_types": checkout["payment_method_types"],
            "allowed_payment_method_types": checkout["allowed_payment_method_types"],
            "_private": {"checkout": checkout["id"]},
        },
    )
    checkout["payment_intent"] = intent["id"]
    return intent


def _ensure_customer(call: Call, checkout: Doc, *, payer: Doc) -> None:
    """Make the customer the checkout promises; the checkout shows it once it is complete."""
    is_promised = (
        checkout["customer_creation"] == "always"
        or "setup_future_usage" in checkout["_private"]["intent"]
    )
    if checkout["customer"] or checkout["_private"].get("customer") or not is_promised:
        return
    customer = directory.customer(now=call.now, email=payer["email"], name=payer["name"])
    call.save(customer)
    call.emit("customer.created", customer)
    checkout["_private"]["customer"] = customer["id"]


def _follow(call: Call, checkout: Doc, *, intent: Doc, payer: Doc) -> Doc:
    if intent["status"] == "succeeded":
        return _complete(call, checkout, payer=payer, status="paid")
    if intent["status"] == "processing":
        return _complete(call, checkout, payer=payer, status="unpaid")
    return checkouts.save(call, checkout)


def _complete(call: Call, checkout: Doc, *, payer: Doc, status: str) -> Doc:
    promotions.redeem(call, checkout)
    checkout.update(
        status="complete",
        payment_status=status,
        url=None,
        customer=checkout["customer"] or checkout["_private"].get("customer"),
        customer_details=customer_details(email=payer["email"], name=payer["name"]),
    )
    if checkout["automatic_tax"]["enabled"]:
        checkout["automatic_tax"]["status"] = "complete"
    checkouts.save(call, checkout)
    event_id = call.emit("checkout.session.completed", checkout)
    checkout["_private"]["completed_event"] = event_id
    return checkouts.save(call, checkout)
