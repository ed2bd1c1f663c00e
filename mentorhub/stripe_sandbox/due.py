"""What happens by itself when its time has come: checkouts expire, bank debits settle or fail."""

from mentorhub.stripe_sandbox import checkouts, paying
from mentorhub.stripe_sandbox.call import Call


def act_on_due(call: Call) -> None:
    """Bring every account up to the call's time, so that nothing is read in an outlived state."""
    for account, doc in call.store.due(call.now):
        own = call.on(account)
        if doc["object"] == "checkout.session":
            checkouts.end(own, doc)
        elif doc["object"] == "payment_intent":
            method = own.find("payment_method", doc["payment_method"])
            paying.settle_debit(own, doc, is_paid=method["_private"]["behaviour"] == "settles")
