"""Payment methods: made from a test card or token, found, attached to a customer."""

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.cards import BY_TOKEN, DEBIT_TOKENS, REFUSALS, Card
from mentorhub.stripe_sandbox.errors import ParameterError, missing
from mentorhub.stripe_sandbox.objects.payment_method import DEBITS, card_method, debit_method
from mentorhub.stripe_sandbox.store import Doc

TOKEN_EXPIRY = (12, 2034)
BEHAVIOURS = ("pays", "challenge", "always_challenge", "settles", "fails", "waits", *REFUSALS)


def retrieve(call: Call, method_id: str) -> Doc:
    """GET /v1/payment_methods/<id>"""
    return call.find("payment_method", method_id, param="payment_method")


def debit_of(currency: str) -> str | None:
    """Return the delayed method the sandbox offers in that currency, or None."""
    return next((kind for kind, parts in DEBITS.items() if parts[0] == currency), None)


def from_card(call: Call, card: Card, *, expiry: tuple[int, int], payer: Doc) -> Doc:
    """Store a card typed on the pay page; `expiry` is (month, year)."""
    return call.save(
        card_method(
            brand=card.brand,
            last4=card.last4,
            expiry=expiry,
            behaviour=card.behaviour,
            payer=payer,
            now=call.now,
        )
    )


def from_debit(call: Call, kind: str, *, behaviour: str, payer: Doc) -> Doc:
    """Store a bank account; it `settles`, `fails` or `waits` for the control API."""
    return call.save(debit_method(kind, behaviour=behaviour, payer=payer, now=call.now))


def from_reference(call: Call, reference: str, *, payer: Doc, param: str = "payment_method") -> Doc:
    """Return the method a request names: one of Stripe's test tokens, or a stored `pm_…`."""
    if reference in BY_TOKEN:
        return from_card(call, BY_TOKEN[reference], expiry=TOKEN_EXPIRY, payer=payer)
    if reference in DEBIT_TOKENS:
        kind, behaviour = DEBIT_TOKENS[reference]
        return from_debit(call, kind, behaviour=behaviour, payer=payer)
    method = call.store.get("payment_method", reference, account=call.account)
    if method is None:
        # 400, not 404: the id stands in a parameter, not in the address
        raise ParameterError(
            missing("PaymentMethod", reference).message, code="resource_missing", param=param
        )
    return method


def attach(call: Call, method: Doc, *, customer_id: str) -> None:
    """Attach the method to the customer for later payments, once."""
    if method["customer"] == customer_id:
        return
    method["customer"] = customer_id
    call.save(method)
    call.emit("payment_method.attached", method)


def behave(call: Call, method_id: str, *, behaviour: str) -> Doc:
    """Make a stored method answer differently from now on (control API only)."""
    method = call.find("payment_method", method_id)
    if behaviour not in BEHAVIOURS:
        raise ParameterError(
            f"Invalid behaviour: must be one of {', '.join(BEHAVIOURS)}", param="behaviour"
        )
    method["_private"]["behaviour"] = behaviour
    return call.save(method)
