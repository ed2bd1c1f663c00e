"""A PaymentIntent meets a payment method: it is paid, refused, challenged, or on its way."""

from mentorhub.stripe_sandbox import application_fees, payment_methods
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.cards import CHALLENGES, REFUSALS
from mentorhub.stripe_sandbox.errors import ApiError, CardError
from mentorhub.stripe_sandbox.objects.fields import public
from mentorhub.stripe_sandbox.objects.payment import (
    charge as new_charge,
)
from mentorhub.stripe_sandbox.objects.payment import (
    outcome,
    payment_error,
    redirect_action,
)
from mentorhub.stripe_sandbox.objects.payment_method import details_for_charge
from mentorhub.stripe_sandbox.store import Doc

CANCELLABLE = (
    "requires_payment_method", "requires_capture", "requires_confirmation", "requires_action",
    "processing",
)  # fmt: skip


def attempt(
    call: Call,
    intent: Doc,
    *,
    method: Doc,
    is_off_session: bool = False,
    is_challenged: bool = False,
    return_url: str | None = None,
) -> Doc:
    """Try the method once and store the outcome; the intent's new status says it.

    `succeeded`, `processing` (a bank debit), `requires_action` (a challenge; never off-session) or
    `requires_payment_method` with `last_payment_error`.
    """
    intent.update(payment_method=method["id"], last_payment_error=None, next_action=None)
    behaviour = method["_private"]["behaviour"]
    if method["type"] != "card":
        return _process_debit(call, intent, method=method)
    if behaviour in CHALLENGES and not is_challenged:
        if is_off_session:
            refusal = REFUSALS["authentication_required"]
            return _refuse(call, intent, method=method, refusal=refusal)
        return _challenge(call, intent, return_url=return_url)
    if behaviour in REFUSALS:
        return _refuse(call, intent, method=method, refusal=REFUSALS[behaviour])
    return _succeed(call, intent, method=method, is_challenged=is_challenged)


def fail_challenge(call: Call, intent: Doc, *, method: Doc) -> Doc:
    """The buyer did not pass the challenge: no charge is made and another method is asked for."""
    refusal = REFUSALS["authentication_failed"]
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_payment_error=payment_error(refusal, method=public(method), charge_id=None),
    )
    call.save(intent)
    call.emit("payment_intent.payment_failed", intent)
    return intent


def settle(call: Call, intent: Doc, *, is_paid: bool) -> Doc:
    """The bank's answer to a debit that was processing; refuses any other intent."""
    if intent["status"] != "processing":
        raise ApiError(
            f"This PaymentIntent's status is {intent['status']}, not processing.",
            code="payment_intent_unexpected_state",
        )
    charge = call.find("charge", intent["latest_charge"])
    method = call.find("payment_method", intent["payment_method"])
    if is_paid:
        return _capture(call, intent, charge=charge)
    return _fail_charge(
        call, intent, charge=charge, method=method, refusal=REFUSALS["debit_failed"]
    )


def cancel(call: Call, intent: Doc, *, reason: str | None) -> Doc:
    """Cancel an intent that has taken no money yet."""
    if intent["status"] not in CANCELLABLE:
        raise ApiError(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. "
            "Only a PaymentIntent with one of the following statuses may be canceled: "
            f"{', '.join(CANCELLABLE)}.",
            code="payment_intent_unexpected_state",
        )
    intent.update(
        status="canceled", canceled_at=call.now, cancellation_reason=reason, next_action=None
    )
    call.save(intent)
    call.emit("payment_intent.canceled", intent)
    return intent


def refusal_of(intent: Doc) -> CardError:
    """Return the 402 for an intent whose last attempt was refused."""
    error = intent["last_payment_error"]
    names = ("charge", "decline_code", "payment_method")
    return CardError(
        error["message"],
        code=error["code"],
        payment_intent=public(intent),
        **{name: error[name] for name in names if error[name] is not None},
    )


def _succeed(call: Call, intent: Doc, *, method: Doc, is_challenged: bool) -> Doc:
    if intent["setup_future_usage"] and method["_private"]["behaviour"] == "challenge":
        # set up with the buyer present: later charges of this card pass without them
        method["_private"]["behaviour"] = "pays"
    _use(call, intent, method=method)
    details = details_for_charge(method, is_challenged=is_challenged)
    charge = new_charge(intent, method=method, details=details, now=call.now)
    return _capture(call, intent, charge=charge)


def _capture(call: Call, intent: Doc, *, charge: Doc) -> Doc:
    charge.update(status="succeeded", paid=True, captured=True, amount_captured=charge["amount"])
    intent.update(status="succeeded", amount_received=charge["amount"], latest_charge=charge["id"])
    application_fees.take(call, charge)
    call.save(charge, parent=intent["id"])
    call.save(intent)
    call.emit("charge.succeeded", charge)
    call.emit("payment_intent.succeeded", intent)
    return intent


def _process_debit(call: Call, intent: Doc, *, method: Doc) -> Doc:
    _use(call, intent, method=method)
    details = details_for_charge(method, is_challenged=False)
    charge = new_charge(intent, method=method, details=details, now=call.now)
    waits = method["_private"]["behaviour"] == "waits"
    intent.update(status="processing", latest_charge=charge["id"])
    call.save(charge, parent=intent["id"])
    call.save(intent, due_at=None if waits else call.now + call.settings.debit_seconds)
    call.emit("charge.pending", charge)
    call.emit("payment_intent.processing", intent)
    return intent


def _challenge(call: Call, intent: Doc, *, return_url: str | None) -> Doc:
    url = f"{call.base_url}/c/challenge/{intent['id']}"
    intent.update(status="requires_action", next_action=redirect_action(url, return_url=return_url))
    call.save(intent)
    call.emit("payment_intent.requires_action", intent)
    return intent


def _refuse(call: Call, intent: Doc, *, method: Doc, refusal: Doc) -> Doc:
    details = details_for_charge(method, is_challenged=False)
    charge = new_charge(intent, method=method, details=details, now=call.now)
    return _fail_charge(call, intent, charge=charge, method=method, refusal=refusal)


def _fail_charge(call: Call, intent: Doc, *, charge: Doc, method: Doc, refusal: Doc) -> Doc:
    charge.update(
        status="failed",
        failure_code=refusal["code"],
        failure_message=refusal["message"],
        outcome=outcome(
            "declined_by_network", message=refusal["message"], reason=refusal["decline_code"]
        ),
    )
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        latest_charge=charge["id"],
        last_payment_error=payment_error(refusal, method=public(method), charge_id=charge["id"]),
    )
    call.save(charge, parent=intent["id"])
    call.save(intent)
    call.emit("charge.failed", charge)
    call.emit("payment_intent.payment_failed", intent)
    return intent


def _use(call: Call, intent: Doc, *, method: Doc) -> None:
    """Attach the method to the intent's customer if it is to be charged again."""
    if intent["setup_future_usage"] and intent["customer"]:
        payment_methods.attach(call, method, customer_id=intent["customer"])
    else:
        method["_private"]["is_used_up"] = True
        call.save(method)
